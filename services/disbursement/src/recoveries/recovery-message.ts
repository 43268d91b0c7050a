import type { recoveriesV1 } from '@duixian/proto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { openLedgerSession } from '../ledger/domain/ledger-session.ts';
import { groupFor } from '../ledger/domain/membership.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { loadLedgers } from '../unit-of-work/load-ledger-session.ts';
import { outstandingOf, type Recovery } from './domain/recovery.ts';
import type { RecoveryState } from './domain/recovery-table.ts';
import { readRecovery } from './stored-recoveries.ts';

const STATES: Readonly<Record<RecoveryState, recoveriesV1.RecoveryState>> = {
  none: 'RECOVERY_STATE_UNSPECIFIED',
  demanded: 'RECOVERY_STATE_DEMANDED',
  settled: 'RECOVERY_STATE_SETTLED',
  'written-off': 'RECOVERY_STATE_WRITTEN_OFF',
};

/** With what is outstanding now: netting continues after a demand, so the amount comes from the ledger. */
export async function recoveryMessages(
  collections: Collections,
  recoveries: readonly Recovery[],
  session?: Session,
): Promise<recoveriesV1.Recovery[]> {
  const ledgerSession = openLedgerSession(
    await loadLedgers(
      collections,
      recoveries.map(({ entity }) => entity),
      session,
    ),
  );
  return recoveries.map((recovery) => {
    const outstandingFen = outstandingOf(recovery, groupFor(ledgerSession, recovery.entity));
    const isSettled = recovery.state === 'demanded' && outstandingFen === 0n;
    return {
      id: recovery.id,
      entity: recovery.entity,
      name: recovery.name,
      state: STATES[isSettled ? 'settled' : recovery.state],
      reason: recovery.reason,
      dueOn: recovery.dueOn,
      lines: recovery.lines.map(({ fen, ...rest }) => ({ ...rest, demandedFen: fen })),
      demandedFen: recovery.demandedFen,
      receivedFen: recovery.receivedFen,
      writtenOffFen: recovery.writtenOffFen,
      outstandingFen,
      notes: recovery.notes.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    };
  });
}

export async function recoveryMessage(
  collections: Collections,
  id: string,
  session?: Session,
): Promise<recoveriesV1.Recovery> {
  const recovery: Recovery | undefined = await readRecovery(collections, id, session);
  const [message] = recovery ? await recoveryMessages(collections, [recovery], session) : [];
  if (!message) throw noSuchRecovery(id);
  return message;
}

export function noSuchRecovery(id: string): RpcError {
  return new RpcError(rpcStatus.NOT_FOUND, `there is no demand "${id}"`);
}
