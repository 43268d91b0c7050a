import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programOf } from '@duixian/local';
import { dataFolder, readLocalKeys, readSystemState } from '@duixian/local/folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contract } from './items.ts';
import { Stage } from './stage.ts';

const CLI = await programOf('duixian');
const QUIET = '--disable-warning=ExperimentalWarning';
const PATIENCE_MS = 120_000;

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

function duixian(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [QUIET, CLI, ...words], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe('a system on this machine', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  }, PATIENCE_MS);
  afterAll(() => stage.close(), PATIENCE_MS);

  it('says of a wrong key that it is wrong, and not that nothing runs', async () => {
    const { code, stdout, stderr } = await duixian('status', '--url', stage.system.url, '--key', 'wrong');
    expect(stderr).toContain('does not know this key');
    expect(stdout).not.toContain('No system runs');
    expect(code).not.toBe(0);
  });

  it('says how it does without computing the digest, which is computed when it is asked for', async () => {
    const folder = stage.system.folder.path;
    const { digest } = await stage.get('/v1/digest');
    const plain = await duixian('status', '--data', folder);
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is on its way.') });
    expect(plain.stdout).not.toContain('digest');
    const json = JSON.parse((await duixian('status', '--json', '--no-digest', '--data', folder)).stdout);
    expect(json).toMatchObject({ running: true, pending: 0, ordering: { suspended: null } });
    expect(json).not.toHaveProperty('digest');
    expect((await duixian('status', '--digest', '--data', folder)).stdout).toContain(digest);
    expect(JSON.parse((await duixian('status', '--json', '--data', folder)).stdout)).toMatchObject({
      digest,
      accounts: 0,
      claims: 0,
    });
  });

  it('keeps everything in its folder from others', () => {
    const { path } = stage.system.folder;
    expect(statSync(path).mode & 0o077).toBe(0);
    const own = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\/(db|jetstream)(\/|$)/.test(entry.parentPath))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(own.length).toBeGreaterThan(20);
    for (const file of own) expect([file, statSync(file).mode & 0o077]).toEqual([file, 0]);
  });

  it('tells wherever it is asked that ordering is suspended', async () => {
    expect(await stage.get('/healthz')).toMatchObject({ status: 'serving', ordering: 'open' });
    await stage.post('/v1/ordering/suspend', { reason: '示例暂停' });
    expect(await stage.get('/healthz')).toMatchObject({ status: 'serving', ordering: 'suspended' });
    const { code, stdout } = await duixian('status', '--data', stage.system.folder.path);
    expect(stdout).toContain('Ordering is suspended since');
    expect(stdout).toContain('示例暂停');
    expect(code).toBe(1);
  });
});

it(
  'a start with a file of programmes that is not there ends, and says which setting is wrong',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'duixian-nope-'));
    const { code, stderr } = await duixian(
      ...['start', '--once', '--port', '0', '--data', dataDir, '--programmes', '/nope'],
    );
    rmSync(dataDir, { recursive: true, force: true });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/disbursement ended while starting.*The configuration is not right/);
    expect(stderr).toMatch(/PROGRAMMES_FILE.*\/nope/);
  },
  PATIENCE_MS,
);

describe('a treasury that is named', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'duixian-named-'));
  let treasury: NamedTreasury;
  beforeAll(async () => {
    treasury = await NamedTreasury.listen(dataDir);
  });
  afterAll(() => {
    treasury.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(
    'gets the orders, and no other one is started',
    async () => {
      const stage = await Stage.open({ on: dataDir, treasuryUrl: treasury.url });
      try {
        expect(stage.isRunning('treasury')).toBe(false);
        await stage.send(contract(90_000_001, {}));
        await stage.until(
          async () => (await stage.allOrders()).some(({ state }) => state === 'accepted'),
          'an order to be accepted',
        );
        let shown = '';
        // A part that is slow to answer is shown as such, once.
        await stage.until(async () => {
          const { code, stdout } = await duixian('status', '--data', dataDir);
          shown = stdout;
          return code === 0;
        }, 'all parts to be well');
        expect(shown).not.toContain('treasury');
      } finally {
        await stage.system.stop();
      }
    },
    PATIENCE_MS,
  );

  it(
    'and does not pay an order keeps no start from going on',
    async () => {
      const words = ['start', '--port', '0', '--data', dataDir, '--treasury-url', treasury.url];
      const started = spawn(process.execPath, [QUIET, CLI, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
      let printed = '';
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk) => {
          printed += chunk;
        });
      try {
        const deadline = performance.now() + 90_000;
        while (!printed.includes('Stop with') && started.exitCode === null && performance.now() < deadline)
          await sleep(200);
        expect(printed).toMatch(/Order \S+ is accepted and not paid yet; the system goes on/);
        expect(printed).toContain('Stop with');
      } finally {
        if (started.kill('SIGTERM')) await once(started, 'exit');
      }
    },
    PATIENCE_MS,
  );
});

/** Accepts every order, and pays all but the very first. */
class NamedTreasury {
  readonly #server: Server;
  readonly #dataDir: string;
  #unpaid: string | undefined;

  private constructor(server: Server, dataDir: string) {
    this.#server = server;
    this.#dataDir = dataDir;
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { orders } = JSON.parse(body) as { orders: { id: string }[] };
        this.#unpaid ??= orders[0]?.id;
        const answers = orders.map(({ id }) => ({ id, status: 'accepted' }));
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ orders: answers }));
        for (const { id } of orders) if (id !== this.#unpaid) setTimeout(() => void this.#pay(id), 300);
      });
    });
  }

  static async listen(dataDir: string): Promise<NamedTreasury> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new NamedTreasury(server, dataDir);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pay(id: string): Promise<void> {
    const folder = dataFolder(this.#dataDir);
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${readLocalKeys(folder).treasuryKey}`,
    };
    const request = { method: 'POST', headers, body: JSON.stringify({ status: 'paid' }) };
    const url = `${readSystemState(folder)?.url}/v1/orders/${id}/status`;
    // The system may be stopping; what it has not received by then does not matter to this test.
    await fetch(url, request).catch(() => undefined);
  }
}
