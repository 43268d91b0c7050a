import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { keepCredentials } from './credentials.ts';
import { prepareDataFolder } from './data-folder.ts';
import { keepLocalKeys } from './local-keys.ts';

it('credentials of a folder of an earlier release get those of a new service, and servers know the others', async () => {
  const folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'duixian-test-')));
  const keys = keepLocalKeys(folder);
  const read = (...path: string[]) => readFileSync(join(folder.secrets, ...path), 'utf8');
  const before = await keepCredentials(folder, keys);
  expect(await keepCredentials(folder, keys)).toEqual(before);
  const authority = read('authority.crt');
  rmSync(join(folder.secrets, 'partners'), { recursive: true });
  const after = await keepCredentials(folder, keys);
  expect(after.mongo.adminPassword).toBe(before.mongo.adminPassword);
  const isPartners = ({ database }: { database: string }) => database === 'duixian_partners';
  expect(after.mongo.users.filter((user) => !isPartners(user))).toEqual(
    before.mongo.users.filter((user) => !isPartners(user)),
  );
  expect(after.mongo.users.some(isPartners)).toBe(true);
  expect(after.nats.length).toBe(before.nats.length);
  // The key of the earlier authority no longer exists, so all certificates are signed by a new one.
  expect(read('authority.crt')).not.toBe(authority);
  expect(read('partners', 'tls.crt')).toContain('BEGIN CERTIFICATE');
  expect(Buffer.from(read('partners', 'webhook-secrets.key'), 'base64url')).toHaveLength(32);
});
