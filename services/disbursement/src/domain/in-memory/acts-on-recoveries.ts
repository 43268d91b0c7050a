import { demandAnew } from '../recoveries/demand-anew.ts';
import { type Recovery, type RecoveryOutcome, receive, writeOff } from '../recoveries/recovery.ts';
import { groupFor } from '../runs/run-steps.ts';
import type { Attempt } from './attempt.ts';

export function demandBack(attempt: Attempt, entity: string, by: string, afterMs: number): RecoveryOutcome {
  const books = attempt.open({ usccs: [entity] });
  const known = [...attempt.store.recoveries.values()].filter((recovery) => recovery.entity === entity);
  const act = { by, at: attempt.terms.now, document: 'document', reason: 'amended', dueOn: '2019-07-01' };
  const outcome = demandAnew(groupFor(books, entity), known, act, afterMs);
  if ('refusal' in outcome) return outcome;
  for (const recovery of [...outcome.others, outcome.recovery]) attempt.putRecovery(recovery);
  return outcome;
}

/** `paymentId`: the bank's number, under which it counts once. */
export function receiveBack(
  attempt: Attempt,
  recovery: Recovery,
  fen: bigint,
  { by, paymentId }: { by: string; paymentId: string },
): RecoveryOutcome {
  const books = attempt.open({ usccs: [recovery.entity] });
  const act = { by, at: attempt.terms.now, document: 'document', id: paymentId };
  const group = groupFor(books, recovery.entity);
  return kept(attempt, receive(books, group, recovery, fen, act, attempt.terms));
}

export function giveUp(attempt: Attempt, recovery: Recovery, by: string): RecoveryOutcome {
  const books = attempt.open({ usccs: [recovery.entity] });
  const act = { by, at: attempt.terms.now, document: 'document' };
  return kept(attempt, writeOff(books, groupFor(books, recovery.entity), recovery, act, attempt.terms));
}

function kept(attempt: Attempt, outcome: RecoveryOutcome): RecoveryOutcome {
  if ('recovery' in outcome && outcome.isNew) attempt.putRecovery(outcome.recovery);
  return outcome;
}
