import { join } from 'node:path';

/** Where NATS and MongoDB are, and what every service has in its environment because of them. */
export type OtherServers = {
  readonly mongoUrl: string;
  readonly natsUrl: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** What a service's environment is made of. `address` is host:port of a service for one use. */
export type Surroundings = OtherServers & {
  readonly gatewayUrl: string;
  readonly firstPersonsFile: string;
  readonly accessFile: string;
  /** For what the sandbox treasury remembers. */
  readonly treasuryDir: string;
  /** One folder per service. */
  readonly secrets: string;
  /** Whether servers and services ask for credentials: always, but where their price is measured. */
  readonly isGuarded: boolean;
  /** Whether services have no keys to prove what they say: never, but where the price of that is measured. */
  readonly isUnproven?: boolean;
  /** What disbursement pays and how, where that is not left to its defaults. */
  readonly payments: PaymentSettings;
  address(service: string, use: Use): string;
};

export type PaymentSettings = {
  /** Absolute path of a YAML file of programmes (项目). Not given: one programme pays everything straight through. */
  readonly programmesFile?: string | undefined;
  /** How long after it was paid too much may be demanded back. Not given: as disbursement says. */
  readonly demandAfterDays?: number | undefined;
  /** Whether an entity without a confirmed account (收款账户) waits. Not given: no, the sandbox treasury pays whoever is named. */
  readonly needsPayee?: boolean | undefined;
  /** Where orders are sent. Not given: a sandbox treasury on this machine, which is started with the rest. */
  readonly treasuryUrl?: string | undefined;
};

export type Use = 'grpc' | 'ops' | 'http';

export type LocalService = {
  readonly name: string;
  /** Below the repository's root. */
  readonly folder: string;
  readonly listens: readonly Use[];
  /** Whether it loads the runtime's telemetry before itself; the treasury stands for somebody else's program. */
  readonly hasTelemetry: boolean;
  /** Beside the variables that every service has. */
  environment(surroundings: Surroundings): Record<string, string>;
};

/** Every process of a local system but the servers: who may record what, then in the order in which facts pass them. */
export const SERVICES: readonly LocalService[] = [
  withDatabase('partners', ({ firstPersonsFile }) => ({ FIRST_PERSONS_FILE: firstPersonsFile })),
  withDatabase('institutions'),
  withDatabase('contracts'),
  withDatabase('metering'),
  withDatabase('awards'),
  withDatabase('disbursement', ({ address, secrets, payments }) => ({
    TREASURY_URL: payments.treasuryUrl ?? `http://${address('treasury', 'http')}`,
    TREASURY_SECRET_FILE: join(secrets, 'disbursement', 'treasury.secret'),
    ...paymentVariables(payments),
  })),
  {
    name: 'treasury',
    folder: 'deploy/sandbox',
    listens: ['http'],
    hasTelemetry: false,
    environment: ({ address, gatewayUrl, secrets, treasuryDir }) => ({
      HTTP_ADDRESS: address('treasury', 'http'),
      DATA_DIR: treasuryDir,
      GATEWAY_URL: gatewayUrl,
      TREASURY_SECRET_FILE: join(secrets, 'treasury', 'treasury.secret'),
      TREASURY_KEY_FILE: join(secrets, 'treasury', 'treasury.key'),
    }),
  },
  {
    name: 'gateway',
    folder: 'services/gateway',
    listens: ['ops'],
    hasTelemetry: true,
    environment: ({ address, gatewayUrl, accessFile }) => ({
      HTTP_ADDRESS: new URL(gatewayUrl).host,
      OPS_ADDRESS: address('gateway', 'ops'),
      ACCESS_FILE: accessFile,
      PARTNERS_ADDRESS: address('partners', 'grpc'),
      INSTITUTIONS_ADDRESS: address('institutions', 'grpc'),
      CONTRACTS_ADDRESS: address('contracts', 'grpc'),
      METERING_ADDRESS: address('metering', 'grpc'),
      AWARDS_ADDRESS: address('awards', 'grpc'),
      DISBURSEMENT_ADDRESS: address('disbursement', 'grpc'),
    }),
  },
];

/** Those that a system with these settings starts. */
export function startedServices({
  treasuryUrl,
}: Pick<PaymentSettings, 'treasuryUrl'>): readonly LocalService[] {
  return treasuryUrl === undefined ? SERVICES : SERVICES.filter(({ name }) => name !== 'treasury');
}

function paymentVariables({
  programmesFile,
  demandAfterDays,
  needsPayee = false,
}: PaymentSettings): Record<string, string> {
  return {
    NEEDS_PAYEE: String(needsPayee),
    ...(programmesFile !== undefined && { PROGRAMMES_FILE: programmesFile }),
    ...(demandAfterDays !== undefined && { DEMAND_AFTER_DAYS: String(demandAfterDays) }),
  };
}

function withDatabase(
  name: string,
  more: (surroundings: Surroundings) => Record<string, string> = () => ({}),
): LocalService {
  return {
    name,
    folder: `services/${name}`,
    listens: ['grpc', 'ops'],
    hasTelemetry: true,
    environment: (surroundings) => ({
      MONGO_URL: surroundings.mongoUrl,
      NATS_URL: surroundings.natsUrl,
      GRPC_ADDRESS: surroundings.address(name, 'grpc'),
      OPS_ADDRESS: surroundings.address(name, 'ops'),
      ...more(surroundings),
    }),
  };
}
