import { join } from 'node:path';
import { WEBHOOK_SECRETS_KEY } from './credentials.ts';

/** The addresses of NATS and MongoDB, and the resulting variables in every service's environment. */
export type OtherServers = {
  readonly mongoUrl: string;
  readonly natsUrl: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** The inputs of a service's environment. `address` is host:port of a service for one use. */
export type Surroundings = OtherServers & {
  readonly gatewayUrl: string;
  readonly firstPersonsFile: string;
  readonly accessFile: string;
  /** The folder for what the sandbox treasury remembers. */
  readonly treasuryDir: string;
  /** One folder per service. */
  readonly secrets: string;
  /** Whether servers and services require credentials: always, except where their cost is measured. */
  readonly isGuarded: boolean;
  /** Whether services have no keys to prove their messages: never, except where the cost of proofs is measured. */
  readonly isUnproven?: boolean;
  /** What disbursement pays and how, where the defaults are not used. */
  readonly payments: PaymentSettings;
  address(service: string, use: Use): string;
};

export type PaymentSettings = {
  /** Absolute path of a YAML file of programmes (项目). Absent: one programme pays everything straight through. */
  readonly programmesFile?: string | undefined;
  /** How long after an overpayment it may be demanded back. Absent: the default of disbursement. */
  readonly demandAfterDays?: number | undefined;
  /**
   * Whether payments to an entity without a confirmed account (收款账户) wait. Absent: no, the sandbox treasury pays
   * anyone.
   */
  readonly needsPayee?: boolean | undefined;
  /** Where orders are sent. Absent: a sandbox treasury on this machine, which is started with the rest. */
  readonly treasuryUrl?: string | undefined;
};

export type Use = 'grpc' | 'ops' | 'http';

export type LocalService = {
  readonly name: string;
  /** Relative to the repository's root. */
  readonly folder: string;
  readonly listens: readonly Use[];
  /** Whether servers and other services know it; the treasury represents somebody else's program. */
  readonly hasCredentials: boolean;
  /** In addition to the variables that every service has. */
  environment(surroundings: Surroundings): Record<string, string>;
};

/**
 * Every process of a local system except the servers: first the service that decides who may record what, then the
 * others in the order in which facts pass them.
 */
export const SERVICES: readonly LocalService[] = [
  withDatabase('partners', ({ firstPersonsFile, secrets }) => ({
    FIRST_PERSONS_FILE: firstPersonsFile,
    WEBHOOK_SECRETS_KEY_FILE: join(secrets, 'partners', WEBHOOK_SECRETS_KEY),
  })),
  withDatabase('institutions'),
  withDatabase('contracts'),
  withDatabase('metering'),
  withDatabase('awards'),
  withDatabase('disbursement', ({ address, secrets, payments }) => ({
    TREASURY_URL: payments.treasuryUrl ?? `http://${address('treasury', 'http')}`,
    TREASURY_SECRET_FILE: join(secrets, 'disbursement', 'treasury.secret'),
    AWARDS_ADDRESS: address('awards', 'grpc'),
    ...paymentVariables(payments),
  })),
  {
    name: 'treasury',
    folder: 'deploy/sandbox',
    listens: ['http'],
    hasCredentials: false,
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
    hasCredentials: true,
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

/** The services that a system with these settings starts. */
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
    hasCredentials: true,
    environment: (surroundings) => ({
      MONGO_URL: surroundings.mongoUrl,
      NATS_URL: surroundings.natsUrl,
      GRPC_ADDRESS: surroundings.address(name, 'grpc'),
      OPS_ADDRESS: surroundings.address(name, 'ops'),
      ...more(surroundings),
    }),
  };
}
