import type { recoveriesV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, exactSum, fen, sumFen } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';

const RECOVERY_STATES = ['demanded', 'settled', 'written-off'] as const;

const lineSchema = z.strictObject({
  year: z.int(),
  group: z.string(),
  demandedFen: sumFen,
  entitledFen: sumFen,
  paidFen: sumFen,
  nettedOutFen: sumFen.describe(
    'Signed: what went to other accounts, less what came from them. Fen; null: beyond exact.',
  ),
  receivedFen: sumFen,
  writtenOffFen: sumFen,
});

const note = z.strictObject({
  event: z.string().describe('demand, receive-part, receive-rest, write-off or cleared.'),
  fen,
  id: z.string().nullable().describe("The bank's reference of a transfer; null: none."),
  by: z.string(),
  at: z.string(),
  document: z.string(),
});

/** A demand for money that was paid and is not due any more (追回). */
export const recoverySchema = z
  .strictObject({
    id: z.string(),
    entity: z.string(),
    name: z.string(),
    state: z.enum(RECOVERY_STATES),
    reason: z.string(),
    dueOn: z.string().describe('Last day to pay, YYYY-MM-DD.'),
    lines: z.array(lineSchema).describe('What the demand says of each account, as it stood then.'),
    demandedFen: sumFen,
    receivedFen: sumFen,
    writtenOffFen: sumFen,
    outstandingFen: sumFen.describe(
      'Less what was netted, or became due again, since. Fen; null: beyond exact.',
    ),
    notes: z.array(note).describe('What happened to it, in order.'),
  })
  .meta({ id: 'Recovery' });

/** A transfer by which money came back, and what of it settles which demand. */
export const transferSchema = z
  .strictObject({
    id: z.string().describe("The bank's reference."),
    amountFen: fen,
    parts: z.array(z.strictObject({ recovery: z.string(), fen })),
    partsFen: fen.describe('What the parts add up to: the amount.'),
    document: z.string(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'TransferBack' });

export function transferJson(transfer: recoveriesV1.Transfer): z.output<typeof transferSchema> {
  const { id, amountFen, parts, partsFen, document, by, at } = transfer;
  return {
    ...{ id, document, by, at },
    amountFen: exactNumber(amountFen),
    parts: parts.map(({ recovery, fen: amount }) => ({ recovery, fen: exactNumber(amount) })),
    partsFen: exactNumber(partsFen),
  };
}

export function recoveryJson(recovery: recoveriesV1.Recovery): z.output<typeof recoverySchema> {
  const { id, entity, name, state, reason, dueOn, lines, notes } = recovery;
  return {
    id,
    entity,
    name,
    state: wireWord('RECOVERY_STATE_', state) as (typeof RECOVERY_STATES)[number],
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

function lineJson(line: recoveriesV1.Recovery_Line): z.output<typeof lineSchema> {
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
