import { currentTraceparent } from '@duixian/runtime';
import type { Books } from '../domain/books.ts';
import type { Group } from '../domain/membership.ts';
import type { Terms } from '../domain/order.ts';
import { demandAnew } from '../domain/recoveries/demand-anew.ts';
import {
  type Recovery,
  type RecoveryAct,
  type RecoveryRefusal,
  receive,
  writeOff,
} from '../domain/recoveries/recovery.ts';
import { groupFor } from '../domain/runs/run-steps.ts';
import type { Collections } from '../store/collections.ts';
import { readRecovery, recoveriesOf, saveRecoveries } from '../store/recoveries.ts';
import type { Decider } from './decider.ts';

type Refusal = RecoveryRefusal | 'unknown-recovery';
export type DeskOutcome =
  | { readonly recovery: Recovery; readonly isNew: boolean; readonly others?: readonly Recovery[] }
  | { readonly refusal: Refusal };
type Person = Omit<RecoveryAct, 'at'>;

/** Where officers deal with what has to come back: each act is one decision on the entity's books and its demands. */
export class RecoveryDesk {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #demandAfterMs: number;

  constructor(collections: Collections, decider: Decider, demandAfterMs: number) {
    this.#collections = collections;
    this.#decider = decider;
    this.#demandAfterMs = demandAfterMs;
  }

  demand(entity: string, what: Person & { reason: string; dueOn: string }): Promise<DeskOutcome> {
    return this.#decider.decideBeside<Recovery[], DeskOutcome>(currentTraceparent, {
      read: async (session) => ({
        scope: { usccs: [entity] },
        read: await recoveriesOf(this.#collections, entity, session),
      }),
      decide: (books, known, { now }) => {
        const group = groupFor(books, entity);
        return demandAnew(group, known, { ...what, at: now }, this.#demandAfterMs);
      },
      write: async (outcome, session) => {
        if ('refusal' in outcome) return;
        await saveRecoveries(this.#collections, [...(outcome.others ?? []), outcome.recovery], session);
      },
    });
  }

  /** `id` is the caller's own, such as the bank's number of the payment. */
  receive(id: string, fen: bigint, person: Person & { id: string }): Promise<DeskOutcome> {
    return this.#act(id, (books, group, recovery, terms) =>
      receive(books, group, recovery, fen, { ...person, at: terms.now }, terms),
    );
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
