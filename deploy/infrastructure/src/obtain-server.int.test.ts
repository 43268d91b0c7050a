import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { obtainServer, type PinnedServer } from '../obtain/obtain-server.mjs';
import { freePort } from './free-port.ts';
import { isBeforeZlibFix } from './server-binaries.ts';

// The source of servers: a vendor that responds well, badly, slowly or not at all.
const NAME = 'exampled';
const PLATFORM = `${process.platform}-${process.arch}`;
const FOLDER = mkdtempSync(join(tmpdir(), 'duixian-obtain-'));
const HALF = 30_000;

let archive: Buffer;
let vendor: Server;
let url: string;
/** How the vendor responds to the next requests; the last one applies from then on. */
let answers: ('whole' | 'half' | 'silent' | 'gone')[] = [];
let ranges: (string | undefined)[] = [];
let printed: string[] = [];
let cache: string;

beforeAll(async () => {
  const made = join(FOLDER, 'release/bin');
  mkdirSync(made, { recursive: true });
  // Incompressible noise, so that the download has a middle at which it can be interrupted.
  const noise = createHash('sha512').update('x').digest('hex').repeat(1);
  const padding = Array.from({ length: 2_000 }, (_, at) =>
    createHash('sha256').update(`${noise}${at}`).digest('hex'),
  );
  writeFileSync(join(made, NAME), `#!/bin/sh\necho version v8.0.32\nexit 0\n#${padding.join('')}\n`);
  chmodSync(join(made, NAME), 0o755);
  archive = execFileSync('tar', ['-cz', '-C', FOLDER, 'release']);
  vendor = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'silent') return;
    if (answer === 'gone') return void response.writeHead(404).end();
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = archive.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length });
    if (answer === 'half') {
      response.write(rest.subarray(0, HALF));
      // What has arrived but is not yet stored would be lost with the connection.
      void whenKept(from + HALF).then(() => response.destroy());
    } else response.end(rest);
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
});

/** Waits until a download in the cache has this length. */
async function whenKept(bytes: number): Promise<void> {
  const isKept = () => readdirSync(cache).some((file) => statSync(join(cache, file)).size >= bytes);
  while (!isKept()) await sleep(5);
}

beforeEach(() => {
  cache = mkdtempSync(join(FOLDER, 'cache-'));
  ranges = [];
  printed = [];
});

afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
  rmSync(FOLDER, { recursive: true });
});

function pinned(changes: { baseUrl?: string; sha256?: string } = {}): PinnedServer {
  const { baseUrl = url, sha256 = createHash('sha256').update(archive).digest('hex') } = changes;
  return {
    environmentVariable: 'EXAMPLED_BINARY',
    minimumVersion: '8.0',
    versionArguments: ['--version'],
    versionPattern: /v(\d+\.\d+\.\d+)/,
    vendorRelease: { baseUrl, archives: { [PLATFORM]: ['example-8.0.32.tgz', sha256] }, stalledAfterMs: 500 },
    remedy: 'install exampled',
  };
}

const obtain = (server = pinned()) => obtainServer(NAME, cache, (sentence) => printed.push(sentence), server);

describe('a server', () => {
  it("is taken from the vendor's release, and from the cache afterwards", async () => {
    answers = ['whole'];
    expect(await obtain()).toMatchObject({ version: '8.0.32', from: "the vendor's release" });
    expect(printed).toEqual(["exampled: trying the vendor's release, example-8.0.32.tgz …"]);
    expect(await obtain()).toMatchObject({ version: '8.0.32', from: 'the cache' });
    expect(ranges).toHaveLength(1);
    expect(readdirSync(cache)).toEqual([NAME]);
  });

  it('goes on where its download broke off', async () => {
    answers = ['half', 'half', 'whole'];
    await expect(obtain()).rejects.toThrow("tried the vendor's release: ");
    expect(printed[1]).toMatch(/^exampled: not from the vendor's release: .+\.$/);
    await expect(obtain()).rejects.toThrow("tried the vendor's release: ");
    expect(await obtain()).toMatchObject({ version: '8.0.32' });
    expect(ranges).toEqual([undefined, `bytes=${HALF}-`, `bytes=${2 * HALF}-`]);
    expect(printed.join('\n')).toMatch(/exampled: goes on after 0 MiB of 0 MiB …/);
    expect(readdirSync(cache)).toEqual([NAME]);
  });

  it('is not taken with another sum than the pinned one, and nothing of it is kept', async () => {
    answers = ['whole'];
    const wrong = 'a'.repeat(64);
    await expect(obtain(pinned({ sha256: wrong }))).rejects.toThrow(
      /its SHA-256 is [0-9a-f]{64}, but a{64} is pinned/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it.each<[string, () => Promise<PinnedServer>, RegExp]>([
    [
      'nothing listens there',
      async () => pinned({ baseUrl: `http://127.0.0.1:${await freePort()}` }),
      /no connection \(ECONNREFUSED\)/,
    ],
    [
      'the host has no address',
      async () => pinned({ baseUrl: 'http://vendor.invalid' }),
      /no connection \(E[A-Z_]+\)/,
    ],
    ['it falls silent', async () => pinned(), /nothing came for 0\.5 s/],
  ])('is looked for elsewhere within seconds where %s', async (_, server, reason) => {
    answers = ['silent'];
    const since = performance.now();
    const refusal = await obtain(await server()).catch((error: Error) => error.message);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(refusal).toMatch(reason);
    expect(String(refusal).split('\n')).toEqual([
      `exampled could not be obtained for ${PLATFORM}:`,
      '  tried the cache: it is not there',
      '  tried PATH: it is not there',
      expect.stringMatching(/^ {2}tried the vendor's release: /),
      `  tried a Python package that carries it: no package is pinned for ${PLATFORM}`,
      '  tried its Go module: it is not a Go program',
      'What helps: install exampled.',
    ]);
    expect(printed.join('\n')).not.toMatch(/\n\s+at /);
  });

  it('says that the vendor has it no more', async () => {
    answers = ['gone'];
    await expect(obtain()).rejects.toThrow('the download answered HTTP 404');
  });
});

it.each([
  ['6.0.5', true],
  ['6.0.27', false],
  ['7.0.27', true],
  ['7.0.28', false],
  ['7.3.4', true],
  ['8.0.4', true],
  ['8.0.17', false],
  ['8.0.32', false],
  ['8.2.2', true],
  ['8.2.3', false],
  ['9.0.0', false],
])('mongod %s shows memory over zlib: %s', (version, shows) => {
  expect(isBeforeZlibFix(version)).toBe(shows);
});

it('compose runs a mongod without that fault', () => {
  const compose = readFileSync(join(import.meta.dirname, '../../compose.yaml'), 'utf8');
  const [, version = '0.0.0'] = /image: mongo:(\d+\.\d+\.\d+)@/.exec(compose) ?? [];
  expect([version, isBeforeZlibFix(version)]).toEqual([version, false]);
});
