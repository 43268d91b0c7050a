import { partySchema } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { historySchema } from './history.ts';
import { document, givenId, name, next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

/** A party as facts name it, as it is answered. */
export const storedParty = z
  .strictObject({
    uscc: z.string().nullable().describe('统一社会信用代码; null for one beyond the border.'),
    name: z.string(),
    kind: z.string(),
    divisionCode: z.string().nullable(),
    country: z.string().nullable().describe('Null for one with a USCC.'),
  })
  .meta({ id: 'UnitParty' });

export const unitSchema = z
  .strictObject({
    source: z.string(),
    unit: z.string().describe('What the source calls it, in the form in which it is looked up.'),
    party: storedParty,
    version: z.int().describe('Counts what was confirmed about it.'),
    proposal: z.string().describe('The proposal by which it is so.'),
    document: z.string(),
    proposedBy: z.string(),
    confirmedBy: z.string(),
    at: z.string(),
  })
  .meta({ id: 'Unit' });

/** One unit or a table of them (单位对照). */
export const unitProposalSchema = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    count: z.int().describe('How many units it names.'),
    status: z.enum(['proposed', 'confirmed', 'rejected']),
    proposedBy: z.string(),
    proposedAt: z.string(),
    document: z.string(),
    at: z.string().nullable().describe('When it was confirmed.'),
  })
  .meta({ id: 'UnitProposal' });

const ofProposal = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', answer: unitProposalSchema, problems } as const;

const id = givenId.describe('An id that the caller chooses; it names this proposal for ever.');

const source = name.describe('The source that calls them so.');

const named = z.strictObject({
  unit: givenId.describe('What the source calls it: a code or a name.'),
  party: partySchema,
});

const most = LIMITS.unitsOfProposal.most;

const file = z.string().meta({ format: 'binary' });

const SAME =
  'The same again has no effect. Refused: a person without the role, and one who may record as this source.';

export const listUnits = route({
  method: 'GET',
  path: '/v1/units',
  access: ['read'],
  tag: 'Partners',
  summary: 'The unit directory: which party a source means by a code or a name, by page',
  summaryZh: '单位对照表',
  query: z.strictObject({
    ...page,
    source: name.describe('Of this source only.').optional(),
    unit: name.describe('What this code or name means.').optional(),
  }),
  answer: z.strictObject({ units: z.array(unitSchema), next }),
  problems: ['unavailable'],
});

export const listUnitProposals = route({
  method: 'GET',
  path: '/v1/units/proposals',
  access: ['read'],
  tag: 'Partners',
  summary: 'Proposals of units, by page',
  summaryZh: '单位对照变更一览',
  query: z.strictObject({
    ...page,
    waiting: z
      .enum(['true'], { error: 'true' })
      .describe('Only those that wait for a second person.')
      .optional(),
  }),
  answer: z.strictObject({ proposals: z.array(unitProposalSchema), next }),
  problems: ['unavailable'],
});

export const getUnitProposal = route({
  method: 'GET',
  path: '/v1/units/proposals/:id',
  access: ['read'],
  tag: 'Partners',
  summary: 'A proposal of units, the units while it waits, and its history, by page',
  summaryZh: '某项单位对照变更及其记录',
  params: ofProposal,
  query: z.strictObject(page),
  answer: z.strictObject({
    proposal: unitProposalSchema,
    units: z
      .array(z.strictObject({ unit: z.string(), party: storedParty }))
      .describe('Empty once it is decided: the history has them.'),
    history: historySchema,
  }),
  problems: ['not-found', 'unavailable'],
});

export const proposeUnits = route({
  ...shared,
  path: '/v1/units/proposals',
  access: ['prepare'],
  summary: 'Propose which parties a source means, for another person to confirm',
  summaryZh: '经办人提出单位对照，待他人复核',
  description: SAME,
  body: requestBody({ id, source, units: z.array(named).min(1).max(most), document }),
});

export const importUnits = route({
  ...shared,
  path: '/v1/units/proposals/import',
  access: ['prepare'],
  summary: 'Propose the units of a table as one proposal, for another person to confirm',
  summaryZh: '批量导入单位对照，待他人复核',
  description:
    `The body is the file, CSV or .xlsx, of at most ${most} units: 单位名称, 统一社会信用代码, 性质, 行政区划代码 and, if wanted, ` +
    `国别代码, 单位代码. One with faults is refused whole, with all faults by line. ${SAME}`,
  query: z.strictObject({ id, source, document }),
  rawBody: {
    limitBytes: LIMITS.unitsTableBytes.most,
    content: { 'text/csv': file, 'application/octet-stream': file },
  },
  problems: ['not-found', 'conflict', 'too-large', 'media-type', 'unavailable'],
});

export const confirmUnits = route({
  ...shared,
  path: '/v1/units/proposals/:id/confirm',
  access: ['approve'],
  summary: 'Confirm all units of a proposal of another person',
  summaryZh: '复核人确认单位对照',
  description: `${SAME} Refused too: the person who proposed it.`,
  params: ofProposal,
});

export const rejectUnits = route({
  ...shared,
  path: '/v1/units/proposals/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject a proposal of units; the person who made it withdraws it',
  summaryZh: '复核不通过，或撤回',
  params: ofProposal,
  body: requestBody({ reason: text.describe('Why.') }),
});
