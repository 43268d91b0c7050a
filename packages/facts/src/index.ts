export { crossCheck } from './cross-check.ts';
export type { Owner } from './fact-type.ts';
export { type Fault, REFUSAL_REASONS, type RefusalReason } from './fault.ts';
export { excerpt, faultsOf } from './faults-of-issues.ts';
export { type HandingOver, HandingsOver, type Ownership } from './handings-over.ts';
export { cloudEvent, dataToJson, factToCloudEvent } from './json.ts';
export { type Held, type Judgement, judgeRevision } from './judge-revision.ts';
export { judgeSource, reservedSource, type SourceTerms, typesOf } from './judge-source.ts';
export { meteredFee, type NumberedInvoice } from './metered-fee.ts';
export { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
export { isSameParty, PARTY_KINDS, type Party, type PartyKind, party as partySchema } from './party.ts';
export {
  envelope,
  isSourceUri,
  MAX_ITEM_BYTES,
  namesOf,
  type OwnCheck,
  type ReadItem,
  readItem,
  readItemText,
  SOURCE_URI,
} from './read-item.ts';
export {
  FACT_TYPES,
  type Fact,
  type FactData,
  isFactTypeName,
  type RecordKey,
} from './registry.ts';
export {
  isOfficersSource,
  OFFICERS_SOURCE,
  SOURCE_KINDS,
  type SourceKind,
  TYPES_OF_KIND,
} from './sources.ts';
export { isBlank, type RawLine, splitLines } from './split-lines.ts';
export type { ContractData } from './types/contract.ts';
export type { DecisionData } from './types/decision.ts';
export type { InstrumentData } from './types/instrument.ts';
export type { InvoiceData } from './types/invoice.ts';
export type { PartyData } from './types/party.ts';
export type { ReceiptData } from './types/receipt.ts';
export type { RecognitionData } from './types/recognition.ts';
export type { SanctionData } from './types/sanction.ts';
export type { UsageData } from './types/usage.ts';
export { caseOf, decodeFact, encodeFact, type PublishedFact, RECORD_CURSOR } from './wire.ts';
