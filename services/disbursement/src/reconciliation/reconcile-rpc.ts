import type { reconciliationV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { isDay, MAX_EXACT_FEN } from '@duixian/values';
import { isEndToEndId } from '../orders/domain/end-to-end-id.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { reconcile as compare } from './domain/reconcile.ts';
import type { DayBounds } from './domain/standing-order.ts';
import type { StatementLine } from './domain/statement-line.ts';
import { lineFrom, reconciliationMessage } from './reconciliation-message.ts';
import { idsOfReferences, loadConcerned } from './statement-orders.ts';
import {
  keep,
  latestOf,
  type ReconciliationDocument,
  type Reconciliations,
} from './stored-reconciliations.ts';

const MAX_LINES = 100_000;
const MAX_LINES_IN_A_PART = 1_000;
const DAY_MS = 24 * 3_600_000;

type Head = reconciliationV1.ReconcileRequest_Head;

/** Receives a statement, compares it, and stores the result; changes nothing else. */
export async function reconcile(
  collections: Collections,
  reconciliations: Reconciliations,
  parts: AsyncIterable<reconciliationV1.ReconcileRequest>,
): Promise<reconciliationV1.ReconcileResponse> {
  const { head, lines: given } = await readStatement(parts);
  const known = await latestOf(reconciliations, head);
  if (known && !head.anew) return reconciledAnswer({ document: known, isNew: false });
  const lines = await byOrder(collections, given);
  const orders = await loadConcerned(
    collections,
    new Set(lines.map(({ orderId }) => orderId)),
    boundsOf(head.day),
  );
  const { day, fileName, sha256, by } = head;
  const { document, isNew } = await keep(
    reconciliations,
    { day, fileName, sha256, by, lines: lines.length, at: collections.clock.now() },
    compare(lines, orders),
    known?.round ?? 0,
  );
  return reconciledAnswer({ document, isNew });
}

/** A bank behind the treasury names an order by its reference, which identifies it as well as its id does. */
async function byOrder(collections: Collections, lines: readonly StatementLine[]): Promise<StatementLine[]> {
  const references = [...new Set(lines.map(({ orderId }) => orderId).filter(isEndToEndId))];
  const ids =
    references.length > 0 ? await idsOfReferences(collections, references) : new Map<string, string>();
  return lines.map((line) => ({ ...line, orderId: ids.get(line.orderId) ?? line.orderId }));
}

async function readStatement(
  parts: AsyncIterable<reconciliationV1.ReconcileRequest>,
): Promise<{ head: Head; lines: StatementLine[] }> {
  let head: Head | undefined;
  const lines: StatementLine[] = [];
  for await (const { part } of parts) {
    if (part?.$case === 'head' && !head) head = checked(part.value);
    else if (part?.$case === 'lines' && head) take(lines, part.value.lines);
    else throw refusal('a statement is one head, then its lines');
  }
  if (!head) throw refusal('head: a statement begins with it');
  if (head.lines !== lines.length) throw refusal(`lines: ${head.lines} were announced, ${lines.length} came`);
  return { head, lines };
}

function checked(head: Head): Head {
  const faults = [
    !isDay(head.day) && 'day: a day as YYYY-MM-DD',
    !/^[0-9a-f]{64}$/.test(head.sha256) && 'sha256: 64 hexadecimal digits',
    head.by === '' && 'by: who reconciles',
    (head.lines < 0 || head.lines > MAX_LINES) && `lines: at most ${MAX_LINES}`,
  ].filter(Boolean);
  if (faults.length > 0) throw refusal(faults.join('; '));
  return head;
}

function take(lines: StatementLine[], part: readonly reconciliationV1.StatementLine[]): void {
  if (part.length > MAX_LINES_IN_A_PART) throw refusal(`lines: at most ${MAX_LINES_IN_A_PART} in a part`);
  if (lines.length + part.length > MAX_LINES) throw refusal(`lines: at most ${MAX_LINES}`);
  for (const message of part) {
    const line = lineFrom(message);
    const isSound = line && line.orderId !== '' && line.amountFen > 0n && line.amountFen <= MAX_EXACT_FEN;
    if (!isSound) throw refusal(`line ${lines.length + 1}: an order id, a state and an amount in fen`);
    lines.push(line);
  }
}

function boundsOf(day: string): DayBounds {
  const from = new Date(`${day}T00:00:00+08:00`);
  return { from, until: new Date(from.getTime() + DAY_MS) };
}

export function reconciledAnswer({
  document,
  isNew,
}: {
  readonly document: ReconciliationDocument;
  readonly isNew: boolean;
}): reconciliationV1.ReconcileResponse {
  return { reconciliation: reconciliationMessage(document), isNew };
}

function refusal(message: string): RpcError {
  return new RpcError(rpcStatus.INVALID_ARGUMENT, message);
}
