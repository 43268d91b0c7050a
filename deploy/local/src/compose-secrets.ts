import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { natsConfiguration } from '@duixian/infrastructure';
import { keepCredentials, type ServerAccess } from './credentials.ts';
import { dataFolder } from './data-folder.ts';
import { keepLocalKeys } from './local-keys.ts';

/** Every secret that deploy/compose.yaml refers to, and the data folders, created once; existing ones remain. */
export async function makeComposeSecrets(folder: string): Promise<void> {
  for (const server of ['nats', 'mongo', 'prometheus', 'gateway'])
    mkdirSync(join(folder, 'data', server), { recursive: true, mode: 0o700 });
  const files = {
    ...dataFolder(folder),
    secrets: folder,
    keysFile: join(folder, 'keys-in-clear.json'),
    firstPersonsFile: join(folder, 'first-persons.json'),
  };
  const access = await keepCredentials(files, keepLocalKeys(files));
  const write = (name: string, content: string) =>
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  write(
    'nats.conf',
    natsConfiguration({
      listen: '0.0.0.0:4222',
      monitor: '127.0.0.1:8222',
      storeDir: '/data',
      users: access.nats,
    }),
  );
  write('mongo-setup.js', mongoSetup(access.mongo));
}

/**
 * A script for mongosh inside the container, where the first user may be created without a login; it exits with 1 until
 * everything exists.
 */
function mongoSetup({ adminPassword, users }: ServerAccess['mongo']): string {
  return `
const admin = db.getSiblingDB('admin');
const known = () => { try { return admin.auth('admin', ${JSON.stringify(adminPassword)}).ok === 1; } catch { return false; } };
if (!known()) {
  try { rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] }); } catch {}
  if (!db.hello().isWritablePrimary) quit(1);
  admin.createUser({ user: 'admin', pwd: ${JSON.stringify(adminPassword)}, roles: ['root'] });
  if (!known()) quit(1);
}
if (!db.hello().isWritablePrimary) quit(1);
for (const { database, password } of ${JSON.stringify(users)}) {
  const own = db.getSiblingDB(database);
  if (!own.getUser(database)) own.createUser({ user: database, pwd: password, roles: [{ role: 'readWrite', db: database }] });
}
`;
}
