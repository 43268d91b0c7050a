import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSystemState } from '@duixian/local/folder';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { TraceCollector } from '../e2e/trace-collector.ts';

let collector: TraceCollector;
let stage: Stage;
beforeAll(async () => {
  collector = await TraceCollector.open();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '200';
  stage = await Stage.open();
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await collector?.close();
}, 60_000);

const PLANTED = 'duixian_planted-and-not-to-be-seen-again';

it('shows no secret in logs, in traces, in the list of processes or in what it answers', async () => {
  const secrets = secretsOf(stage.system.folder.secrets);
  expect(secrets.length).toBeGreaterThan(15);
  const refused = await fetch(`${stage.system.url}/v1/digest?key=${PLANTED}`, {
    headers: { authorization: `Bearer ${PLANTED}` },
  });
  const places = new Map([['the answer', await refused.text()]]);
  expect(refused.status).toBe(401);
  await stage.send(contract(1, {}));
  await stage.settled();
  await stage.until(
    async () => collector.spans.some(({ service }) => service === 'disbursement'),
    'traces to arrive',
  );
  places.set('the traces', collector.text);
  for (const [name, { pid }] of Object.entries(readSystemState(stage.system.folder)?.processes ?? {})) {
    for (const file of ['cmdline', 'environ'])
      places.set(`${file} of ${name}`, readFileSync(`/proc/${pid}/${file}`, 'utf8'));
  }
  for (const [path, text] of filesBelow(stage.system.folder.logs)) places.set(path, text);
  for (const log of ['nats/nats.log', 'mongo/mongod.log', 'state.json', 'gateway-access.json'])
    places.set(log, readFileSync(join(stage.system.folder.path, log), 'utf8'));
  for (const [place, text] of places)
    for (const [name, secret] of [...secrets, ['the planted key', PLANTED] as const])
      if (text.includes(secret)) throw new Error(`${name} stands in ${place}`);
});

it('keeps credentials where only their owner reads them', () => {
  const { secrets } = stage.system.folder;
  for (const [path] of filesBelow(secrets)) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
});

it('listens on loopback alone', () => {
  const pids = Object.values(readSystemState(stage.system.folder)?.processes ?? {}).map(({ pid }) => pid);
  const listening = pids.flatMap(listeningAddresses);
  expect(listening.length).toBeGreaterThan(10);
  expect(new Set(listening)).toEqual(new Set(['127.0.0.1']));
});

/** By name, every secret that gives access: whole, or for a key its body. */
function secretsOf(folder: string): [string, string][] {
  const { adminKey, preparerKey, approverKey, treasuryKey } = stage.system.keys;
  const files = filesBelow(folder).filter(([path]) => !path.endsWith('.crt') && !path.endsWith('complete'));
  const pieces = files.flatMap(([path, text]): [string, string][] =>
    path.endsWith('service-keys.json')
      ? [...text.matchAll(/"([\w-]{43})"/g)].map(([, key = '']) => [path, key])
      : [[path, text.split('\n')[path.endsWith('.key') ? 1 : 0] ?? '']],
  );
  return [
    ...pieces.filter(([, text]) => text !== ''),
    ['the admin key', adminKey],
    ["the second preparer's key", preparerKey],
    ["the approver's key", approverKey],
    ['the treasury key', treasuryKey],
  ];
}

function filesBelow(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'utf8')]);
}

/** The addresses on which a process listens, from the kernel's tables. */
function listeningAddresses(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    ),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
      .map((fields) => (table === 'tcp' ? ipOf(fields[1] ?? '') : `tcp6 ${fields[1]}`)),
  );
}

/** `0100007F:1F90` → `127.0.0.1`: the bytes are in reverse order. */
function ipOf(address: string): string {
  return (address.slice(0, 8).match(/../g) ?? [])
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return '';
  }
}
