import type { Endpoint } from '../http/endpoint.ts';
import { budgetEndpoints } from './budgets.ts';
import { exportStoredFacts } from './check-facts.ts';
import { getFingerprints } from './check-set-hashes.ts';
import { decisionEndpoints } from './decisions.ts';
import { discardDeadLetters } from './discard-dead-letters.ts';
import { explainAccount } from './explain-account.ts';
import { exportFacts } from './export-facts.ts';
import { exportResult } from './export-result.ts';
import { getDemandLetter } from './get-demand-letter.ts';
import { getDigest } from './get-digest.ts';
import { getHealth } from './get-health.ts';
import { getInstitution } from './get-institution.ts';
import { getOrder } from './get-order.ts';
import { getPending } from './get-pending.ts';
import { handOverEndpoints } from './hand-overs.ts';
import { keyEndpoints } from './keys.ts';
import { listAccounts } from './list-accounts.ts';
import { listClaims } from './list-claims.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { listMovements } from './list-journal-entries.ts';
import { listMarkedRecords } from './list-marked-records.ts';
import { listNoClaims } from './list-no-claims.ts';
import { listOrders } from './list-orders.ts';
import { listPayables } from './list-payables.ts';
import { listReceived } from './list-received.ts';
import { listRefusals } from './list-refusals.ts';
import { listUndecided } from './list-undecided.ts';
import { listUsage } from './list-usage.ts';
import { migrationEndpoints } from './migrations.ts';
import { missingFactEndpoints } from './missing-facts.ts';
import { objectionEndpoints } from './objections.ts';
import { orderingEndpoints } from './ordering.ts';
import { payeeTableEndpoints } from './payee-tables.ts';
import { payeeEndpoints } from './payees.ts';
import { paymentSettingsEndpoints } from './payment-settings.ts';
import { personEndpoints } from './persons.ts';
import { policyEndpoints } from './policy.ts';
import { postEvents } from './post-events.ts';
import { recordEndpoints } from './records.ts';
import { recoveryEndpoints } from './recoveries.ts';
import { releaseOrder } from './release-order.ts';
import { reportOrderStatus } from './report-order-status.ts';
import { republish } from './republish.ts';
import { resendDeadLetters } from './resend-dead-letters.ts';
import { resolveOrder } from './resolve-order.ts';
import { runDocumentEndpoints } from './run-documents.ts';
import { runEndpoints } from './runs.ts';
import { sourceEndpoints } from './sources.ts';
import { statementEndpoints } from './statements.ts';
import { workEndpoints } from './work.ts';

/** Everything that can be asked, in the order of the document at /docs. */
export const allEndpoints: readonly Endpoint[] = [
  postEvents,
  listRefusals,
  exportFacts,
  exportStoredFacts,
  getInstitution,
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
  listMovements,
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
  ...personEndpoints,
  ...keyEndpoints,
  ...workEndpoints,
  getDigest,
  ...policyEndpoints,
  ...paymentSettingsEndpoints,
  getFingerprints,
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
