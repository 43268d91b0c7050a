import { fiscalYearOf, isForOfficer } from '@duixian/disbursement/orders/domain/order';
import { proposalOf } from '@duixian/disbursement/payees/domain/payee';
import type { Run } from '@duixian/disbursement/runs/domain/run';
import { advancesHeld, aimed, duelling } from './aims.ts';
import { answerOf } from './answers.ts';
import { dutyOf, type OfficerRole, programmeWithOpen } from './duties.ts';
import {
  AFTER,
  account,
  budget,
  demands,
  draft,
  line,
  type Request,
  receives,
  releases,
  resolves,
  step,
  writesOff,
} from './officer-acts.ts';
import { accountIn, JUDGE, PEOPLE } from './people.ts';
import type { World } from './world.ts';

const PRESSED_TWICE = 0.15;
/** Two requests at the same time. */
const COPIED = 0.15;
/** A rarely possible request is made when it is possible. */
const AIMED = 0.25;
const DUELS = 0.25;
const RUNS_AT_ONCE = 2;

/** A random request, often wrong; when it is calm, what the role has to do. */
export function turnOf(world: World, role: OfficerRole): void {
  const { random } = world;
  if (!world.isCalm && random.isTrue(DUELS) && duel(world)) return;
  const request = world.isCalm ? (world.unanswered.pop() ?? dutyOf(world, role)) : requestOf(world);
  if (!request) return;
  world.lastRequest = request;
  void press(world, request);
  if (world.isCalm || !random.isTrue(PRESSED_TWICE)) return;
  world.count('pressed twice');
  void press(world, request);
}

/** Two requests at the same time, each to another process. */
function duel(world: World): boolean {
  const [one, other] = world.random.shuffled(world.processesOf('disbursement'));
  const requests = other && duelling(world);
  if (!requests) return false;
  const [first, second] = requests;
  world.count('asked of two processes at once');
  void press(world, first, one);
  void press(world, second, other);
  return true;
}

async function press(
  world: World,
  request: Request,
  process = world.processOf('disbursement'),
): Promise<void> {
  const { what, sentence: states, method, content, onDone, next } = request;
  if (!process) return;
  world.underWay += 1;
  const written = new Set<string>();
  try {
    await world.acting(written, () => process.ask(method, content));
    world.record(states);
    world.count(`${what}: done`);
    onDone?.(world);
    if (next) void press(world, next);
  } catch (error) {
    const { isRefused, details } = answerOf(error);
    world.record(`${states}: refused, ${details}`);
    world.count(`${what}: ${isRefused ? reasonIn(details) : 'not answered'}`);
    if (details.startsWith('a bug')) world.wrong.push(`"${states}" met ${details}`);
    if (isRefused && written.size > 0)
      world.wrong.push(`"${states}" was refused and changed ${[...written].join(', ')}`);
    // The bank has the money, and it may have been booked: the request is repeated until it is answered.
    if (!isRefused && onDone) world.unanswered.push(request);
  } finally {
    world.underWay -= 1;
  }
}

/** The reason of a refusal without its details: runs, orders, codes, amounts. */
function reasonIn(details: string): string {
  return details.replace(/"[^"]*"|\b[0-9A-Z]{18}(-D\d+)?\b/g, '…').replace(/[\d,.]*\d/g, '#');
}

function requestOf(world: World): Request | undefined {
  const { random } = world;
  if (world.lastRequest && random.isTrue(COPIED)) {
    world.count('asked for by two');
    return world.lastRequest;
  }
  const held = random.isTrue(AIMED) ? advancesHeld(world) : undefined;
  const request = held ?? (random.isTrue(AIMED) ? aimed(world) : undefined);
  return request ?? random.pick(MINDS)(world, random.pick(PEOPLE));
}

type Mind = (world: World, by: string) => Request | undefined;

/** The next step of a run, by anybody: often the wrong person. */
const advance: Mind = (world, by) => {
  const { random, store } = world;
  const open = [...store.runs.values()].filter(({ state }) => state !== 'closed' && state !== 'cancelled');
  if (open.length < RUNS_AT_ONCE) {
    const programme = random.isTrue(0.1) ? random.pick(world.programmes).id : programmeWithOpen(world);
    if (programme !== undefined) return draft(`R${store.runs.size + 1}`, programme, filterOf(world), by);
  }
  if (open.length === 0) return undefined;
  const run = random.pick(open);
  const isEmpty = run.state === 'draft' && run.sums.draftFen === 0n;
  const next = isEmpty && random.isTrue(0.8) ? 'cancel' : AFTER[run.state];
  return next && (run.job === null || random.isTrue(0.1)) ? step(run.id, next, by) : undefined;
};

const unexpected: Mind = ({ random, store }, by) =>
  step(
    `R${1 + random.below(store.runs.size + 1)}`,
    random.pick(['publish', 'approve', 'issue', 'cancel', 'close'] as const),
    by,
  );

const object: Mind = ({ random, store }, by) => {
  const published = store.lines.filter(({ run }) => store.runs.get(run)?.state === 'published');
  if (published.length === 0) return undefined;
  const { run, entity, objections } = random.pick(published);
  const isOpen = objections.at(-1)?.outcome === null;
  const change = isOpen
    ? random.pick(['uphold', 'dismiss'] as const)
    : random.pick(['object', 'uphold'] as const);
  return line(run, entity, change, isOpen && random.isTrue(0.5) ? JUDGE : by);
};

const clear: Mind = ({ random, store, treasury }, by) => {
  const isBlind = random.isTrue(0.2);
  const waiting = [...store.orders.values()].filter((order) => isBlind || isForOfficer(order));
  if (waiting.length === 0) return undefined;
  const { id, contradiction } = random.pick(waiting);
  if (contradiction === '' || random.isTrue(0.1)) return releases(id, by);
  return resolves(id, treasury.outcomeOf(id), by);
};

const payee: Mind = ({ random, store }, by) => {
  const ledgers = [...store.ledgers.values()];
  if (ledgers.length === 0) return undefined;
  const { uscc, name, payee: standing } = random.pick(ledgers);
  const known = store.payees.get(uscc);
  const waiting = known && proposalOf(known, known.waiting);
  if (waiting)
    return account(uscc, random.isTrue(0.9) ? { confirm: waiting.number } : { reject: waiting.number }, by);
  if (standing && known?.standing && random.isTrue(0.1))
    return account(uscc, { suspend: known.standing }, by);
  return account(uscc, { propose: accountIn(uscc, name, random.pick(['1', '2', 'shared'])) }, by);
};

const bureau: Mind = ({ random, programmes, now }) => {
  const fen = random.pick([0n, 20_000_000n, 100_000_000n, 1_000_000_000n]);
  const budgeted = programmes.filter((programme) => programme.budgeted);
  return budget(fiscalYearOf(new Date(now)), random.pick(budgeted).id, fen);
};

const demand: Mind = ({ random, store }, by) => {
  const short = [...store.ledgers.values()].filter(({ payables }) => payables.some((one) => one.shortSince));
  const ledgers = short.length > 0 ? short : [...store.ledgers.values()];
  return ledgers.length === 0 ? undefined : demands(random.pick(ledgers).uscc, by);
};

const receive: Mind = (world, by) => {
  const { random, store } = world;
  const demanded = [...store.recoveries.values()];
  if (demanded.length === 0) return undefined;
  const { id, demandedFen } = random.pick(demanded);
  if (random.isTrue(0.25)) return writesOff(id, by);
  const fen = random.pick([demandedFen, demandedFen / 2n, 1n, 0n, demandedFen + 1n]);
  return receives(id, fen, random.pick(['bank-1', 'bank-2', 'bank-3']), by);
};

const MINDS: readonly Mind[] = [
  ...[advance, advance, advance, advance, advance, advance, advance],
  ...[payee, payee, payee, bureau, object, object, object, clear, clear, unexpected, demand, receive],
];

function filterOf({ random }: World): Partial<Run['filter']> {
  return random.isTrue(0.2) ? { smallestFen: 1_000n, years: [2018] } : {};
}
