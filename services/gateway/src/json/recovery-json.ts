import type { recoveriesV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, fen } from './exact-number.ts';
import { wireWord } from './wire-word.ts';

const RECOVERY_STATES = ['demanded', 'settled', 'written-off'] as const;

const lineSchema = z.strictObject({
  year: z.int(),
  group: z.string(),
  demandedFen: fen,
  entitledFen: fen,
  paidFen: fen,
  nettedOutFen: fen.describe('Signed: what went to other accounts, less what came from them. Fen.'),
  receivedFen: fen,
  writtenOffFen: fen,
});

const note = z.strictObject({
  event: z.string().describe('demand, receive-part, receive-rest, write-off or cleared.'),
  fen,
  id: z.string().nullable().describe("The caller's own id of a payment; null: none."),
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
    demandedFen: fen,
    receivedFen: fen,
    writtenOffFen: fen,
    outstandingFen: fen.describe('Less what was netted, or became due again, since. Fen.'),
    notes: z.array(note).describe('What happened to it, in order.'),
  })
  .meta({ id: 'Recovery' });

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
    demandedFen: exactNumber(recovery.demandedFen),
    receivedFen: exactNumber(recovery.receivedFen),
    writtenOffFen: exactNumber(recovery.writtenOffFen),
    outstandingFen: exactNumber(recovery.outstandingFen),
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
    demandedFen: exactNumber(line.demandedFen),
    entitledFen: exactNumber(line.entitledFen),
    paidFen: exactNumber(line.paidFen),
    nettedOutFen: exactNumber(line.nettedOutFen),
    receivedFen: exactNumber(line.receivedFen),
    writtenOffFen: exactNumber(line.writtenOffFen),
  };
}
