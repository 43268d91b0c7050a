import { explainAccount } from './accounts/explain.ts';
import { listAccounts } from './accounts/list.ts';
import { budgetEndpoints } from './budgets/budgets.ts';
import { exportResult } from './checks/export-result.ts';
import { exportStoredFacts } from './checks/export-stored-facts.ts';
import { getDigest } from './checks/get-digest.ts';
import { getSetHashes } from './checks/get-set-hashes.ts';
import { listClaims } from './claims/list.ts';
import { listNoClaims } from './claims/list-no-claims.ts';
import { listUndecided } from './claims/list-undecided.ts';
import { discardDeadLetters } from './dead-letters/discard.ts';
import { listDeadLetters } from './dead-letters/list.ts';
import { resendDeadLetters } from './dead-letters/resend.ts';
import { dealEndpoints } from './deals/deals.ts';
import { decisionEndpoints } from './decisions/decisions.ts';
import { endpointEndpoints } from './endpoints/endpoints.ts';
import { listRefusals } from './events/list-refusals.ts';
import { postEvents } from './events/post.ts';
import { readFeed } from './feed/read-feed.ts';
import { streamFeed } from './feed/stream-feed.ts';
import { handOverEndpoints } from './hand-overs/hand-overs.ts';
import type { Endpoint } from './http/endpoint.ts';
import { importEndpoints } from './imports/imports.ts';
import { listJournalEntries } from './journal-entries/list.ts';
import { keyEndpoints } from './keys/keys.ts';
import { mappingEndpoints } from './mappings/mappings.ts';
import { pushEndpoints } from './nrii/push.ts';
import { sendBack } from './nrii/send-back.ts';
import { getHealth } from './operations/get-health.ts';
import { getPending } from './operations/get-pending.ts';
import { migrationEndpoints } from './operations/migrations.ts';
import { republish } from './operations/republish.ts';
import { orderingEndpoints } from './ordering/ordering.ts';
import { getOrder } from './orders/get.ts';
import { listOrders } from './orders/list.ts';
import { releaseOrder } from './orders/release.ts';
import { reportOrderStatus } from './orders/report-status.ts';
import { resolveOrder } from './orders/resolve.ts';
import { listPayables } from './payables/list.ts';
import { payeeEndpoints } from './payees/payees.ts';
import { payeeTableEndpoints } from './payees/tables.ts';
import { personEndpoints } from './persons/persons.ts';
import { paymentSettingsEndpoints } from './policy/payment-settings.ts';
import { policyEndpoints } from './policy/policy.ts';
import { listReceived } from './received/list.ts';
import { missingFactEndpoints } from './received/missing-facts.ts';
import { exportFacts } from './records/export.ts';
import { getInstitution } from './records/get-institution.ts';
import { listMarkedRecords } from './records/list-marked.ts';
import { recordEndpoints } from './records/records.ts';
import { getDemandLetter } from './recoveries/get-letter.ts';
import { recoveryEndpoints } from './recoveries/recoveries.ts';
import { runDocumentEndpoints } from './runs/documents.ts';
import { objectionEndpoints } from './runs/objections.ts';
import { runEndpoints } from './runs/runs.ts';
import { schemaEndpoints } from './schemas/schemas.ts';
import { sourceEndpoints } from './sources/sources.ts';
import { statementEndpoints } from './statements/statements.ts';
import { unitEndpoints } from './units/units.ts';
import { waitingEndpoints } from './units/waiting.ts';
import { listUsage } from './usage/list-totals.ts';
import { workEndpoints } from './work/work.ts';

/** All endpoints, in the order of the document at /docs. */
export const allEndpoints: readonly Endpoint[] = [
  postEvents,
  ...pushEndpoints,
  ...dealEndpoints,
  ...importEndpoints,
  ...mappingEndpoints,
  listRefusals,
  exportFacts,
  exportStoredFacts,
  getInstitution,
  ...schemaEndpoints,
  ...decisionEndpoints,
  ...recordEndpoints,
  listAccounts,
  explainAccount,
  listClaims,
  listNoClaims,
  listUndecided,
  listUsage,
  exportResult,
  listPayables,
  listJournalEntries,
  listOrders,
  getOrder,
  reportOrderStatus,
  releaseOrder,
  resolveOrder,
  ...payeeEndpoints,
  ...payeeTableEndpoints,
  ...runEndpoints,
  ...runDocumentEndpoints,
  ...objectionEndpoints,
  ...budgetEndpoints,
  ...recoveryEndpoints,
  getDemandLetter,
  ...statementEndpoints,
  ...orderingEndpoints,
  ...sourceEndpoints,
  ...handOverEndpoints,
  ...unitEndpoints,
  ...waitingEndpoints,
  sendBack,
  ...personEndpoints,
  ...keyEndpoints,
  readFeed,
  streamFeed,
  ...endpointEndpoints,
  ...workEndpoints,
  getDigest,
  ...policyEndpoints,
  ...paymentSettingsEndpoints,
  getSetHashes,
  getPending,
  listReceived,
  ...missingFactEndpoints,
  listMarkedRecords,
  listDeadLetters,
  resendDeadLetters,
  discardDeadLetters,
  republish,
  ...migrationEndpoints,
  getHealth,
];
