import { daysOf, type Suspension } from '@duixian/disbursement/ordering/domain/suspension';
import type { ConfirmedOutcome } from '@duixian/disbursement/orders/domain/resolve-exception';
import type { orderingV1, reconciliationV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import { sha256Hex } from '@duixian/values';
import type { SimulatedProcess } from './surroundings/process.ts';
import type { World } from './world.ts';

type Request = reconciliationV1.ReconcileRequest;

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
const SUSPENDS = 0.3;
/** The connection breaks while the statement is read. */
const HALF_READ = 0.2;
const LINES_AT_ONCE = 2;
const STATES: Record<ConfirmedOutcome, reconciliationV1.StatementState> = {
  paid: 'STATEMENT_STATE_PAID',
  rejected: 'STATEMENT_STATE_REJECTED',
  returned: 'STATEMENT_STATE_RETURNED',
};

/**
 * Suspends ordering now and then, compares the treasury's statements, and resumes ordering on those of all
 * required days: often on only some of them, by the wrong person, or without naming an empty one, which must
 * be refused.
 */
export async function reconcile(world: World): Promise<void> {
  const process = world.processOf('disbursement');
  if (!process) return;
  const { suspended } = world.store;
  if (world.isCalm && !suspended) return;
  world.underWay += 1;
  try {
    if (suspended) return await resume(world, process, suspended);
    if (world.random.isTrue(SUSPENDS)) {
      await process.ask('suspendOrdering', { by: 'ann', because: 'the books are looked at', since: '' });
      world.count('ordering suspended');
    }
    await look(world, process, dayBefore(world, world.random.below(2)));
  } catch (error) {
    const { details = messageOf(error) } = error as { details?: string };
    world.record(`no statement, or nothing follows from it: ${details}`);
    world.count('statement: not reconciled');
  } finally {
    world.underWay -= 1;
  }
}

async function resume(world: World, process: SimulatedProcess, suspended: Suspension): Promise<void> {
  const { random, isCalm } = world;
  const days = daysOf(suspended);
  const looked = isCalm ? days : days.filter(() => random.isTrue(0.8));
  const found: reconciliationV1.Reconciliation[] = [];
  for (const day of looked) found.push(...(await look(world, process, day)));
  const empty = found.filter(({ lines }) => lines === 0).map(({ day }) => day);
  const isSilent = !isCalm && random.isTrue(0.3);
  const resumption: orderingV1.ResumeOrderingRequest = {
    by: !isCalm && random.isTrue(0.2) ? 'ann' : 'bo',
    reconciliationId: found.at(-1)?.id ?? '',
    confirmedDays: isSilent ? [] : empty,
  };
  await process.ask('resumeOrdering', resumption);
  world.wrong.push(...faultsOfResumption(world, suspended, resumption));
  world.record(`${resumption.by} has orders made again on statements of ${days.join(', ')}`);
  world.count('ordering resumed');
}

/** For each day there is a statement that ann reconciled since, and bo named those without a line. */
function faultsOfResumption(
  world: World,
  suspended: Suspension,
  { by, confirmedDays }: orderingV1.ResumeOrderingRequest,
): string[] {
  const since = world.store.statements.filter(({ at }) => at > suspended.at);
  const lacking = daysOf(suspended).filter((day) => {
    const newest = since
      .filter((one) => one.day === day)
      .sort((one, other) => Number(one.at) - Number(other.at))
      .at(-1);
    return !newest || newest.by === by || (newest.lines === 0 && !confirmedDays.includes(day));
  });
  return lacking.map((day) => `orders are made again, and of ${day} nothing says that they may`);
}

async function look(
  world: World,
  process: SimulatedProcess,
  day: string,
): Promise<reconciliationV1.Reconciliation[]> {
  const { reconciliation } = await send(world, process, day);
  if (reconciliation) lookAt(world, reconciliation);
  world.count('statement reconciled');
  return reconciliation ? [reconciliation] : [];
}

function dayBefore({ now }: World, days: number): string {
  return new Date(now + SHANGHAI_MS - DAY_MS * days).toISOString().slice(0, 10);
}

/** An order is stored before it is sent: the treasury has none that is missing here. */
function lookAt(world: World, { id, by, missingHere }: reconciliationV1.Reconciliation): void {
  if (missingHere > 0) world.wrong.push(`${missingHere} orders of ${id} are missing here`);
  world.record(`${by} reconciles ${id}`);
}

function send(
  world: World,
  process: SimulatedProcess,
  day: string,
): Promise<reconciliationV1.ReconcileResponse> {
  const lines = linesOf(world);
  const text = JSON.stringify(lines, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  const head = { day, fileName: 'statement.csv', sha256: sha256Hex(text), by: 'ann', anew: true };
  const isHalfRead = !world.isCalm && world.random.isTrue(HALF_READ);
  if (isHalfRead) world.count('statement half read');
  return process.send('reconcile', () => parts({ ...head, lines: lines.length }, lines, isHalfRead));
}

async function* parts(
  head: reconciliationV1.ReconcileRequest_Head,
  lines: readonly reconciliationV1.StatementLine[],
  isHalfRead: boolean,
): AsyncGenerator<Request> {
  yield { part: { $case: 'head', value: head } };
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
    if (isHalfRead && at > 0) throw new Error('the connection broke');
    yield { part: { $case: 'lines', value: { lines: lines.slice(at, at + LINES_AT_ONCE) } } };
  }
}

/** What the treasury did with each order that it was sent, by its id or by its reference for banks. */
function linesOf({ treasury, random }: World): reconciliationV1.StatementLine[] {
  return [...treasury.orders.values()].flatMap(({ order, fate, parts }) => {
    const line = {
      orderId: random.isTrue(0.5) ? order.id : order.endToEndId,
      state: STATES[parts.length > 0 ? 'paid' : fate.outcome],
      amountFen: BigInt(order.amountFen),
      payeeName: order.payeeName,
      payeeAccountNo: order.payeeAccountNo,
      voucherNo: `V-${order.id}`,
    };
    const back = parts.map(({ fen, reference }) => ({
      ...{ ...line, state: STATES.returned, amountFen: fen, voucherNo: reference },
    }));
    return [line, ...back];
  });
}
