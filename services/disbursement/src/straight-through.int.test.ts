import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { disbursementV1, entitlementsV1, settingsV1 } from '@duixian/proto';
import { connectDatabase, createLogger, type Database, grpcChannel, grpcClient } from '@duixian/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import {
  type AccountBalances,
  addBalances,
  type Entry,
  emptyBalances,
  project,
} from './ledger/domain/entry.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SERVICE = import.meta.dirname;
const SANDBOX = join(import.meta.dirname, '../../../deploy/sandbox/src');

type ReceivedOrder = { id: string; amountFen: number; payeeName: string; timesReceived: number };
type Client = ReturnType<typeof connectClient>;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage.close());

/** However a test ends, the ledgers equal the projection of their entries. */
afterEach(async () => {
  const ledgers = await stage.database.collection('ledgers').find().toArray();
  const pages = await stage.database.collection('entries').find().sort({ _id: 1 }).toArray();
  for (const { _id: uscc, version, payables } of ledgers) {
    // Entries that were made after the ledger was read are left out.
    const newest = `${uscc}:${String(version).padStart(10, '0')}`;
    const own = pages.filter(({ _id }) => String(_id).startsWith(`${uscc}:`) && String(_id) <= newest);
    const projected = project(own.flatMap(({ entries }) => entries as Entry[]));
    const stored = (payables as AccountBalances[]).map(balancesOf);
    expect(projected.toSorted(byAccount)).toEqual(stored.toSorted(byAccount));
  }
});

describe('an entitlement', () => {
  it('becomes an order that the treasury pays', async () => {
    await stage.publish(due('A1', 20_000n, 1n));
    await until(async () => (await stage.states('A1'))[0] === 'paid');
    const [order] = await stage.orders('A1');
    expect(order).toMatchObject({ id: 'A1-2019-sharing-1', payeeName: 'A1 公司', amountFen: 20_000n });
    expect(await stage.received('A1')).toMatchObject([
      {
        id: 'A1-2019-sharing-1',
        amountFen: 20_000,
        purpose: '2019年度 科研设施与仪器共享 奖补',
        timesReceived: 1,
      },
    ]);
    expect(await payables('A1')).toMatchObject([
      { entitledFen: 20_000n, orderedFen: 20_000n, paidFen: 20_000n, openFen: 0n, holds: [] },
    ]);
  });

  it('that comes again, late, or in pieces makes no order twice', async () => {
    for (const [fen, version] of [
      [300n, 3n],
      [100n, 1n],
      [300n, 3n],
      [200n, 2n],
      [350n, 4n],
    ] as const) {
      await stage.publish(due('A2', fen, version));
    }
    await until(async () => total(await stage.orders('A2')) === 350n);
    await stage.publish(due('A2', 350n, 4n));
    await sleep(300);
    expect(total(await stage.orders('A2'))).toBe(350n);
  });

  it('that falls after payment is recovered from what comes next', async () => {
    await stage.publish(due('A3', 100n, 1n));
    await until(async () => (await stage.states('A3'))[0] === 'paid');
    await stage.publish(due('A3', 40n, 2n));
    await until(async () => (await payables('A3'))[0]?.recoverableFen === 60n);
    await stage.publish({ ...due('A3', 90n, 1n), accounts: [account('facilitation', 90n, 1n)] });
    await until(async () => (await stage.orders('A3')).length === 2);
    expect((await stage.orders('A3')).map(({ amountFen }) => amountFen)).toEqual([100n, 30n]);
    expect((await payables('A3')).map(({ openFen, nettedOutFen }) => [openFen, nettedOutFen])).toEqual([
      [0n, 60n],
      [0n, -60n],
    ]);
  });

  it('follows a branch to its parent, and back', async () => {
    await stage.publish(due('B4', 100n, 1n));
    await until(async () => (await stage.states('B4'))[0] === 'paid');
    await stage.publish(
      { ...due('A4', 130n, 1n), entityVersion: 1n, members: ['A4', 'B4'] },
      { ...due('B4', 0n, 2n), entityVersion: 1n },
    );
    await until(async () => total(await stage.orders('A4')) === 30n);
    expect((await payables('A4')).map(({ uscc, openFen }) => [uscc, openFen])).toEqual([
      ['A4', 100n],
      ['B4', -100n],
    ]);
    await stage.publish(
      { ...due('A4', 30n, 2n), entityVersion: 2n },
      { ...due('B4', 100n, 3n), entityVersion: 2n },
    );
    await until(async () => (await payables('B4')).length === 1);
    expect((await payables('B4'))[0]).toMatchObject({ openFen: 0n, paidFen: 100n });
    expect(await payables('A4')).toMatchObject([{ openFen: 0n }]);
  });

  it('waits while a hold stands, and says so', async () => {
    await stage.publish({ ...due('A5', 100n, 1n), entityVersion: 1n, holds: ['HOLD_REASON_PARENT_CIRCLE'] });
    await until(async () => (await payables('A5'))[0]?.openFen === 100n);
    expect((await payables('A5'))[0]?.holds).toEqual(['parent-circle']);
    await stage.publish({ ...due('A5', 100n, 1n), entityVersion: 2n, accounts: [] });
    await until(async () => (await stage.states('A5'))[0] === 'paid');
  });

  it('keeps the trace of the message that caused it', async () => {
    await stage.publishTraced('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', due('A6', 5n, 1n));
    await until(async () => (await stage.orders('A6')).length === 1);
    const stored = await stage.database.collection('orders').findOne({ entity: 'A6' });
    expect(stored?.['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
  });
});

describe('the treasury', () => {
  it('rejects: the amount waits for an officer, and goes out under a new id', async () => {
    await stage.behave({
      rules: [{ id: 'T1-2019-sharing-1', plan: { does: 'reject', reason: '账户已销户' } }],
    });
    await stage.publish(due('T1', 700n, 1n));
    await until(async () => (await stage.states('T1'))[0] === 'rejected');
    expect((await stage.orders('T1'))[0]?.treasuryReason).toBe('账户已销户');
    const release = () =>
      stage.disbursement.releaseOrder({ id: 'T1-2019-sharing-1', by: 'officer-li', reason: '新账户已确认' });
    expect((await release()).order?.release).toMatchObject({ by: 'officer-li', reason: '新账户已确认' });
    await expect(release()).rejects.toThrow('it was released before');
    await until(async () => (await stage.states('T1'))[1] === 'paid');
    expect((await stage.received('T1')).map(({ id }) => id)).toEqual([
      'T1-2019-sharing-1',
      'T1-2019-sharing-2',
    ]);
    const late = await stage.disbursement.recordStatus({
      id: 'T1-2019-sharing-1',
      state: 'ORDER_STATE_PAID',
      reason: '',
      reference: '',
      by: '',
    });
    expect(late).toMatchObject({
      effect: 'STATUS_EFFECT_CONTRADICTION',
      order: { state: 'ORDER_STATE_REJECTED' },
    });
    expect((await payables('T1'))[0]).toMatchObject({ orderedFen: 700n, paidFen: 700n, openFen: 0n });
  });

  it('returns what it paid: it counts as unpaid until released', async () => {
    await stage.behave({ rules: [{ id: 'T2-2019-sharing-1', plan: { does: 'return' } }] });
    await stage.publish(due('T2', 80n, 1n));
    await until(async () => (await stage.states('T2'))[0] === 'returned');
    expect((await payables('T2'))[0]).toMatchObject({ orderedFen: 80n, paidFen: 0n, openFen: 0n });
    await stage.disbursement.releaseOrder({ id: 'T2-2019-sharing-1', by: 'officer-li', reason: 'checked' });
    await until(async () => (await stage.states('T2'))[1] === 'paid');
    expect((await payables('T2'))[0]).toMatchObject({ orderedFen: 80n, paidFen: 80n });
  });

  it('is down and comes back: orders wait and nothing else stops', async () => {
    await stage.endTreasury();
    for (let entity = 0; entity < 5; entity++) await stage.publish(due(`D${entity}`, 10n, 1n));
    await until(async () => (await stage.states('D4'))[0] === 'issued');
    await sleep(700);
    await stage.startTreasury();
    for (let entity = 0; entity < 5; entity++)
      await until(async () => (await stage.states(`D${entity}`))[0] === 'paid');
    expect(await stage.received('D0')).toMatchObject([{ timesReceived: 1 }]);
  });

  it('breaks off its answers and repeats its statuses: one order, paid once', async () => {
    await stage.behave({ plan: { dropAnswers: 2, repeat: 3 } });
    await stage.publish(due('T3', 60n, 1n));
    await until(async () => (await stage.states('T3'))[0] === 'paid');
    await stage.behave({});
    expect(await stage.orders('T3')).toHaveLength(1);
    expect((await payables('T3'))[0]).toMatchObject({ paidFen: 60n });
  });

  it('answers conflict: the order is held, the others go on', async () => {
    await stage.endTreasury();
    await stage.publish(due('C1', 1n, 1n), due('C2', 2n, 1n));
    await until(async () => (await stage.states('C2')).length === 1);
    // Changes the database by hand, which nothing else may do, so that the treasury first knows the id with
    // other content.
    const orders = stage.database.collection('orders');
    await stage.startTreasury();
    await until(async () => (await stage.states('C1'))[0] === 'paid');
    await orders.updateOne(
      { entity: 'C1' },
      { $set: { state: 'issued', amountFen: 9n, nextAttemptAt: new Date() } },
    );
    await until(async () => (await stage.orders('C1'))[0]?.contradiction !== '');
    expect((await stage.orders('C1'))[0]?.contradiction).toContain('other content');
    await orders.updateOne({ entity: 'C1' }, { $set: { amountFen: 1n } });
    await until(async () => (await stage.states('C2'))[0] === 'paid');
  });
});

describe('a killed process', () => {
  it('leaves orders that are pushed after its restart, under the same id and with the same content', async () => {
    await stage.endTreasury();
    await stage.publish(due('K1', 123n, 1n));
    await until(async () => (await stage.orders('K1')).length === 1);
    const [before] = await stage.orders('K1');
    await stage.endService('SIGKILL');
    await stage.startTreasury();
    await stage.startService();
    await until(async () => (await stage.states('K1'))[0] === 'paid');
    const [received] = await stage.received('K1');
    expect(received).toMatchObject({
      id: before?.id,
      amountFen: 123,
      payeeName: before?.payeeName,
      timesReceived: 1,
    });
  });

  it('in the middle of many loses none and doubles none', async () => {
    const entities = Array.from({ length: 300 }, (_, index) => `M${index}`);
    await Promise.all(entities.map((entity) => stage.publish(due(entity, 7n, 1n))));
    await sleep(120);
    await stage.endService('SIGKILL');
    await stage.startService();
    const mine = { entity: /^M/ };
    const orders = stage.database.collection('orders');
    // What the killed process had received and not acknowledged is delivered again after the server's
    // acknowledgement timeout.
    await until(
      async () => (await orders.countDocuments({ ...mine, state: 'paid' })) === entities.length,
      90_000,
    );
    expect(await orders.countDocuments(mine)).toBe(entities.length);
    expect(await stage.received('M299')).toHaveLength(1);
  }, 120_000);
});

describe('two processes', () => {
  it('never order the same yuan twice, and skip nothing in the pull list', async () => {
    const first = stage.service;
    await stage.startService();
    for (let version = 1n; version <= 60n; version++) {
      await Promise.all([0, 1, 2].map((entity) => stage.publish(due(`R${entity}`, version * 10n, version))));
    }
    const paid = async () =>
      total((await stage.orders('R2')).filter(({ state }) => state === 'ORDER_STATE_PAID'));
    await until(async () => (await paid()) === 600n);
    for (const entity of ['R0', 'R1']) await until(async () => total(await stage.orders(entity)) === 600n);
    const ids = await stage.database.collection('orders').distinct('_id');
    expect((await pulled()).sort()).toEqual(ids.map(String).sort());
    first?.kill('SIGTERM');
  });
});

describe('an entitlement that must stand for a while', () => {
  it('is ordered when it has, and not before', async () => {
    await stage.endService('SIGTERM');
    await stage.startService({ SETTLE_FOR_MS: '1500' });
    await stage.agreeToSettings();
    await stage.publish(due('S1', 100n, 1n));
    await until(async () => (await payables('S1'))[0]?.holds[0] === 'settling');
    await stage.publish(due('S1', 30n, 2n));
    await until(async () => (await stage.orders('S1')).length > 0);
    expect((await stage.orders('S1')).map(({ amountFen }) => amountFen)).toEqual([30n]);
  });
});

describe('an entity that needs an account', () => {
  it('waits and says so, and is paid once whoever confirms one, and however often', async () => {
    await stage.endService('SIGTERM');
    await stage.startService({ NEEDS_PAYEE: 'true' });
    await stage.agreeToSettings();
    await stage.publish(due('N1', 100n, 1n));
    await until(async () => (await payables('N1'))[0]?.holds[0] === 'no-payee');
    const value = {
      accountName: 'N1公司',
      accountNo: '6222021702',
      bankName: '某银行',
      bankCode: '102491002010',
    };
    const change = (by: string, act: disbursementV1.ChangePayeeRequest['act']) =>
      stage.disbursement.changePayee({ entity: 'N1', by, because: 'letter', act, sharedBecause: '' });
    await change('Li', { $case: 'propose', value });
    await expect(change('Li', { $case: 'confirm', value: 1 })).rejects.toThrow('another person has to');
    const people = ['Wang', 'Zhao', 'Qian'];
    const answers = await Promise.all(people.map((by) => change(by, { $case: 'confirm', value: 1 })));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    await until(async () => (await stage.states('N1'))[0] === 'paid');
    expect(await stage.orders('N1')).toMatchObject([{ amountFen: 100n, payeeAccountNo: '6222021702' }]);
  });
});

function due(entity: string, fen: bigint, version: bigint): entitlementsV1.EntityState {
  const accounts = [account('sharing', fen, version)];
  const whole = { part: 0, parts: 0, accountsOnly: false, memberVersions: [] };
  return { entity, name: `${entity} 公司`, entityVersion: 0n, holds: [], members: [], accounts, ...whole };
}

function account(group: string, fen: bigint, version: bigint): entitlementsV1.AccountState {
  return { year: 2019, group, version, claimedFen: fen, entitledFen: fen, beyondExact: false };
}

async function payables(entity: string) {
  return (await stage.disbursement.listPayables({ entity, after: '', limit: 0 })).payables;
}

function total(orders: readonly { amountFen: bigint }[]): bigint {
  return orders.reduce((sum, { amountFen }) => sum + amountFen, 0n);
}

/** Reads everything page by page, as a treasury that pulls would. */
async function pulled(): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const page = await stage.disbursement.listOrders({
      after,
      limit: 7,
      entity: '',
      state: 'ORDER_STATE_UNSPECIFIED',
      waits: 'ORDER_WAITS_UNSPECIFIED',
    });
    if (page.orders.length === 0) return ids;
    ids.push(...page.orders.map(({ id }) => id));
    after = page.next;
  }
}

/** The sums alone. */
function balancesOf(payable: AccountBalances): AccountBalances {
  const ledgerSession = emptyBalances(payable.year, payable.group);
  addBalances(ledgerSession, payable);
  return ledgerSession;
}

function byAccount(a: AccountBalances, b: AccountBalances): number {
  return a.year - b.year || a.group.localeCompare(b.group);
}

/**
 * The world around disbursement, for its integration tests: real servers, its own processes, the sandbox
 * treasury, and an endpoint through which the treasury's statuses arrive. A test plays awards by calling
 * `publish`.
 */
class Stage {
  #address = '';
  readonly #infrastructure: TestInfrastructure;
  readonly #folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
  readonly #processes = new Set<ChildProcess>();
  readonly #treasuryPort: number;
  readonly database: Database;
  readonly nats: Nats;
  readonly door: Server;
  client: Client | undefined;
  service: ChildProcess | undefined;
  #treasury: ChildProcess | undefined;

  private constructor(
    infrastructure: TestInfrastructure,
    database: Database,
    nats: Nats,
    treasuryPort: number,
  ) {
    this.#infrastructure = infrastructure;
    this.database = database;
    this.nats = nats;
    this.#treasuryPort = treasuryPort;
    this.door = statusDoor(() => this.disbursement);
  }

  static async open(): Promise<Stage> {
    const infrastructure = await startTestInfrastructure();
    const database = await connectDatabase(infrastructure.mongo.url, 'duixian_disbursement');
    const nats = await connectNats(infrastructure.nats.url, 'test', createLogger('test', 'silent'));
    const stage = new Stage(infrastructure, database, nats, await freePort());
    stage.door.listen(0, '127.0.0.1');
    await once(stage.door, 'listening');
    await stage.startTreasury();
    await stage.startService();
    return stage;
  }

  async close(): Promise<void> {
    for (const child of this.#processes) await end(child, 'SIGTERM');
    this.client?.close();
    this.door.closeAllConnections();
    this.door.close();
    await this.nats.close();
    await this.database.client.close();
    await this.#infrastructure.stop();
    rmSync(this.#folder, { recursive: true });
  }

  get disbursement(): Client {
    if (!this.client) throw new Error('the service runs');
    return this.client;
  }

  /** A process of the service; requests go to the newest. */
  async startService(environment: Record<string, string> = {}): Promise<ChildProcess> {
    const { child, listening } = await this.#start(join(SERVICE, 'main.ts'), {
      ENVIRONMENT: 'development',
      MONGO_URL: this.#infrastructure.mongo.url,
      NATS_URL: this.#infrastructure.nats.url,
      AWARDS_ADDRESS: '127.0.0.1:1',
      TREASURY_URL: this.#treasuryUrl,
      NEEDS_PAYEE: 'false',
      TREASURY_SECRET_FILE: this.#secretFile('treasury.secret', SECRET),
      LOG_LEVEL: 'info',
      ...environment,
    });
    this.client?.close();
    this.client = connectClient(String(listening['grpc']));
    this.#address = String(listening['grpc']);
    this.service = child;
    return child;
  }

  #secretFile(name: string, secret: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, secret);
    return path;
  }

  /** Two persons put the settings that the start found in force. */
  async agreeToSettings(): Promise<void> {
    const client = grpcClient(settingsV1.SettingsServiceClient, grpcChannel(this.#address));
    const { offered } = await client.getSettings({});
    const digest = offered?.digest ?? '';
    const by = (person: string, scope: string) => ({ person, key: person, machine: false, scopes: [scope] });
    const change = { digest, because: 'minutes' };
    await client.changeSettings({ ...change, actor: by('li', 'prepare'), step: 'STEP_PROPOSE' });
    await client.changeSettings({ ...change, actor: by('wang', 'approve'), step: 'STEP_APPLY' });
    client.close();
  }

  async endService(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.service) await end(this.service, signal);
  }

  async startTreasury(): Promise<void> {
    const { port } = this.door.address() as AddressInfo;
    const { child } = await this.#start(join(SANDBOX, 'main.ts'), {
      HTTP_ADDRESS: `127.0.0.1:${this.#treasuryPort}`,
      TREASURY_SECRET_FILE: this.#secretFile('treasury.secret', SECRET),
      TREASURY_KEY_FILE: this.#secretFile('treasury.key', 'treasury-key'),
      GATEWAY_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: join(this.#folder, 'treasury'),
    });
    this.#treasury = child;
  }

  async endTreasury(): Promise<void> {
    if (this.#treasury) await end(this.#treasury, 'SIGKILL');
  }

  async behave(behaviour: object): Promise<void> {
    const response = await fetch(`${this.#treasuryUrl}/behaviour`, {
      method: 'PUT',
      body: JSON.stringify(behaviour),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** What the treasury received for one payee. */
  async received(payeeUscc: string): Promise<ReceivedOrder[]> {
    const response = await fetch(`${this.#treasuryUrl}/orders`);
    const { orders } = (await response.json()) as { orders: (ReceivedOrder & { payeeUscc: string })[] };
    return orders.filter((order) => order.payeeUscc === payeeUscc);
  }

  /** Publishes one message as awards would. */
  async publish(...entities: entitlementsV1.EntityState[]): Promise<void> {
    await this.publishTraced('', ...entities);
  }

  async publishTraced(traceparent: string, ...entities: entitlementsV1.EntityState[]): Promise<void> {
    const payload = entitlementsV1.EntitlementsChanged.encode({ entities }).finish();
    const carried = headers();
    if (traceparent !== '') carried.set('traceparent', traceparent);
    await this.nats.jetstream.publish('duixian.entitlements.changed', payload, { headers: carried });
  }

  async orders(entity: string): Promise<disbursementV1.Order[]> {
    const { orders } = await this.disbursement.listOrders({
      entity,
      after: '',
      limit: 1_000,
      state: 'ORDER_STATE_UNSPECIFIED',
      waits: 'ORDER_WAITS_UNSPECIFIED',
    });
    return orders;
  }

  /** The states of an entity's orders, in the order of issue. */
  async states(entity: string): Promise<string[]> {
    return (await this.orders(entity)).map(({ state }) => state.replace('ORDER_STATE_', '').toLowerCase());
  }

  get #treasuryUrl(): string {
    return `http://127.0.0.1:${this.#treasuryPort}`;
  }

  async #start(program: string, environment: Record<string, string>) {
    const child = spawn(process.execPath, [program], {
      env: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#processes.add(child);
    child.once('exit', () => this.#processes.delete(child));
    return { child, listening: await untilListening(child) };
  }
}

async function until(condition: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`The condition did not become true within ${withinMs} ms.`);
    await sleep(25);
  }
}

function connectClient(address: string) {
  return grpcClient(disbursementV1.DisbursementServiceClient, grpcChannel(address));
}

/** Reads the output to its end: a process whose pipe is full blocks. */
function untilListening(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the process ended before it listened')));
    if (!child.stdout) throw new Error('its output is piped');
    createInterface(child.stdout).on('line', (line) => {
      const logged = JSON.parse(line) as Record<string, unknown>;
      if (logged['msg'] === 'listening') resolve(logged);
    });
  });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** The gateway's endpoint for statuses: `POST /v1/orders/{id}/status`. */
function statusDoor(disbursement: () => Client): Server {
  return createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const id = decodeURIComponent(request.url?.split('/')[3] ?? '');
      const { status, reason } = JSON.parse(body) as { status: string; reason: string };
      const state = disbursementV1.orderStateFromJSON(`ORDER_STATE_${status.toUpperCase()}`);
      disbursement()
        .recordStatus({ id, state, reason, reference: '', by: '' })
        .then(
          () => response.writeHead(200).end('{}'),
          () => response.writeHead(503).end('{}'),
        );
    });
  });
}
