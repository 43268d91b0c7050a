import { Random } from '@duixian/testing';
import { expect, it } from '@jest/globals';
import { entitled } from '../../../testing/ledger-history.ts';
import { faultsOf, faultsWhenQuiet } from '../../../testing/run-faults.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { isForOfficer, type Order } from '../../orders/domain/order.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';

const HISTORIES = 300;
const STEPS = 300;
const USCCS = ['A', 'B', 'C', 'D', 'E'];
const RUNS = ['R1', 'R2', 'R3', 'R4'];
const PEOPLE = ['ann', 'bo', 'chen', 'dai'];
const STATUSES = [
  ...(['accepted', 'paid', 'paid', 'paid', 'rejected', 'returned', 'refused-by-treasury'] as const),
];
const AFTER = { draft: 'publish', published: 'approve', approved: 'issue', issued: 'close' } as const;

/** What a set of histories went through: a search that never gets anywhere finds nothing. */
const reached = new Map<string, number>();

it('books, runs and budget agree after every step of random histories, and nothing is ordered twice', () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const random = new Random(seed);
    const history = newHistory(random);
    for (let step = 1; step <= STEPS; step += 1) {
      random.pick(DEEDS)(history, random, BigInt(step));
      const faults = faultsOf(history);
      if (faults.length > 0) throw new Error(`seed ${seed}, step ${step}: ${faults.join('; ')}`);
    }
    tally(history);
    expect({ seed, faults: endIn(history) }).toEqual({ seed, faults: [] });
  }
});

it('those histories go everywhere', () => {
  const places = [
    'run orders',
    'straight orders',
    'replacing',
    'resolved',
    'received',
    'written off',
    'netted',
  ];
  const lines = ['held', 'nothing-open', 'belongs-to-another', 'objection', 'cancelled'];
  const rare = [...places, ...lines].filter((place) => (reached.get(place) ?? 0) < 20);
  expect(rare).toEqual([]);
});

type Deed = (history: RunHistory, random: Random, version: bigint) => void;

const due: Deed = (history, random, version) => {
  const year = random.pick([2018, 2019]);
  history.consume(entitled(random.pick(USCCS), year, 'sharing', BigInt(random.below(100)), version));
};

const members: Deed = (history, random, version) => {
  const root = random.pick(['A', 'B']);
  const own = random.isTrue(0.5) ? [] : [root, random.pick(['C', 'D'])];
  const holds = random.isTrue(0.2) ? (['restating'] as const) : [];
  history.consume(
    entitled(root, 2019, 'sharing', 0n, 0n, { entityVersion: version, members: own, holds, accounts: [] }),
  );
};

/** The next step of a run, by anybody: often the wrong person, who is refused. */
const advance: Deed = (history, random) => {
  const id = random.pick(RUNS);
  const by = random.pick(PEOPLE);
  const run = history.runs.get(id);
  if (!run) history.draft(id, by);
  else if (run.job) history.work(id);
  else if (run.state === 'issued') history.close(id, by);
  else if (run.state in AFTER) history.step(id, AFTER[run.state as 'draft' | 'published' | 'approved'], by);
};

const unexpected: Deed = (history, random) => {
  const id = random.pick(RUNS);
  const does = random.pick(['publish', 'approve', 'issue', 'cancel'] as const);
  history.step(id, does, random.pick(PEOPLE));
};

const object: Deed = (history, random) => {
  const does = random.pick(['object', 'uphold', 'dismiss'] as const);
  const line = anyOf(history.lines, random);
  const { run, entity } = line ?? { run: random.pick(RUNS), entity: random.pick(USCCS) };
  history.changeLine(run, entity, does, random.pick(PEOPLE));
};

const treasury: Deed = (history, random) => {
  const order = anyOf([...history.orders.values()], random);
  if (order) history.status(order.id, random.pick(STATUSES));
};

/** Usually the treasury does what it is asked to do. */
const pays: Deed = (history, random) => {
  const isWaiting = ({ state }: Order) => state === 'issued' || state === 'accepted';
  const order = anyOf([...history.orders.values()].filter(isWaiting), random);
  if (order) history.status(order.id, 'paid');
};

const clear: Deed = (history, random) => {
  const waiting = [...history.orders.values()].filter(isForOfficer);
  const order = anyOf(waiting, random);
  if (order?.contradiction === '') history.release(order.id);
  else if (order) history.resolve(order.id, random.pick(['paid', 'rejected', 'returned'] as const));
};

const recover: Deed = (history, random) => {
  const uscc = random.pick(USCCS);
  history.demand(uscc);
  const id = [...history.recoveries.values()].find(
    (one) => one.entity === uscc && one.state === 'demanded',
  )?.id;
  if (id === undefined) return;
  if (random.isTrue(0.3)) history.writeOff(id);
  else history.receive(id, BigInt(1 + random.below(40)), `bank-${random.below(50)}`);
};

const budget: Deed = (history, random) => {
  history.appropriate(BigInt(300 + random.below(700)));
};

const DEEDS: readonly Deed[] = [
  ...[due, due, due, members, unexpected, object, clear, recover, budget],
  ...[treasury, pays, pays, pays, recover, advance, advance, advance, advance, advance, advance],
];

/** Everything in runs, or straight through up to 20 fen. */
function newHistory(random: Random): RunHistory {
  const history = new RunHistory();
  const mode = random.isTrue(0.5) ? ('straight-through' as const) : ('runs' as const);
  const programme = { ...DEFAULT_PROGRAMME, mode, straightThroughUpToFen: 20n, budgeted: true };
  history.terms = { ...history.terms, programmes: [programme] };
  history.appropriate(1_000n);
  return history;
}

function endIn(history: RunHistory): string[] {
  for (const run of RUNS) {
    history.workOff(run);
    history.step(run, 'cancel', 'ann');
    history.workOff(run);
  }
  return [...faultsOf(history), ...faultsWhenQuiet(history)];
}

function anyOf<StoredRecord>(records: readonly StoredRecord[], random: Random): StoredRecord | undefined {
  return records[random.below(records.length + 1)];
}

function tally(history: RunHistory): void {
  const add = (place: string, count: number) => reached.set(place, (reached.get(place) ?? 0) + count);
  const orders = [...history.orders.values()];
  const causes = [...history.entries.values()].flat().map(({ cause }) => cause);
  add('run orders', orders.filter(({ run }) => run !== '').length);
  add('straight orders', orders.filter(({ run }) => run === '').length);
  add('replacing', orders.filter(({ replaces }) => replaces !== '').length);
  add('resolved', causes.filter(({ kind }) => kind === 'resolution').length);
  add('netted', causes.filter(({ kind }) => kind === 'netting').length);
  add('received', causes.filter((cause) => cause.kind === 'recovery' && cause.step === 'receive').length);
  add(
    'written off',
    causes.filter((cause) => cause.kind === 'recovery' && cause.step === 'write-off').length,
  );
  for (const { out } of history.lines) add(out ?? 'in', 1);
}
