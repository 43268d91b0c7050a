import type { runsV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, exactSum, fen, sumFen } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';

const RUN_STATES = ['draft', 'published', 'approved', 'issued', 'closed', 'cancelled'] as const;

const note = z.strictObject({
  event: z.string().describe('draft, publish, object, decide, approve, issue, close, cancel or give-back.'),
  entity: z.string().nullable().describe('Of the line that it is about; null: the whole run.'),
  by: z.string(),
  at: z.string(),
  document: z.string(),
});

/** A run (批次) with what its lines add up to. */
export const runSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    programme: z.string(),
    fiscalYear: z.int().describe('Of publication; it is issued in the same one.'),
    groups: z.array(z.string()).describe('Cap groups that it takes; none: all of its programme.'),
    years: z.array(z.int()).describe('Years that it takes; none: all.'),
    smallestFen: fen.describe('An entity with less open is left for a later run. Fen.'),
    state: z.enum(RUN_STATES),
    step: z.string().nullable().describe('The step that is being worked off; null: none.'),
    publicity: z
      .strictObject({ from: z.string(), until: z.string(), workingDays: z.int() })
      .nullable()
      .describe('公示: first and last day.'),
    lines: z.int(),
    linesOut: z.int(),
    undecidedObjections: z.int(),
    draftFen: sumFen,
    publishedFen: sumFen,
    approvedFen: sumFen,
    issuedFen: sumFen,
    notes: z.array(note).describe('Who did what, when and on what paper, in order.'),
  })
  .meta({ id: 'Run' });

export function runJson(run: runsV1.Run): z.output<typeof runSchema> {
  const {
    smallestFen,
    state,
    step,
    publicity,
    draftFen,
    publishedFen,
    approvedFen,
    issuedFen,
    notes,
    ...rest
  } = run;
  return {
    ...rest,
    smallestFen: exactNumber(smallestFen),
    state: wireWord('RUN_STATE_', state) as (typeof RUN_STATES)[number],
    step: step || null,
    publicity: publicity ?? null,
    draftFen: exactSum(draftFen),
    publishedFen: exactSum(publishedFen),
    approvedFen: exactSum(approvedFen),
    issuedFen: exactSum(issuedFen),
    notes: notes.map(({ entity, ...more }) => ({ ...more, entity: entity || null })),
  };
}
