import { currentTraceparent } from '@duixian/runtime';
import type { Books } from '../domain/books.ts';
import type { Group } from '../domain/membership.ts';
import type { Terms } from '../domain/order.ts';
import { demandAnew } from '../domain/recoveries/demand-anew.ts';
import {
  bookTransfer,
  type Receipt,
  type ReceiptOutcome,
  type Transfer,
} from '../domain/recoveries/receipt.ts';
import {
  type Recovery,
  type RecoveryAct,
  type RecoveryRefusal,
  writeOff,
} from '../domain/recoveries/recovery.ts';
import { groupFor } from '../domain/runs/run-steps.ts';
import type { Collections } from '../store/collections.ts';
import { readReceipt, readRecoveries, saveReceipt } from '../store/receipts.ts';
import { readRecovery, recoveriesOf, saveRecoveries } from '../store/recoveries.ts';
import type { Decider } from './decider.ts';

type Refusal = RecoveryRefusal | 'unknown-recovery';
export type DeskOutcome =
  | { readonly recovery: Recovery; readonly isNew: boolean; readonly others?: readonly Recovery[] }
  | { readonly refusal: Refusal };
type Person = Omit<RecoveryAct, 'at'>;
interface ReadForTransfer {
  readonly known: Receipt | undefined;
  readonly recoveries: ReadonlyMap<string, Recovery>;
}

/** Where officers deal with what has to come back: each act is one decision on the entity's books and its demands. */
export class RecoveryDesk {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #demandAfterMs: () => Promise<number>;

  constructor(collections: Collections, decider: Decider, demandAfterMs: () => Promise<number>) {
    this.#collections = collections;
    this.#decider = decider;
    this.#demandAfterMs = demandAfterMs;
  }

  async demand(entity: string, what: Person & { reason: string; dueOn: string }): Promise<DeskOutcome> {
    const afterMs = await this.#demandAfterMs();
    return this.#decider.decideBeside<Recovery[], DeskOutcome>(currentTraceparent, {
      read: async (session) => ({
        scope: { usccs: [entity] },
        read: await recoveriesOf(this.#collections, entity, session),
      }),
      decide: (books, known, { now }) => {
        const group = groupFor(books, entity);
        return demandAnew(group, known, { ...what, at: now }, afterMs);
      },
      write: async (outcome, session) => {
        if ('refusal' in outcome) return;
        await saveRecoveries(this.#collections, [...(outcome.others ?? []), outcome.recovery], session);
      },
    });
  }

  /** A transfer that came back, on every demand that its parts name or on none. */
  receive(transfer: Transfer, person: Person): Promise<ReceiptOutcome> {
    return this.#decider.decideBeside<ReadForTransfer, ReceiptOutcome>(currentTraceparent, {
      read: async (session) => {
        const ids = transfer.parts.map(({ recovery }) => recovery);
        const recoveries = await readRecoveries(this.#collections, ids, session);
        const known = await readReceipt(this.#collections, transfer.id, session);
        const usccs = [...recoveries.values()].map(({ entity }) => entity);
        return { scope: { usccs }, read: { known, recoveries } };
      },
      decide: (books, { known, recoveries }, terms) =>
        bookTransfer(books, known, recoveries, transfer, { ...person, at: terms.now }, terms),
      write: async (outcome, session) => {
        if ('refusal' in outcome || !outcome.isNew) return;
        await saveReceipt(this.#collections, outcome.receipt, session);
        await saveRecoveries(this.#collections, outcome.recoveries, session);
      },
    });
  }

  writeOff(id: string, person: Person): Promise<DeskOutcome> {
    return this.#act(id, (books, group, recovery, terms) =>
      writeOff(books, group, recovery, { ...person, at: terms.now }, terms),
    );
  }

  #act(
    id: string,
    decide: (books: Books, group: Group, recovery: Recovery, terms: Terms) => DeskOutcome,
  ): Promise<DeskOutcome> {
    return this.#decider.decideBeside<Recovery | undefined, DeskOutcome>(currentTraceparent, {
      read: async (session) => {
        const recovery = await readRecovery(this.#collections, id, session);
        return { scope: { usccs: recovery ? [recovery.entity] : [] }, read: recovery };
      },
      decide: (books, recovery, terms) =>
        recovery
          ? decide(books, groupFor(books, recovery.entity), recovery, terms)
          : { refusal: 'unknown-recovery' },
      write: async (outcome, session) => {
        if ('refusal' in outcome || !outcome.isNew) return;
        await saveRecoveries(this.#collections, [outcome.recovery], session);
      },
    });
  }
}
