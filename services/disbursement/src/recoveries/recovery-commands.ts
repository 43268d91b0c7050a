import { currentTraceparent } from '@duixian/runtime';
import type { Authorization } from '../ledger/domain/authorization.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Group } from '../ledger/domain/membership.ts';
import { groupFor } from '../ledger/domain/membership.ts';
import type { Terms } from '../orders/domain/order.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { demandRest } from './domain/demand-rest.ts';
import { bookTransfer, type Receipt, type ReceiptOutcome, type Transfer } from './domain/receipt.ts';
import { type Recovery, type RecoveryRefusal, writeOff } from './domain/recovery.ts';
import { readReceipt, readRecoveries, saveReceipt } from './stored-receipts.ts';
import { readRecovery, recoveriesOf, saveRecoveries } from './stored-recoveries.ts';

type Refusal = RecoveryRefusal | 'unknown-recovery';
export type CommandOutcome =
  | { readonly recovery: Recovery; readonly isNew: boolean; readonly others?: readonly Recovery[] }
  | { readonly refusal: Refusal };
type Person = Omit<Authorization, 'at'>;
interface ReadForTransfer {
  readonly known: Receipt | undefined;
  readonly recoveries: ReadonlyMap<string, Recovery>;
}

/** The commands of officers for recoveries: each is one decision on the entity's ledgers and its demands. */
export class RecoveryCommands {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #demandAfterMs: () => Promise<number>;

  constructor(collections: Collections, decider: Decider, demandAfterMs: () => Promise<number>) {
    this.#collections = collections;
    this.#decider = decider;
    this.#demandAfterMs = demandAfterMs;
  }

  async demand(entity: string, what: Person & { reason: string; dueOn: string }): Promise<CommandOutcome> {
    const afterMs = await this.#demandAfterMs();
    return this.#decider.decideBeside<Recovery[], CommandOutcome>(currentTraceparent, {
      read: async (session) => ({
        scope: { usccs: [entity] },
        read: await recoveriesOf(this.#collections, entity, session),
      }),
      decide: (ledgerSession, known, { now }) => {
        const group = groupFor(ledgerSession, entity);
        return demandRest(group, known, { ...what, at: now }, afterMs);
      },
      write: async (outcome, session) => {
        if ('refusal' in outcome) return;
        await saveRecoveries(this.#collections, [...(outcome.others ?? []), outcome.recovery], session);
      },
    });
  }

  /** A transfer that came back, on every demand that its parts name, or on none. */
  receive(transfer: Transfer, person: Person): Promise<ReceiptOutcome> {
    return this.#decider.decideBeside<ReadForTransfer, ReceiptOutcome>(currentTraceparent, {
      read: async (session) => {
        const ids = transfer.parts.map(({ recovery }) => recovery);
        const recoveries = await readRecoveries(this.#collections, ids, session);
        const known = await readReceipt(this.#collections, transfer.id, session);
        const usccs = [...recoveries.values()].map(({ entity }) => entity);
        return { scope: { usccs }, read: { known, recoveries } };
      },
      decide: (ledgerSession, { known, recoveries }, terms) =>
        bookTransfer(ledgerSession, known, recoveries, transfer, { ...person, at: terms.now }, terms),
      write: async (outcome, session) => {
        if ('refusal' in outcome || !outcome.isNew) return;
        await saveReceipt(this.#collections, outcome.receipt, session);
        await saveRecoveries(this.#collections, outcome.recoveries, session);
      },
    });
  }

  writeOff(id: string, person: Person): Promise<CommandOutcome> {
    return this.#act(id, (ledgerSession, group, recovery, terms) =>
      writeOff(ledgerSession, group, recovery, { ...person, at: terms.now }, terms),
    );
  }

  #act(
    id: string,
    decide: (ledgerSession: LedgerSession, group: Group, recovery: Recovery, terms: Terms) => CommandOutcome,
  ): Promise<CommandOutcome> {
    return this.#decider.decideBeside<Recovery | undefined, CommandOutcome>(currentTraceparent, {
      read: async (session) => {
        const recovery = await readRecovery(this.#collections, id, session);
        return { scope: { usccs: recovery ? [recovery.entity] : [] }, read: recovery };
      },
      decide: (ledgerSession, recovery, terms) =>
        recovery
          ? decide(ledgerSession, groupFor(ledgerSession, recovery.entity), recovery, terms)
          : { refusal: 'unknown-recovery' },
      write: async (outcome, session) => {
        if ('refusal' in outcome || !outcome.isNew) return;
        await saveRecoveries(this.#collections, [outcome.recovery], session);
      },
    });
  }
}
