import type { Fen } from '@duixian/values';
import { groupFor } from '../../src/ledger/domain/membership.ts';
import { demandRest } from '../../src/recoveries/domain/demand-rest.ts';
import {
  bookTransfer,
  type ReceiptOutcome,
  receiptInNotes,
  sumOfParts,
  type Transfer,
} from '../../src/recoveries/domain/receipt.ts';
import { type Recovery, type RecoveryOutcome, writeOff } from '../../src/recoveries/domain/recovery.ts';
import type { UnitOfWork } from './unit-of-work.ts';

export function demandBack(
  attempt: UnitOfWork,
  entity: string,
  by: string,
  afterMs: number,
): RecoveryOutcome {
  const session = attempt.open({ usccs: [entity] });
  const known = [...attempt.store.recoveries.values()].filter((recovery) => recovery.entity === entity);
  const act = { by, at: attempt.terms.now, document: 'document', reason: 'amended', dueOn: '2019-07-01' };
  const outcome = demandRest(groupFor(session, entity), known, act, afterMs);
  if ('refusal' in outcome) return outcome;
  for (const recovery of [...outcome.others, outcome.recovery]) attempt.putRecovery(recovery);
  return outcome;
}

/** A transfer under the bank's reference, which counts once over all demands. */
export function receiveBack(
  attempt: UnitOfWork,
  transfer: Pick<Transfer, 'id' | 'parts'> & { readonly amountFen?: Fen },
  by: string,
): ReceiptOutcome {
  const { recoveries } = attempt.store;
  const named = transfer.parts.flatMap(({ recovery }) => recoveries.get(recovery) ?? []);
  const session = attempt.open({ usccs: named.map(({ entity }) => entity) });
  const known = receiptInNotes(transfer.id, [...recoveries.values()]);
  const whole = { amountFen: sumOfParts(transfer.parts), ...transfer };
  const act = { by, at: attempt.terms.now, document: 'document' };
  const outcome = bookTransfer(session, known, recoveries, whole, act, attempt.terms);
  if ('recoveries' in outcome) for (const recovery of outcome.recoveries) attempt.putRecovery(recovery);
  return outcome;
}

export function giveUp(attempt: UnitOfWork, recovery: Recovery, by: string): RecoveryOutcome {
  const session = attempt.open({ usccs: [recovery.entity] });
  const act = { by, at: attempt.terms.now, document: 'document' };
  return kept(attempt, writeOff(session, groupFor(session, recovery.entity), recovery, act, attempt.terms));
}

function kept(attempt: UnitOfWork, outcome: RecoveryOutcome): RecoveryOutcome {
  if ('recovery' in outcome && outcome.isNew) attempt.putRecovery(outcome.recovery);
  return outcome;
}
