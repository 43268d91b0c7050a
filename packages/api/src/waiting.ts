import { z } from 'zod';
import { name, next, page } from './parameters.ts';
import { fault } from './problem.ts';
import { route } from './route.ts';
import { storedParty } from './units.ts';

export const ROW_STATES = [
  ...(['waiting', 'released', 'recorded', 'duplicate'] as const),
  ...(['stale', 'already-final', 'refused'] as const),
] as const;

const wait = z.strictObject({
  field: z.string(),
  unit: z.string(),
  division: z.string().nullable().describe('Where it is meant, if its sender named one.'),
});

const query = z.strictObject({
  ...page,
  source: name.describe('Of this source only; may be left out with a key of one source.').optional(),
});

const shared = {
  method: 'GET',
  access: ['read', 'source'],
  tag: 'Partners',
  query,
  problems: ['unavailable'],
} as const;

/** A unit that nobody has named yet. */
export const waitingUnitSchema = z
  .strictObject({
    source: z.string(),
    unit: z.string().describe('As its sender writes it.'),
    rows: z.int().describe('How many records wait for it.'),
    since: z.string().describe('The arrival of the earliest.'),
    suggestions: z.array(storedParty).describe('Parties of nearly this name: shown, never taken.'),
  })
  .meta({ id: 'WaitingUnit' });

/** A record that waits or waited for a unit. */
export const waitingRowSchema = z
  .strictObject({
    source: z.string(),
    type: z.string(),
    subject: z.string(),
    waitsFor: z.array(wait).describe('Fields of its data, and the units that they name.'),
    way: z.string().describe('How it came in, such as `nrii`.'),
    arrivedAt: z.string(),
    state: z.enum(ROW_STATES).describe('Released: its units are known, and it is about to be recorded.'),
    faults: z.array(fault).describe('Why it was refused.'),
  })
  .meta({ id: 'WaitingRow' });

export const listWaitingUnits = route({
  ...shared,
  path: '/v1/units/waiting',
  summary: 'Units for which records wait, by page',
  summaryZh: '待补全单位一览',
  answer: z.strictObject({ units: z.array(waitingUnitSchema), next }),
});

export const listWaitingRows = route({
  ...shared,
  path: '/v1/units/waiting/rows',
  summary: 'Records of a source that wait for units, and what became of those that waited, by page',
  summaryZh: '某来源待补全记录及其结果',
  answer: z.strictObject({ rows: z.array(waitingRowSchema), next }),
});
