import { setTimeout as sleep } from 'node:timers/promises';
import { City, Random } from '@duixian/testing';
import type { Item } from '../e2e/items.ts';
import { Officers, type Person } from '../e2e/officers.ts';
import { writeProgrammes } from '../e2e/programmes.ts';
import { type Order, Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';

const PARTS = ['disbursement', 'mongod', 'gateway'] as const;
const PROGRAMME = 'institutions';
const RUN = 'R1';
const BUDGET_FEN = 10_000_000;
/** A step takes about a second where nothing is killed. */
const LONGEST_WAIT_MS = 400;
/** Statuses that arrive twice, and answers that are lost, while everything is killed. */
const BEHAVIOUR = {
  plan: { does: 'pay', repeat: 2 },
  rules: [{ every: 7, plan: { does: 'pay', dropAnswers: 1 } }],
};
/** Who takes each step of a payment run; nobody approves what they prepared. */
const STEPS: readonly (readonly [Person, string, string])[] = [
  ['ann', 'publish', 'published'],
  ['chen', 'approve', 'approved'],
  ['ann', 'issue', 'issued'],
];

export type KilledRunOptions = {
  readonly seed: number;
  readonly lines: number;
  /** The number of kills for each of disbursement, MongoDB and the gateway. */
  readonly killsOfEach: number;
  report(sentence: string): void;
};

export type KilledRunTally = {
  readonly seed: number;
  readonly lines: number;
  readonly kills: number;
  /** The state of the payment run when something was killed. */
  readonly killedDuring: Record<string, number>;
  readonly wrong: string[];
};

/**
 * A payment run is published, approved, issued and paid while disbursement, its database and the gateway are killed at
 * moments that the seed chooses. Officers repeat what was not answered. Then every line has exactly one order.
 */
export async function killedRun(options: KilledRunOptions): Promise<KilledRunTally> {
  const { seed, lines, killsOfEach, report } = options;
  const random = new Random(seed);
  const file = await writeProgrammes(['import-technology']);
  const stage = await Stage.open({ programmesFile: file.path });
  try {
    const officers = await Officers.of(stage);
    await stage.treasuryDoes(BEHAVIOUR);
    await stage.send(...buyersOf(lines));
    await stage.settled();
    await officers.appropriate(PROGRAMME, BUDGET_FEN);
    const victims = random.shuffled(PARTS.flatMap((part) => Array(killsOfEach).fill(part) as string[]));
    const killedDuring = await takeThrough(stage, officers, random, victims);
    report(`seed ${seed}: ${victims.length} kills are over, ${JSON.stringify(killedDuring)}`);
    const { wrong } = await whatIsWrong(stage);
    wrong.push(...(await whatIsWrongWithRun(stage, officers, lines)));
    return { seed, lines, kills: victims.length, killedDuring, wrong };
  } finally {
    await stage.close();
    await file.remove();
  }
}

/** Each buyer is due something for a contract of its own. */
function buyersOf(lines: number): Item[] {
  const city = new City({ entities: lines, institutions: 1 });
  return Array.from({ length: lines }, (_, index) => city.contract(index, { intermediary: null }) as Item);
}

/** Each step gets its share of the kills. Returns how many of them came during each step, or between steps. */
async function takeThrough(
  stage: Stage,
  officers: Officers,
  random: Random,
  victims: readonly string[],
): Promise<Record<string, number>> {
  const killedDuring: Record<string, number> = {};
  await officers.draft(RUN, PROGRAMME);
  for (const [index, [person, step, state]] of STEPS.entries()) {
    const own = victims.filter((_, number) => number % STEPS.length === index);
    const taken = takeStep(stage, officers, person, step);
    const [run] = await Promise.all([taken, killAll(stage, random, own, killedDuring)]);
    if (run.state !== state) throw new Error(`the run is ${run.state} after ${step}`);
  }
  return killedDuring;
}

/** A step that is not answered is requested again, which has no effect where it was done. */
async function takeStep(stage: Stage, officers: Officers, person: Person, step: string) {
  await insist(stage, () => officers.do(person, `/v1/runs/${RUN}/${step}`), step);
  return officers.worked(RUN);
}

async function insist(stage: Stage, act: () => Promise<unknown>, what: string): Promise<void> {
  await stage.until(async () => {
    await act();
    return true;
  }, `${what} to be answered`);
}

/** One after the other, each some time after the system answered again. */
async function killAll(
  stage: Stage,
  random: Random,
  victims: readonly string[],
  during: Record<string, number>,
): Promise<void> {
  for (const victim of victims) {
    let at = '';
    await stage.until(async () => {
      const { state, step } = await stage.get(`/v1/runs/${RUN}`);
      at = step ?? state;
      return true;
    }, 'the system to answer');
    await sleep(random.below(LONGEST_WAIT_MS));
    await stage.until(async () => stage.isRunning(victim), `${victim} to run`);
    process.kill(stage.pidOf(victim), 'SIGKILL');
    during[at] = (during[at] ?? 0) + 1;
  }
}

/** Every line has one order with its amount, and the payment run reserves nothing any more. */
async function whatIsWrongWithRun(stage: Stage, officers: Officers, expected: number): Promise<string[]> {
  const found: string[] = [];
  const be = (what: string, is: unknown, right: unknown) => {
    if (is !== right) found.push(`${what}: ${is}, and ${right} would be right`);
  };
  const lines = await officers.lines(RUN);
  const orders = new Map((await stage.allOrders()).map((order) => [order.id, order]));
  be('lines', lines.length, expected);
  be('orders', orders.size, expected);
  for (const { entity, order, issuedFen, out } of lines) {
    be(`why the line of ${entity} is out`, out, null);
    be(`order of ${entity}`, order, `${RUN}-${entity}`);
    be(`amount of order ${order}`, orders.get(order)?.amountFen, issuedFen);
  }
  const orderedFen = sum([...orders.values()], ({ amountFen }: Order) => amountFen);
  const run = await stage.get(`/v1/runs/${RUN}`);
  for (const step of ['draftFen', 'publishedFen', 'approvedFen', 'issuedFen'])
    be(`${step} of the run`, run[step], orderedFen);
  const budget = await officers.budget(PROGRAMME);
  be('committed', budget.committedFen, 0);
  be('ordered of the budget', budget.orderedFen, orderedFen);
  be('paid of the budget', budget.paidFen, orderedFen);
  const result = (await stage.lines('/v1/result')).flatMap(({ payable }) => payable ?? []);
  be(
    'reserved',
    sum(result, ({ reservedFen }) => reservedFen),
    0,
  );
  be(
    'paid',
    sum(result, ({ paidFen }) => paidFen),
    orderedFen,
  );
  be('state of the run', (await officers.step('ann', RUN, 'close')).state, 'closed');
  return found;
}

function sum<StoredRecord>(
  records: readonly StoredRecord[],
  fenOf: (record: StoredRecord) => number,
): number {
  return records.reduce((total, record) => total + fenOf(record), 0);
}
