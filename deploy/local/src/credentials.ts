import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  NATS_RIGHTS,
  type NatsService,
  operatorPermissions,
  permissionsOf,
} from '@duixian/messaging/nats-rights';
import { nkeys } from '@nats-io/transport-node';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import type { LocalKeys } from './local-keys.ts';
import { keepServiceKeys, SERVICE_KEYS_FILE } from './service-keys.ts';

/** Every service with NATS and a database. */
export const BACKED_SERVICES = Object.keys(NATS_RIGHTS) as NatsService[];
const WITH_CERTIFICATE = [...BACKED_SERVICES, 'gateway'];
const OPERATOR = 'operator';
/** With it services/partners encrypts the secrets of webhook endpoints. */
export const WEBHOOK_SECRETS_KEY = 'webhook-secrets.key';

type NatsUser = {
  readonly nkey: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
};

/** The permissions on the servers of this system. */
export type ServerAccess = {
  readonly nats: readonly NatsUser[];
  readonly mongo: {
    readonly keyFile: string;
    readonly adminPassword: string;
    readonly users: readonly { readonly database: string; readonly password: string }[];
  };
};

/**
 * Credentials of a system on this machine, created at its first start and kept: one file each, readable by their owner
 * only, as an orchestrator would mount them. Only the starter of the servers sees the credentials of all.
 */
export async function keepCredentials(folder: DataFolder, keys: LocalKeys): Promise<ServerAccess> {
  const file = (...path: string[]) => join(folder.secrets, ...path);
  // An earlier release had fewer services. The key that signed its certificates is discarded, so all are created again.
  const isWhole =
    existsSync(file('complete')) && BACKED_SERVICES.every((one) => existsSync(file(one, 'tls.key')));
  if (!isWhole) await makeCredentials(file, keys);
  // An earlier release had no operator.
  if (!existsSync(file(OPERATOR, 'nats.seed'))) writerOf(file)(seed(), OPERATOR, 'nats.seed');
  // An earlier release had no webhooks.
  if (!existsSync(file('partners', WEBHOOK_SECRETS_KEY)))
    writerOf(file)(randomBytes(32).toString('base64url'), 'partners', WEBHOOK_SECRETS_KEY);
  keepServiceKeys(folder.secrets, BACKED_SERVICES);
  const read = (...path: string[]) =>
    withFileProblems(folder.path, () => readFileSync(file(...path), 'utf8'));
  const userOf = (name: string) => publicKeyOf(read(name, 'nats.seed'));
  return {
    nats: [
      ...BACKED_SERVICES.map((service) => ({ nkey: userOf(service), ...permissionsOf(service) })),
      { nkey: userOf(OPERATOR), ...operatorPermissions() },
    ],
    mongo: {
      keyFile: file('mongod', 'keyfile'),
      adminPassword: read('mongod', 'admin.password'),
      users: BACKED_SERVICES.map((service) => ({
        database: `duixian_${service}`,
        password: read(service, 'mongo.password'),
      })),
    },
  };
}

/** The variables of a service's environment with the paths of its credentials. */
export function credentialVariables(folder: DataFolder, service: string): Record<string, string> {
  const file = (name: string) => join(folder.secrets, service, name);
  return {
    GRPC_TLS_CERT_FILE: file('tls.crt'),
    GRPC_TLS_KEY_FILE: file('tls.key'),
    GRPC_TLS_CA_FILE: join(folder.secrets, 'authority.crt'),
    ...((BACKED_SERVICES as string[]).includes(service) && {
      NATS_NKEY_SEED_FILE: file('nats.seed'),
      NATS_SERVICE_KEYS_FILE: file(SERVICE_KEYS_FILE),
      MONGO_PASSWORD_FILE: file('mongo.password'),
    }),
  };
}

/**
 * The seed with which the operator of this system changes its streams; undefined where the servers require no
 * credentials.
 */
export function operatorSeed(folder: DataFolder): string | undefined {
  const file = join(folder.secrets, OPERATOR, 'nats.seed');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The password is part of an address, so it is encoded. */
export function mongoAdminUrl(folder: DataFolder, address: string): string {
  const password = readFileSync(join(folder.secrets, 'mongod', 'admin.password'), 'utf8');
  return `mongodb://admin:${encodeURIComponent(password)}@${address}/?authSource=admin&directConnection=true`;
}

async function makeCredentials(file: (...path: string[]) => string, keys: LocalKeys): Promise<void> {
  const { makeCertificates } = await import('./certificates.ts');
  const certificates = await makeCertificates(WITH_CERTIFICATE);
  const write = writerOf(file);
  write(certificates.authority, 'authority.crt');
  for (const [service, { certificate, key }] of Object.entries(certificates.of)) {
    write(certificate, service, 'tls.crt');
    write(key, service, 'tls.key');
  }
  // Secrets that servers already know remain.
  const keep = (content: string, ...path: string[]) => {
    if (!existsSync(file(...path))) write(content, ...path);
  };
  for (const service of BACKED_SERVICES) {
    keep(seed(), service, 'nats.seed');
    keep(password(), service, 'mongo.password');
  }
  keep(randomBytes(96).toString('base64'), 'mongod', 'keyfile');
  keep(password(), 'mongod', 'admin.password');
  write(keys.treasurySecret, 'disbursement', 'treasury.secret');
  write(keys.treasurySecret, 'treasury', 'treasury.secret');
  write(keys.treasuryKey, 'treasury', 'treasury.key');
  write('', 'complete');
}

function writerOf(file: (...path: string[]) => string) {
  return (content: string, ...path: string[]) =>
    withFileProblems(file(), () => {
      mkdirSync(dirname(file(...path)), { recursive: true, mode: 0o700 });
      writeFileSync(file(...path), content, { mode: 0o600 });
    });
}

function seed(): string {
  return new TextDecoder().decode(nkeys.createUser().getSeed());
}

function publicKeyOf(seed: string): string {
  return nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
