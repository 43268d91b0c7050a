import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { prepareDataFolder } from './data-folder.ts';
import { identityOf } from './process-identity.ts';
import { writeSystemState } from './system-state.ts';
import { systemStatus } from './system-status.ts';

it.each([
  ['is ready where it listens itself', process.pid, 'ready'],
  ['is not ready where another has its port', process.pid + 1, 'not ready'],
])('a treasury that runs %s', async (_, answering, state) => {
  const server = createServer((_request, answer) => answer.end(JSON.stringify({ pid: answering })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'duixian-status-')));
  const treasury = identityOf(process.pid);
  if (!treasury) throw new Error('this process runs');
  writeSystemState(folder, {
    url: 'http://127.0.0.1:1',
    ports: { 'treasury.http': port },
    processes: { treasury },
  });
  const { parts } = await systemStatus(folder);
  expect(parts.find(({ name }) => name === 'treasury')).toMatchObject({ state, pid: process.pid });
  expect(parts.find(({ name }) => name === 'mongod')).toMatchObject({ state: 'stopped' });
  server.close();
});
