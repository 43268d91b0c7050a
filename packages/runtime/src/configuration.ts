import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { environmentVariable, isLoopback } from './encryption.ts';
import type { TlsFiles } from './grpc-tls.ts';
import { type Secret, secretFile } from './secret.ts';

const ADDRESS = 'host:port, such as 127.0.0.1:50051 (port 0: any free one)';

export const address = z.string().regex(/^[^\s:]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, { error: ADDRESS });

/** The variables that every service understands. Every address is on loopback unless it is set. */
export const sharedVariables = {
  ...environmentVariable,
  GRPC_ADDRESS: address.default('127.0.0.1:0'),
  OPS_ADDRESS: address.default('127.0.0.1:0'),
  GRPC_TLS_CERT_FILE: secretFile('a certificate in PEM', isPem).optional(),
  GRPC_TLS_KEY_FILE: secretFile('the key of the certificate in PEM', isPem).optional(),
  GRPC_TLS_CA_FILE: secretFile('the trusted certificates in PEM', isPem).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

export const mongoVariables = {
  MONGO_URL: z.string({ error: 'a mongodb:// address of a replica set' }).regex(/^mongodb(\+srv)?:\/\/\S+$/, {
    error: 'a mongodb:// address of a replica set',
  }),
  /** The password of the user that has the same name as the database. */
  MONGO_PASSWORD_FILE: secretFile('the password of the database').optional(),
};

const NATS_SERVERS = 'nats:// or tls:// addresses, with commas between the servers of a cluster';
const COUNT = (most: number) => `a whole number from 1 to ${most}`;

export const natsVariables = {
  NATS_URL: z.string({ error: NATS_SERVERS }).check(
    z.refine((list) => list.split(',').every((one) => /^(nats|tls):\/\/[^\s,]+$/.test(one)), {
      error: NATS_SERVERS,
    }),
    z.refine((list) => new Set(list.split(',').map((one) => one.split(':', 1)[0])).size === 1, {
      error: 'all servers with nats://, or all with tls://',
    }),
  ),
  NATS_NKEY_SEED_FILE: secretFile('the seed of a NATS user, SU…', (text) =>
    /^SU[A-Z2-7]{56}$/.test(text),
  ).optional(),
  /** The keys with which this service proves what it publishes and checks what it reads. */
  NATS_SERVICE_KEYS_FILE: secretFile('the keys of a service with its readers and producers').optional(),
  /** The number of servers of a cluster that store each stream. */
  NATS_STREAM_REPLICAS: wholeNumber(5).default(1),
};

function wholeNumber(most: number) {
  return z
    .string()
    .check(z.refine((text) => /^[1-9]\d*$/.test(text) && Number(text) <= most, { error: COUNT(most) }))
    .transform(Number);
}

function isPem(text: string): boolean {
  return text.startsWith('-----BEGIN ');
}

type TlsVariables = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly GRPC_TLS_CERT_FILE?: Secret | undefined;
  readonly GRPC_TLS_KEY_FILE?: Secret | undefined;
  readonly GRPC_TLS_CA_FILE?: Secret | undefined;
};

/**
 * Undefined where no certificate is configured, which is allowed only in development on a single machine: without
 * certificates any process there could call the services as the gateway does. A partial configuration is a mistake.
 */
export function tlsOf(
  { ENVIRONMENT, GRPC_TLS_CERT_FILE, GRPC_TLS_KEY_FILE, GRPC_TLS_CA_FILE }: TlsVariables,
  addresses: readonly string[],
): TlsFiles | undefined {
  if (GRPC_TLS_CERT_FILE && GRPC_TLS_KEY_FILE && GRPC_TLS_CA_FILE)
    return { certificate: GRPC_TLS_CERT_FILE, key: GRPC_TLS_KEY_FILE, authority: GRPC_TLS_CA_FILE };
  const isHalf = GRPC_TLS_CERT_FILE || GRPC_TLS_KEY_FILE || GRPC_TLS_CA_FILE;
  const open = addresses.find((one) => !isLoopback(one.slice(0, one.lastIndexOf(':'))));
  const isDevelopment = ENVIRONMENT === 'development';
  if (!isHalf && open === undefined && isDevelopment) return undefined;
  const why = isHalf
    ? 'one of them is given'
    : isDevelopment
      ? `${open} is not on this machine`
      : 'services answer callers without a certificate only in development (ENVIRONMENT=development)';
  throw new ConfigurationError(
    `The configuration is not right. Set GRPC_TLS_CERT_FILE, GRPC_TLS_KEY_FILE and GRPC_TLS_CA_FILE together, because ${why}.`,
  );
}

export function readConfiguration<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, environment[name] || undefined]));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data as z.output<z.ZodObject<Shape>>;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationError(
    `The configuration is not right. Set these environment variables:\n${lines.join('\n')}`,
  );
}
