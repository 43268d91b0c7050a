import type { Read } from '@duixian/api';
import type { AnswerOf, Method, PathOf } from '@duixian/client';

/** The gateway's answers, with amounts as bigint fen. */
export type Answer<M extends Method, Path extends PathOf<M>> = Read<AnswerOf<M, Path>>;

type Got<Path extends PathOf<'get'>> = Answer<'get', Path>;

export type Explanation = Got<'/v1/accounts/{entity}/{year}/{group}'>;
export type Claim = Explanation['claims'][number]['claim'];
export type NoClaim = Got<'/v1/no-claims'>['noClaims'][number];
export type PaymentOrder = Got<'/v1/orders/{id}'>;
export type JournalEntry = Got<'/v1/journal-entries/{uscc}'>['journalEntries'][number];
export type Run = Got<'/v1/runs/{id}'>;
export type RunLine = Got<'/v1/runs/{id}/lines'>['lines'][number];
export type Budget = Got<'/v1/budgets'>['budgets'][number];
export type Recovery = Got<'/v1/recoveries/{id}'>;
export type Transfer = Got<'/v1/transfers-back/{id}'>;
export type Payee = Got<'/v1/payees/{uscc}'>;
export type Statement = Got<'/v1/treasury/statements'>['statements'][number];
export type StatementItem = Got<'/v1/treasury/statements/{id}'>['items'][number];
export type Ordering = Got<'/v1/ordering'>;
export type WorkSummary = Got<'/v1/work'>['lists'][number];
export type WorkItem = Got<'/v1/work/{list}'>['items'][number];
export type ProposedDecision = Got<'/v1/decisions/proposals/{id}'>;
export type DecisionPreview = Answer<'post', '/v1/decisions/preview'>;
export type PolicyAnswer = Got<'/v1/policy'>;
export type SettingsAnswer = Got<'/v1/policy/settings'>;
export type PolicyPlan = Answer<'post', '/v1/policy/apply'>['applied'];
export type EventResult = Answer<'post', '/v1/events'>['results'][number];
export type DeadLetter = Got<'/v1/dead-letters'>['deadLetters'][number];
export type Received = Got<'/v1/received'>['received'][number];
export type MissingFact = Got<'/v1/missing-facts'>['missingFacts'][number];
export type MarkedRecord = Got<'/v1/marked-records'>['records'][number];
export type OwnRecord = Got<'/v1/contracts'>['things'][number];
export type RecordOutcome = Got<'/v1/claims'>;
export type Refusals = Got<'/v1/refusals'>['refusals'];
export type Source = Got<'/v1/sources'>['sources'][number];
export type Deal = Got<'/v1/deals'>['deals'][number];
export type DealAnswer = Answer<'put', '/v1/deals/{dealId}'>;
export type Import = Got<'/v1/imports/{id}'>;
export type Mapping = Got<'/v1/mappings'>['mappings'][number];
export type HandOver = Got<'/v1/records/hand-overs'>['handOvers'][number];
export type Unit = Got<'/v1/units'>['units'][number];
export type UnitProposal = Got<'/v1/units/proposals'>['proposals'][number];
export type WaitingUnit = Got<'/v1/units/waiting'>['units'][number];
export type WaitingRow = Got<'/v1/units/waiting/rows'>['rows'][number];
export type Person = Got<'/v1/persons'>['persons'][number];
export type FeedEvent = Got<'/v1/feed'>['events'][number];
export type WebhookEndpoint = Got<'/v1/endpoints'>['endpoints'][number];
export type Key = Got<'/v1/keys'>['keys'][number];
export type NewKey = Answer<'post', '/v1/keys'>;
export type Collection = Got<'/v1/migrations'>['collections'][number];

/** Null where one of the two is null. */
export function exactSum(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? null : a + b;
}
