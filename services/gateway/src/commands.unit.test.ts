import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as api from '@duixian/api';
import { expect, it } from '@jest/globals';
import { allEndpoints } from './all-endpoints.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = ['services/*/src/**/*.ts', 'packages/register/src/*.ts'];

/** The RPCs whose handlers are made by `Commands`, by the service that has them. */
function handled(): string[] {
  return globSync(SOURCES, { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const service = /^services\/([^/]+)/.exec(file)?.[1] ?? 'registers';
      const content = readFileSync(join(ROOT, file), 'utf8');
      const rpcs = content.matchAll(/(\w+): commands\.(?:unary|handled|streaming|gathering)\(/g);
      return [...rpcs].map(([, rpc]) => `${service} ${rpc}`);
    });
}

it('what takes a key is carried out by a handler that keeps it, and no other handler does', () => {
  const named = Object.values(api.COMMANDS).map(({ service, rpc }) => {
    const name = rpc.split('/')[1] ?? '';
    return `${service} ${name[0]?.toLowerCase()}${name.slice(1)}`;
  });
  expect([...new Set(named)].sort()).toEqual(handled().sort());
});

it('every endpoint that changes something is in the table of commands, or says why not', () => {
  const posts = allEndpoints.filter(({ method }) => method === 'POST').map(({ path }) => path);
  const tables = { ...api.COMMANDS, ...api.WITHOUT_KEY };
  expect(posts.filter((path) => !(path in tables))).toEqual([]);
});
