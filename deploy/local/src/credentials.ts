import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NATS_RIGHTS, permissionsOf } from '@duixian/runtime/nats-rights';
import { nkeys } from '@nats-io/transport-node';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import type { LocalKeys } from './local-keys.ts';

type NatsService = keyof typeof NATS_RIGHTS;

/** Every service with a place on NATS and a database. */
export const BACKED_SERVICES = Object.keys(NATS_RIGHTS) as NatsService[];
const WITH_CERTIFICATE = [...BACKED_SERVICES, 'gateway'];

type NatsUser = {
  readonly nkey: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
};

/** Who may do what on the servers of this system. */
export type ServerAccess = {
  readonly nats: readonly NatsUser[];
  readonly mongo: {
    readonly keyFile: string;
    readonly adminPassword: string;
    readonly users: readonly { readonly database: string; readonly password: string }[];
  };
};

/**
 * Credentials of a system on this machine, made at its first start and kept: one file each, readable by their owner only,
 * as an orchestrator would mount them. Nobody but who starts the servers sees those of all.
 */
export async function keepCredentials(folder: DataFolder, keys: LocalKeys): Promise<ServerAccess> {
  const file = (...path: string[]) => join(folder.secrets, ...path);
  if (!existsSync(file('complete'))) await makeCredentials(file, keys);
  const read = (...path: string[]) =>
    withFileProblems(folder.path, () => readFileSync(file(...path), 'utf8'));
  return {
    nats: BACKED_SERVICES.map((service) => ({
      nkey: publicKeyOf(read(service, 'nats.seed')),
      ...permissionsOf(service),
    })),
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

/** What a service's environment says of its credentials: where they are. */
export function credentialVariables(folder: DataFolder, service: string): Record<string, string> {
  const file = (name: string) => join(folder.secrets, service, name);
  return {
    GRPC_TLS_CERT_FILE: file('tls.crt'),
    GRPC_TLS_KEY_FILE: file('tls.key'),
    GRPC_TLS_CA_FILE: join(folder.secrets, 'authority.crt'),
    ...((BACKED_SERVICES as string[]).includes(service) && {
      NATS_NKEY_SEED_FILE: file('nats.seed'),
      MONGO_PASSWORD_FILE: file('mongo.password'),
    }),
  };
}

/** A password is a part of an address: written so that it is one. */
export function mongoAdminUrl(folder: DataFolder, address: string): string {
  const password = readFileSync(join(folder.secrets, 'mongod', 'admin.password'), 'utf8');
  return `mongodb://admin:${encodeURIComponent(password)}@${address}/?authSource=admin&directConnection=true`;
}

async function makeCredentials(file: (...path: string[]) => string, keys: LocalKeys): Promise<void> {
  const { makeCertificates } = await import('./certificates.ts');
  const certificates = await makeCertificates(WITH_CERTIFICATE);
  const write = (content: string, ...path: string[]) =>
    withFileProblems(file(), () => {
      mkdirSync(dirname(file(...path)), { recursive: true, mode: 0o700 });
      writeFileSync(file(...path), content, { mode: 0o600 });
    });
  write(certificates.authority, 'authority.crt');
  for (const [service, { certificate, key }] of Object.entries(certificates.of)) {
    write(certificate, service, 'tls.crt');
    write(key, service, 'tls.key');
  }
  for (const service of BACKED_SERVICES) {
    write(new TextDecoder().decode(nkeys.createUser().getSeed()), service, 'nats.seed');
    write(password(), service, 'mongo.password');
  }
  write(randomBytes(96).toString('base64'), 'mongod', 'keyfile');
  write(password(), 'mongod', 'admin.password');
  write(keys.treasurySecret, 'disbursement', 'treasury.secret');
  write(keys.treasurySecret, 'treasury', 'treasury.secret');
  write(keys.treasuryKey, 'treasury', 'treasury.key');
  write('', 'complete');
}

function publicKeyOf(seed: string): string {
  return nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
