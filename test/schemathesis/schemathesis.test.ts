import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ProgrammesFile, writeProgrammes } from '../e2e/programmes.ts';
import { Stage } from '../e2e/stage.ts';
import { type Caller, configurationFor, type OpenApi } from './configuration.ts';
import { installSchemathesis, type Schemathesis } from './install.ts';
import { fillWorld } from './world.ts';

const READS = ['read', 'read:entity'];
const EXCHANGE = 'urn:duixian:exchange:example';
const FIRM = '91410100170051134L';
const { examples: EXAMPLES, callers: MOST_CALLERS } = numbersOf('interface');
const SEED = 20_170_517;
const PATIENCE_MS = 180_000;

/**
 * The caller with a wrong key comes last, because it uses up the attempts of this address. The short form has the last
 * two: one whose requests are taken, and one whose are not.
 */
const ALL: readonly Caller[] = [
  { name: 'no key', scopes: [], opens: ['open'] },
  { name: 'source', scopes: ['source:*'], opens: ['source'] },
  { name: 'one source', scopes: [`source:${EXCHANGE}`], opens: ['source'] },
  { name: 'read:entity', scopes: [`read:entity:${FIRM}`], opens: ['read:entity'] },
  { name: 'officer', scopes: ['officer'], opens: ['officer'] },
  { name: 'approve', scopes: ['approve'], opens: ['approve'] },
  { name: 'treasury', scopes: ['treasury'], opens: ['treasury'] },
  { name: 'read', scopes: ['read'], opens: READS },
  { name: 'prepare', scopes: ['prepare'], opens: ['prepare'] },
  { name: 'a wrong key', scopes: [], opens: ['open'] },
];
const CALLERS = ALL.slice(-MOST_CALLERS);

let schemathesis: Schemathesis;
let file: ProgrammesFile;
let stage: Stage;
let scratch: string;
let document: OpenApi;
let known: { ids: string[]; usccs: string[] };
let keys: Map<string, string>;

beforeAll(async () => {
  schemathesis = await installSchemathesis();
  scratch = mkdtempSync(join(tmpdir(), 'duixian-schemathesis-'));
  file = await writeProgrammes();
  stage = await Stage.open({ programmesFile: file.path });
  known = await fillWorld(stage);
  document = await stage.get('/openapi.json');
  await stage.post(`/v1/sources/${EXCHANGE}/propose`, {
    ...{ name: '示例交易所', kind: 'exchange', answerableUscc: FIRM, document: '来函' },
    types: ['duixian.contract.v1'],
  });
  const holders = ALL.filter(({ scopes }) => scopes.length > 0);
  keys = await stage.giveKeys(Object.fromEntries(holders.map(({ name, scopes }) => [name, scopes])));
  keys.set('a wrong key', randomBytes(24).toString('base64url'));
}, 480_000);

afterAll(async () => {
  await stage?.close();
  await file?.remove();
  if (scratch) rmSync(scratch, { recursive: true });
}, PATIENCE_MS);

/** Returns the output, and whether nothing was found. */
function runFor(
  caller: Caller,
  source: string,
  ...more: string[]
): Promise<{ isClean: boolean; output: string }> {
  const configuration = join(scratch, 'schemathesis.toml');
  writeFileSync(configuration, configurationFor(caller, document, known));
  const key = caller.name === 'no key' ? [] : ['-H', `Authorization: Bearer ${keys.get(caller.name)}`];
  const bounds = [
    '--seed',
    String(SEED),
    '-n',
    String(EXAMPLES),
    '--no-shrink',
    '--generation-database',
    'none',
  ];
  const phases = ['--phases', 'examples,coverage,fuzzing', '--continue-on-failure'];
  const args = [
    ...schemathesis.before,
    ...['--config-file', configuration, 'run', source, ...key, ...bounds, ...phases],
    ...['--no-color', '--warnings', 'off', '--request-timeout', '30', ...more],
  ];
  return new Promise((resolve) => {
    const options = { env: schemathesis.env, cwd: scratch, maxBuffer: 1 << 28 };
    execFile(schemathesis.program, args, options, (error, stdout, stderr) =>
      resolve({ isClean: error === null, output: `${stdout}${stderr}` }),
    );
  });
}

// This test comes first: after a wrong key, a request from the same address that sent nothing for long has to wait.
it('finds a status that is not documented', async () => {
  const less = structuredClone(document) as { paths: Record<string, Record<string, { responses: object }>> };
  const operation = less.paths['/v1/orders/{id}']?.['get'];
  if (operation) delete (operation.responses as Record<string, unknown>)['404'];
  const path = join(scratch, 'openapi.json');
  writeFileSync(path, JSON.stringify(less));
  const [caller] = ALL.filter(({ name }) => name === 'read');
  const only = ['--url', stage.system.url, '--include-path', '/v1/orders/{id}', '-n', '20'];
  const { isClean, output } = await runFor(caller as Caller, path, ...only);
  expect(isClean).toBe(false);
  expect(output).toContain('Undocumented status code');
});

it.each(CALLERS)(
  'finds nothing with $name',
  async (caller) => {
    const { isClean, output } = await runFor(caller, `${stage.system.url}/openapi.json`);
    const summary = /^ *\d+ generated.*$/m.exec(output)?.[0].trim() ?? 'nothing was generated';
    process.stderr.write(`  ${caller.name}: ${summary}\n`);
    expect(isClean ? '' : output).toBe('');
    expect(output).toMatch(/\d{2,} generated/);
  },
  PATIENCE_MS,
);

it('leaves everything serving', async () => {
  expect(await stage.get('/healthz')).toMatchObject({ status: 'serving' });
});
