import type { AccountState } from '@duixian/awards/domain/account-state';
import type { PolicyState, StoredReference } from '@duixian/awards/domain/reference-state';
import type { FactDocument, InvalidationDocument } from '@duixian/awards/store/collections';
import type { DecisionActDocument, DecisionDocument } from '@duixian/awards/store/decisions';
import type { PolicyStepsDocument } from '@duixian/awards/store/policy-steps';
import type { PolicyActDocument, PolicyDocument } from '@duixian/awards/store/stored-policy';
import type { Entry } from '@duixian/disbursement/ledger/domain/entry';
import type { Suspension } from '@duixian/disbursement/ordering/domain/suspension';
import type { ReconciliationDocument } from '@duixian/disbursement/reconciliation/stored-reconciliations';
import { recoveryFrom } from '@duixian/disbursement/recoveries/stored-recoveries';
import { runFrom } from '@duixian/disbursement/runs/stored-runs';
import { Store } from '@duixian/disbursement/testing/in-memory/store';
import type * as stored from '@duixian/disbursement/unit-of-work/collections';
import { ledgerFrom, payeeFrom } from '@duixian/disbursement/unit-of-work/load-ledger-session';
import { orderFrom } from '@duixian/disbursement/unit-of-work/save-decision';
import type { RecordDocument } from '@duixian/register';
import type { MemoryMongo } from '@duixian/testing/memory-mongo';
import { BSON } from 'mongodb';
import type { AgreedHandingOver, AgreedSource } from './partners-service.ts';

type Stored = ReadonlyMap<string, readonly object[]>;
type DeadLetter = { readonly subject: string; readonly reason: string };
/** What waits for a second person. */
export type WaitingDecision = {
  readonly id: string;
  readonly number: number;
  readonly by: string;
  /** As it would be recorded, and by which source. */
  readonly dataJson: string;
  readonly source: string;
};
type Ordering = { readonly _id: string; readonly suspended?: Suspension };

const READ = { useBigInt64: true, promoteBuffers: false } as const;
/** An unchanged document is decoded once. */
const read = new WeakMap<Uint8Array, object>();

/** The committed content of a database, collection by collection. */
function committed(mongo: MemoryMongo, database: string): Stored {
  return new Map(
    mongo.dump(database).map(({ collection, documents }) => [collection, documents.map(documentOf)] as const),
  );
}

/** What a register holds. */
export function recordsOf(mongo: MemoryMongo, register: string): readonly RecordDocument[] {
  return all(committed(mongo, `duixian_${register}`), 'things');
}

/** What two persons agreed to, as services/partners holds it: the version of each source. */
export function sourceVersionsOf(mongo: MemoryMongo): ReadonlyMap<string, bigint> {
  const agreed = all<AgreedSource>(committed(mongo, 'duixian_partners'), 'sources');
  return new Map(agreed.map(({ _id, version }) => [_id, version]));
}

/** In the order in which they were agreed to. */
export function handingsOverOf(mongo: MemoryMongo): readonly AgreedHandingOver[] {
  const agreed = all<AgreedHandingOver>(committed(mongo, 'duixian_partners'), 'handingsOver');
  return agreed.toSorted((a, b) => Number(a.version - b.version));
}

/** The successive owners of a record since its stored state; the last one has it now. */
export function ownersOf(record: RecordDocument, handed: readonly AgreedHandingOver[]): readonly string[] {
  const owners = [record.source];
  let since = record.handedOver?.at(-1)?.version;
  for (const { from, to, type, types, subject, at, version } of handed) {
    const isOfType = type === '' ? types.includes(record.type) : type === record.type;
    const isAbout = isOfType && ['', record.subject].includes(subject);
    const isLater =
      since === undefined ? (record.firstRecordedAt?.getTime() ?? 0) < at.getTime() : version > since;
    if (!isAbout || !isLater || from !== owners.at(-1)) continue;
    owners.push(to);
    since = version;
  }
  return owners;
}

export function isOfDecisions({ type }: { readonly type: string }): boolean {
  return type === 'duixian.decision.v1';
}

/** Why a service kept what it did not believe or could not handle. */
export function deadLettersOf(mongo: MemoryMongo, service: string): string[] {
  return all<DeadLetter>(committed(mongo, `duixian_${service}`), 'deadLetters').map(
    ({ subject, reason }) => `${subject}: ${reason}`,
  );
}

/** What awards holds. */
export class AwardsView {
  readonly facts: readonly FactDocument[];
  readonly referenceData: readonly StoredReference[];
  readonly accounts: readonly AccountState[];
  readonly reaches: readonly InvalidationDocument[];
  /** Decisions that persons proposed, and who did what to them. */
  readonly decisions: readonly DecisionDocument[];
  readonly decisionActs: readonly DecisionActDocument[];
  /** What is done about policies. */
  readonly policySteps: PolicyStepsDocument | undefined;
  readonly policyActs: readonly PolicyActDocument[];
  readonly policies: readonly PolicyDocument[];

  constructor(mongo: MemoryMongo) {
    const held = committed(mongo, 'duixian_awards');
    this.facts = all(held, 'facts');
    this.referenceData = all(held, 'contexts');
    this.accounts = all(held, 'accounts');
    this.reaches = all(held, 'reaches');
    this.decisions = all(held, 'proposedDecisions');
    this.decisionActs = all(held, 'decisionActs');
    this.policySteps = all<PolicyStepsDocument>(held, 'policySteps')[0];
    this.policyActs = all<PolicyActDocument>(held, 'policyActs').toSorted((a, b) => a._id - b._id);
    this.policies = all(held, 'policies');
  }

  get inForce(): PolicyState | undefined {
    const states = this.referenceData.map(({ state }) => state);
    return states.find((state) => state.kind === 'policy');
  }

  get waiting(): readonly WaitingDecision[] {
    return this.decisions.flatMap(({ _id: id, steps: { waiting } }) => {
      if (!waiting) return [];
      const { number, by, content } = waiting;
      return [{ id, number, by, dataJson: content.dataJson, source: content.source }];
    });
  }

  get isQuiet(): boolean {
    const isRestating = this.referenceData.some(({ state }) => state.kind === 'party' && state.isRestating);
    return this.reaches.length === 0 && !isRestating;
  }
}

/** What disbursement holds, in the terms of its domain. */
export class DisbursementView extends Store {
  readonly suspended: Ordering['suspended'];
  readonly statements: readonly ReconciliationDocument[];

  constructor(mongo: MemoryMongo) {
    super();
    const held = committed(mongo, 'duixian_disbursement');
    for (const one of all<stored.LedgerDocument>(held, 'ledgers')) this.ledgers.set(one._id, ledgerFrom(one));
    for (const one of all<stored.OrderDocument>(held, 'orders')) this.orders.set(one._id, orderFrom(one));
    for (const one of all<stored.PayeeDocument>(held, 'payees')) this.payees.set(one._id, payeeFrom(one));
    for (const one of all<stored.RunDocument>(held, 'runs')) this.runs.set(one._id, runFrom(one));
    for (const one of all<stored.RecoveryDocument>(held, 'recoveries'))
      this.recoveries.set(one._id, recoveryFrom(one));
    for (const { _id, ...rest } of all<stored.BudgetDocument>(held, 'budgets'))
      this.budgets.set(_id, { id: _id, ...rest });
    for (const { _id, ...line } of all<stored.RunLineDocument>(held, 'runLines')) this.putLine(line);
    this.statements = all(held, 'reconciliations');
    this.#readEntries(all(held, 'entries'));
    this.suspended = all<Ordering>(held, 'sequences').find(({ _id }) => _id === 'orders')?.suspended;
  }

  /** Their keys are in the order in which they were made. */
  #readEntries(pages: readonly stored.EntriesDocument[]): void {
    for (const { _id, entries } of pages.toSorted((a, b) => (a._id < b._id ? -1 : 1))) {
      if (_id.startsWith('budget:')) continue;
      const uscc = _id.slice(0, _id.lastIndexOf(':'));
      const known = this.entries.get(uscc);
      if (known) known.push(...(entries as Entry[]));
      else this.entries.set(uscc, [...(entries as Entry[])]);
    }
  }
}

function all<D>(held: Stored, collection: string): readonly D[] {
  return (held.get(collection) ?? []) as readonly D[];
}

function documentOf(bytes: Uint8Array): object {
  const known = read.get(bytes) ?? BSON.deserialize(bytes, READ);
  read.set(bytes, known);
  return known;
}
