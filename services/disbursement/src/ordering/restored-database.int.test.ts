import { createHash } from 'node:crypto';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats, Outbox, Relay } from '@duixian/messaging';
import type { entitlementsV1, reconciliationV1 } from '@duixian/proto';
import {
  type Background,
  Commands,
  connectDatabase,
  createLogger,
  type Database,
  startMetrics,
} from '@duixian/runtime';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { DueScan } from '../entitlements/due-scan.ts';
import { entitlementsChanged } from '../entitlements/entitlements-changed.ts';
import { listPayables } from '../entitlements/list-payables.ts';
import { StatusIntake } from '../orders/status-intake.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { importUnmatched } from '../reconciliation/import-unmatched.ts';
import { reconcile } from '../reconciliation/reconcile-rpc.ts';
import { openReconciliations, type Reconciliations } from '../reconciliation/stored-reconciliations.ts';
import { type Collections, openCollections } from '../unit-of-work/collections.ts';
import { Decider } from '../unit-of-work/decider.ts';
import { readOrdering } from '../unit-of-work/stored-ordering.ts';
import { suspendWhereOlder } from './detect-stale-restore.ts';
import { orderingService } from './ordering-service.ts';

const log = createLogger('restored-test', 'silent');
const metrics = startMetrics('restored-test');
/** Orders are made today, so today's statement is required. */
const DAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
/** What a test leaves behind when it ends early must not block the others. */
const running = new Set<Process>();

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_disbursement');
  nats = await connectNats(servers.nats.url, 'restored-test', log);
});

afterAll(async () => {
  await nats.close();
  await database.client.close();
  await servers.stop();
  await metrics.shutdown();
});

afterEach(() => Promise.all([...running].map((process) => process.stop())));

it('a database restored from a backup orders nothing until it was reconciled, and then nothing twice', async () => {
  let process = await start();
  await process.consume(due('A', 100n, 1n));
  await process.stop();
  const backup = await copyOf(database);

  process = await start();
  expect(await process.ordering()).toMatchObject({ suspended: null });
  await process.consume(due('A', 250n, 2n));
  await process.intake.record('A-2019-sharing-1', { status: 'paid', reason: '' });
  await process.intake.record('A-2019-sharing-2', { status: 'paid', reason: '' });
  expect(await process.orders()).toEqual(['A-2019-sharing-1 100 paid', 'A-2019-sharing-2 150 paid']);
  await process.stop();

  await restore(database, backup);
  process = await start();
  expect(await process.ordering()).toMatchObject({
    suspended: { by: 'disbursement', because: expect.stringContaining('A-2019-sharing-2') },
  });
  await process.consume(due('A', 250n, 2n), due('B', 70n, 1n));
  await process.scanned();
  // Without the suspension, A's 150 would have been ordered a second time here.
  expect(await process.orders()).toEqual(['A-2019-sharing-1 100 issued']);
  expect(await process.waiting('B')).toEqual(['ordering-suspended']);

  await expect(process.resume('nothing')).rejects.toThrow('no reconciliation "nothing"');
  const first = await process.reconcile([line('A-2019-sharing-1', 100n), line('A-2019-sharing-2', 150n)]);
  expect(first).toMatchObject({ missingHere: 1, different: 1 });
  await expect(process.resume(first.id)).rejects.toThrow('missing here');
  await expect(process.importUnmatched(first.id, 'clerk')).rejects.toThrow('another person');
  expect(await process.importUnmatched(first.id, 'officer')).toEqual([['A-2019-sharing-2', '']]);
  // Somebody presses the button twice.
  expect(await process.importUnmatched(first.id, 'officer')).toEqual([['A-2019-sharing-2', '']]);
  await process.intake.record('A-2019-sharing-1', { status: 'paid', reason: 'statement' });
  expect(await process.orders()).toEqual(['A-2019-sharing-1 100 paid', 'A-2019-sharing-2 150 paid']);

  // What waits keeps waiting across a restart.
  await process.stop();
  process = await start();
  const second = await process.reconcile(
    [line('A-2019-sharing-1', 100n), line('A-2019-sharing-2', 150n)],
    true,
  );
  expect(second).toMatchObject({ round: 2, missingHere: 0, different: 0 });
  expect(await process.orders()).toHaveLength(2);
  await expect(process.resume(second.id, [], 'clerk')).rejects.toThrow('another person has to');
  await process.resume(second.id);
  await process.scanned();
  expect(await process.orders()).toEqual([
    'A-2019-sharing-1 100 paid',
    'A-2019-sharing-2 150 paid',
    'B-2019-sharing-1 70 issued',
  ]);
  expect(await process.ordering()).toMatchObject({
    suspended: null,
    past: [{ by: 'disbursement', resumption: { by: 'officer', reconciliationId: second.id } }],
  });
  await process.consume(due('A', 260n, 3n));
  expect((await process.orders())[2]).toBe('A-2019-sharing-3 10 issued');
  await process.stop();
});

it('an officer suspends ordering while decisions run, and no order is made beside it', async () => {
  const process = await start();
  const before = (await process.orders()).length;
  const hearing = Array.from({ length: 30 }, (_, number) => process.consume(due(`C${number}`, 5n, 1n)));
  await process.suspend('a doubt');
  const atSuspension = await process.orders();
  await Promise.all(hearing);
  await process.scanned();
  expect(await process.orders()).toEqual(atSuspension);
  const empty = await process.reconcile([]);
  await expect(process.resume(empty.id)).rejects.toThrow(`the statement of ${DAY} has no line`);
  await process.resume(empty.id, [DAY]);
  await expect(process.resume(empty.id)).rejects.toThrow('not suspended');
  await process.suspend('another doubt');
  await expect(process.resume(empty.id)).rejects.toThrow(
    `each reconciled since: reconcile (again) that of ${DAY}`,
  );
  await process.resume((await process.reconcile([], true)).id, [DAY]);
  await process.scanned();
  expect(await process.orders()).toHaveLength(before + 30);
  await process.stop();
});

it('orders that are missing here are left where they cannot be right', async () => {
  const process = await start();
  await process.consume(due('E', 5n, 1n));
  const { id } = await process.reconcile([
    line('2026-批次-1', 1n),
    line('F-2019-sharing-1', 1n),
    { ...line('E-2019-sharing-7', 1n), payeeName: '别的公司' },
    line('E-2019-sharing-8', 1n),
    line('E-2019-sharing-8', 2n),
  ]);
  const imported = await process.importUnmatched(id, 'officer');
  expect(imported.map(([order, refusal]) => [order, refusal.split(':')[0]])).toEqual([
    ['2026-批次-1', 'its id is none of those that are given here'],
    ['E-2019-sharing-7', 'it was paid to another name than that of the account it names'],
    ['E-2019-sharing-8', 'its lines in the statement contradict each other'],
    ['F-2019-sharing-1', 'nothing is known of the account that it names'],
  ]);
  await process.stop();
});

/** A process of disbursement, as main.ts makes one. */
class Process {
  readonly intake: StatusIntake;
  readonly #collections: Collections;
  readonly #reconciliations: Reconciliations;
  readonly #decider: Decider;
  readonly #background: readonly Background[];
  readonly #relay: Relay;

  constructor(collections: Collections, reconciliations: Reconciliations) {
    this.#collections = collections;
    this.#reconciliations = reconciliations;
    const outbox = new Outbox(database);
    this.#relay = new Relay(outbox, nats, log);
    const runtime = {
      name: 'disbursement',
      configuration: {},
      log,
      meter: metrics.meter,
      database,
      outbox,
      relay: this.#relay,
    };
    this.#decider = new Decider(runtime, collections, {
      programmes: [DEFAULT_PROGRAMME],
      settleForMs: 0,
      needsPayee: false,
    });
    this.intake = new StatusIntake(this.#decider);
    this.#background = [new DueScan(collections, this.#decider, log)];
  }

  start(): void {
    running.add(this);
    this.#relay.start();
    for (const part of this.#background) void part.start();
  }

  async stop(): Promise<void> {
    running.delete(this);
    await Promise.all(this.#background.map((part) => part.stop()));
    await this.#relay.stop();
  }

  consume(...entities: entitlementsV1.EntityState[]): Promise<unknown> {
    return entitlementsChanged(this.#decider).handle([{ message: { entities }, about: '' }]);
  }

  async orders(): Promise<string[]> {
    const found = await this.#collections.orders.find().sort({ _id: 1 }).toArray();
    return found.map(({ _id, amountFen, state }) => `${_id} ${amountFen} ${state}`);
  }

  ordering() {
    return readOrdering(this.#collections);
  }

  async waiting(entity: string): Promise<string[]> {
    const isSuspended = (await this.ordering()).suspended !== null;
    const request = { entity, after: '', limit: 0 };
    const { payables } = await listPayables(
      this.#collections,
      { ...this.#decider.settings, isSuspended },
      request,
    );
    return payables.flatMap(({ holds }) => holds);
  }

  /** Two scans of what is due, a second each, plus a little. */
  scanned(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 2_500));
  }

  async reconcile(
    lines: reconciliationV1.StatementLine[],
    anew = false,
  ): Promise<reconciliationV1.Reconciliation> {
    const hash = createHash('sha256').update(lines.map(({ orderId }) => orderId).join());
    const head = {
      day: DAY,
      fileName: 'statement.csv',
      sha256: hash.digest('hex'),
      by: 'clerk',
      anew,
      lines: lines.length,
    };
    async function* parts(): AsyncGenerator<reconciliationV1.ReconcileRequest> {
      yield { part: { $case: 'head', value: head } };
      yield { part: { $case: 'lines', value: { lines } } };
    }
    const { reconciliation } = await reconcile(this.#collections, this.#reconciliations, parts());
    if (!reconciliation) throw new Error('it is answered');
    return reconciliation;
  }

  async importUnmatched(id: string, by: string): Promise<[string, string][]> {
    const { orders } = await importUnmatched(this.#reconciliations, this.#decider, { id, by });
    return orders.map(({ orderId, refusal }) => [orderId, refusal]);
  }

  suspend(because: string): Promise<unknown> {
    return this.#call('suspendOrdering', { by: 'officer', because, since: '' });
  }

  resume(reconciliationId: string, confirmedDays: string[] = [], by = 'officer'): Promise<unknown> {
    return this.#call('resumeOrdering', { by, reconciliationId, confirmedDays });
  }

  #call(method: string, request: object): Promise<unknown> {
    const { implementation } = orderingService(
      this.#collections,
      this.#reconciliations,
      new Commands(this.#reconciliations.database),
    );
    const call = implementation[method] as (
      call: { request: object },
      callback: (error: { details: string } | null, answer: unknown) => void,
    ) => void;
    return new Promise((resolve, reject) =>
      call({ request }, (error, answer) => (error ? reject(new Error(error.details)) : resolve(answer))),
    );
  }
}

async function start(): Promise<Process> {
  const collections = await openCollections(database);
  const lastPublished = async (subject: string) => {
    const newest = await nats.manager.direct.getMessage('ORDERS', { last_by_subj: subject });
    return newest
      ? { payload: newest.data, place: String(newest.seq), at: newest.time, isProven: undefined }
      : undefined;
  };
  await suspendWhereOlder(collections, lastPublished, log, { asksForProofs: false, mustHold: true });
  const process = new Process(collections, openReconciliations(database));
  process.start();
  return process;
}

type Copy = Map<string, Record<string, unknown>[]>;

async function copyOf(database: Database): Promise<Copy> {
  const copy: Copy = new Map();
  for (const { name } of await database.listCollections().toArray())
    copy.set(name, await database.collection(name).find().toArray());
  return copy;
}

async function restore(database: Database, copy: Copy): Promise<void> {
  for (const { name } of await database.listCollections().toArray()) {
    await database.collection(name).deleteMany({});
    const documents = copy.get(name) ?? [];
    if (documents.length > 0) await database.collection(name).insertMany(documents);
  }
}

function due(entity: string, fen: bigint, version: bigint): entitlementsV1.EntityState {
  const account = {
    year: 2019,
    group: 'sharing',
    version,
    claimedFen: fen,
    entitledFen: fen,
    beyondExact: false,
  };
  return {
    entity,
    name: `${entity} 公司`,
    entityVersion: 0n,
    holds: [],
    members: [],
    accounts: [account],
    part: 0,
    parts: 0,
    accountsOnly: false,
    memberVersions: [],
  };
}

function line(orderId: string, amountFen: bigint): reconciliationV1.StatementLine {
  const payeeName = `${orderId.split('-')[0]} 公司`;
  return { orderId, voucherNo: '', payeeName, payeeAccountNo: '', amountFen, state: 'STATEMENT_STATE_PAID' };
}
