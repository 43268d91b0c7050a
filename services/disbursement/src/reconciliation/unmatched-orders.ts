import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Terms } from '../orders/domain/order.ts';
import type { Run } from '../runs/domain/run.ts';
import type { RunLine } from '../runs/domain/run-line.ts';
import {
  type ImportRefusal,
  importOrder,
  isStraightThroughId,
  type ReconciledBy,
} from './domain/import-order.ts';
import { importRunOrder } from './domain/import-run-order.ts';
import type { ReconciledItem } from './domain/reconcile.ts';
import type { KnownOfUnmatched } from './stored-unmatched-orders.ts';

/** Imports orders that are missing here, one after the other, and keeps what became of their runs. */
export class UnmatchedOrders {
  readonly #ledgerSession: LedgerSession;
  readonly #read: KnownOfUnmatched;
  readonly #reconciled: ReconciledBy;
  readonly #terms: Terms;
  readonly #runs = new Map<string, Run>();
  readonly changedLines: RunLine[] = [];

  constructor(ledgerSession: LedgerSession, read: KnownOfUnmatched, reconciled: ReconciledBy, terms: Terms) {
    this.#ledgerSession = ledgerSession;
    this.#read = read;
    this.#reconciled = reconciled;
    this.#terms = terms;
  }

  get changedRuns(): Run[] {
    return [...this.#runs.values()];
  }

  /** Answers why it was not imported; null if it exists here now. */
  take(item: ReconciledItem): ImportRefusal | null {
    const { orderId } = item;
    if (this.#read.here.has(orderId)) return null;
    if (isStraightThroughId(orderId))
      return importOrder(this.#ledgerSession, item, this.#reconciled, this.#terms);
    const read = this.#read.runs.find((one) => one.orderId === orderId);
    const known = read && { line: read.line, run: this.#runs.get(read.run.id) ?? read.run };
    const outcome = importRunOrder(this.#ledgerSession, item, this.#reconciled, this.#terms, known);
    if ('refusal' in outcome) return outcome.refusal;
    const { known: after } = outcome;
    if (after?.line && after.run !== known?.run) {
      this.#runs.set(after.run.id, after.run);
      this.changedLines.push(after.line);
    }
    return null;
  }
}
