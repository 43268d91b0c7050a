import { type Database, openKinds, type StoredKind } from '@duixian/runtime';
import type { TwoSteps } from '@duixian/values';
import type { Collection } from 'mongodb';

/** What waits for a second person, or was agreed to: the decision as it will be recorded. */
export type ProposedDecision = {
  /** Canonical JSON of the data. */
  readonly dataJson: string;
  readonly source: string;
  readonly reason: string;
  /** The content that previews must be for. */
  readonly content: string;
  /** The digest of the preview on which it was proposed. */
  readonly preview: string;
};

/** A decision that was proposed, by its id. */
export type DecisionDocument = {
  _id: string;
  steps: TwoSteps<ProposedDecision>;
  isWaiting: boolean;
  /** Provision and scope of the decision confirmed last: equally narrow ones are found by it. */
  decides: string;
  /** As confirmed last, while it is in force. */
  decidedOn: string | null;
  /** Raised by every write. */
  guard: bigint;
};

/** Who did what to it, when and by which key. Never changed, never deleted. */
export type DecisionActDocument = {
  of: string;
  number: number;
  event: string;
  by: string;
  key: string;
  at: Date;
  because: string;
  contentJson: string;
};

/** What somebody was shown: for which content, and what would be ordered at once by account. */
export type PreviewDocument = {
  _id: string;
  content: string;
  at: Date;
  orders: readonly { readonly account: string; readonly fen: bigint }[];
};

/** Every confirmation of equally narrow decisions writes it, so that two concurrent ones conflict. */
type ScopeDocument = { _id: string; confirmations: bigint };
type LastIdDocument = { _id: 'officers'; atMs: bigint };

export type DecisionCollections = {
  readonly decisions: Collection<DecisionDocument>;
  readonly acts: Collection<DecisionActDocument>;
  readonly previews: Collection<PreviewDocument>;
  readonly scopes: Collection<ScopeDocument>;
  readonly lastId: Collection<LastIdDocument>;
};

/** What two persons agree to, and its indexes. */
export const DECISION_KINDS: readonly StoredKind[] = [
  {
    collection: 'proposedDecisions',
    version: 1,
    indexes: [
      { key: { isWaiting: 1, _id: 1 }, partialFilterExpression: { isWaiting: true } },
      { key: { decides: 1 } },
    ],
  },
  { collection: 'decisionActs', version: 1, indexes: [{ key: { of: 1, number: -1 }, unique: true }] },
  { collection: 'decisionPreviews', version: 1, indexes: [{ key: { at: 1 } }] },
  { collection: 'decisionScopes', version: 1 },
  { collection: 'lastDecisionId', version: 1 },
];

export async function openDecisions(database: Database): Promise<DecisionCollections> {
  await openKinds(database, DECISION_KINDS);
  const named = <Name extends keyof DecisionCollections>(name: string) =>
    database.collection(name) as unknown as DecisionCollections[Name];
  return {
    decisions: named<'decisions'>('proposedDecisions'),
    acts: named<'acts'>('decisionActs'),
    previews: named<'previews'>('decisionPreviews'),
    scopes: named<'scopes'>('decisionScopes'),
    lastId: named<'lastId'>('lastDecisionId'),
  };
}
