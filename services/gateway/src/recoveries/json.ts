import { exactNumber, exactSum, wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { recoveriesV1 } from '@duixian/proto';
import type { z } from 'zod';

export function transferJson(transfer: recoveriesV1.Transfer): z.output<typeof api.transferSchema> {
  const { id, amountFen, parts, partsFen, document, by, at } = transfer;
  return {
    ...{ id, document, by, at },
    amountFen: exactNumber(amountFen),
    parts: parts.map(({ recovery, fen: amount }) => ({ recovery, fen: exactNumber(amount) })),
    partsFen: exactNumber(partsFen),
  };
}

export function recoveryJson(recovery: recoveriesV1.Recovery): z.output<typeof api.recoverySchema> {
  const { id, entity, name, state, reason, dueOn, lines, notes } = recovery;
  return {
    id,
    entity,
    name,
    state: wireWord('RECOVERY_STATE_', state) as (typeof api.RECOVERY_STATES)[number],
    reason,
    dueOn,
    lines: lines.map(lineJson),
    demandedFen: exactSum(recovery.demandedFen),
    receivedFen: exactSum(recovery.receivedFen),
    writtenOffFen: exactSum(recovery.writtenOffFen),
    outstandingFen: exactSum(recovery.outstandingFen),
    notes: notes.map(({ fen: amount, id, ...rest }) => ({
      ...rest,
      id: id || null,
      fen: exactNumber(amount),
    })),
  };
}

function lineJson(line: recoveriesV1.Recovery_Line): z.output<typeof api.recoveryLineSchema> {
  return {
    year: line.year,
    group: line.group,
    demandedFen: exactSum(line.demandedFen),
    entitledFen: exactSum(line.entitledFen),
    paidFen: exactSum(line.paidFen),
    nettedOutFen: exactSum(line.nettedOutFen),
    receivedFen: exactSum(line.receivedFen),
    writtenOffFen: exactSum(line.writtenOffFen),
  };
}
