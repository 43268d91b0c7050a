import type { Truth } from '@duixian/disbursement/domain/resolve-contradiction';
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
const STATES: Record<Truth, reconciliationV1.StatementState> = {
  paid: 'STATEMENT_STATE_PAID',
  rejected: 'STATEMENT_STATE_REJECTED',
  returned: 'STATEMENT_STATE_RETURNED',
};

/** Suspends ordering now and then, compares the treasury's statement, and has orders made again on it. */
export async function reconcile(world: World): Promise<void> {
  const process = world.processOf('disbursement');
  if (!process) return;
  const isSuspended = world.store.suspended !== undefined;
  if (world.isCalm && !isSuspended) return;
  world.underWay += 1;
  try {
    if (!isSuspended && world.random.isTrue(SUSPENDS)) {
      await process.ask('suspendOrdering', { by: 'ann', because: 'the books are looked at' });
      world.count('ordering suspended');
    }
    const { reconciliation } = await send(world, process);
    if (reconciliation) lookAt(world, reconciliation);
    world.count('statement reconciled');
    if (!isSuspended || !reconciliation) return;
    const resumption: orderingV1.ResumeOrderingRequest = { by: 'bo', reconciliationId: reconciliation.id };
    await process.ask('resumeOrdering', resumption);
    world.tell(`bo has orders made again on ${reconciliation.id}`);
    world.count('ordering resumed');
  } catch (error) {
    const { details = messageOf(error) } = error as { details?: string };
    world.tell(`no statement, or nothing follows from it: ${details}`);
    world.count('statement: not reconciled');
  } finally {
    world.underWay -= 1;
  }
}

/** An order is stored before it is sent: the treasury has none that is missing here. */
function lookAt(world: World, { id, by, missingHere }: reconciliationV1.Reconciliation): void {
  if (missingHere > 0) world.wrong.push(`${missingHere} orders of ${id} are missing here`);
  world.tell(`${by} reconciles ${id}`);
}

function send(world: World, process: SimulatedProcess): Promise<reconciliationV1.ReconcileResponse> {
  const lines = linesOf(world);
  const day = new Date(world.now + SHANGHAI_MS - DAY_MS * world.random.below(2)).toISOString().slice(0, 10);
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
      state: STATES[parts.length > 0 ? 'paid' : fate.truth],
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
