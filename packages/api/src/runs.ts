import { z } from 'zod';
import { accountAmountSchema } from './accounts.ts';
import { fen, sumFen } from './amounts.ts';
import { document, name, next, page, requestBody, title } from './parameters.ts';
import { route } from './route.ts';

export const RUN_STATES = ['draft', 'published', 'approved', 'issued', 'closed', 'cancelled'] as const;

export const runNoteSchema = z.strictObject({
  event: z.string().describe('draft, publish, object, decide, approve, issue, close, cancel or give-back.'),
  entity: z.string().nullable().describe('Of the line that it is about; null: the whole run.'),
  by: z.string(),
  at: z.string(),
  document: z.string(),
});

/** A payment run (批次) with the sums of its lines. */
export const runSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    programme: z.string(),
    fiscalYear: z.int().describe('Of publication; it is issued in the same one.'),
    groups: z.array(z.string()).describe('Cap groups that it takes; none: all of its programme.'),
    years: z.array(z.int()).describe('Years that it takes; none: all.'),
    smallestFen: fen.describe('An entity with less outstanding is left for a later run. Fen.'),
    state: z.enum(RUN_STATES),
    step: z.string().nullable().describe('The step in progress; null: none.'),
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
    notes: z.array(runNoteSchema).describe('Who did what, when and on which document, in order.'),
  })
  .meta({ id: 'Run' });

const OUT =
  'Why it is excluded: held, nothing-open, belongs-to-another, objection, cancelled, no-payee, ' +
  'payee-confirmed-by-approver, beyond-exact (its amounts together are more than one order may carry: draft runs by ' +
  'group or year) or defect (its ledgers are wrong: see the log); null: it is included.';

const outcome = z.strictObject({
  upheld: z.boolean().describe('Whether the line stays excluded.'),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  document: z.string(),
});

/** The payment of a run to one entity. */
export const runLineSchema = z
  .strictObject({
    entity: z.string(),
    name: z.string(),
    amounts: z.array(accountAmountSchema).describe('What it takes of each account now.'),
    published: z.array(accountAmountSchema).describe('As they were frozen and published.'),
    draftFen: sumFen,
    approvedFen: sumFen.describe('Null: not at this step yet. Fen.'),
    issuedFen: sumFen.describe('Null: not at this step yet. Fen.'),
    out: z.string().nullable().describe(OUT),
    objections: z.array(
      z.strictObject({
        reason: z.string(),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        outcome: outcome.nullable().describe('Null: undecided.'),
      }),
    ),
    order: z.string().nullable().describe('Id of its order; null: none.'),
  })
  .meta({ id: 'RunLine' });

const RUN_ID = '1 to 32 of A–Z, 0–9 and hyphens';

const YEARS = 'a list of years such as [2018, 2019]';

const GROUPS = 'a list of cap groups';

const SMALLEST = 'a whole number of fen, not below 0';

const ofRun = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

export const draftRun = route({
  method: 'POST',
  path: '/v1/runs',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Draft a payment run of what is outstanding, for others to see and approve',
  summaryZh: '编制拨付批次',
  description:
    'Nothing is reserved by it. The same again has no effect. Refused: another run under this id, a programme or a cap ' +
    'group that is not known. The holder of the key is recorded as the one who prepared it, and may not approve it.',
  body: requestBody({
    id: z.string({ error: RUN_ID }).regex(/^[A-Z0-9-]{1,32}$/, { error: RUN_ID }),
    title: title.describe('Its title.'),
    programme: name.describe('Id of the programme.'),
    groups: z.array(name, { error: GROUPS }).max(100, { error: GROUPS }).default([]),
    years: z
      .array(z.int({ error: YEARS }).min(1_000, { error: YEARS }).max(2_999, { error: YEARS }), {
        error: YEARS,
      })
      .max(100, { error: YEARS })
      .default([]),
    smallestFen: z
      .int({ error: SMALLEST })
      .min(0, { error: SMALLEST })
      .default(0)
      .describe('An entity with less outstanding is left for a later run. Fen.'),
    document,
  }),
  answer: runSchema,
  problems: ['not-json', 'conflict', 'unavailable'],
});

export const listRuns = route({
  method: 'GET',
  path: '/v1/runs',
  access: ['read'],
  tag: 'Money',
  summary: 'All runs in the order of their ids, by page',
  summaryZh: '拨付批次一览',
  query: z.strictObject(page),
  answer: z.strictObject({ runs: z.array(runSchema), next }),
  problems: ['unavailable'],
});

export const getRun = route({
  method: 'GET',
  path: '/v1/runs/:id',
  access: ['read'],
  tag: 'Money',
  summary: 'One run: its sums, and who did what to it',
  summaryZh: '单个批次的合计与经办记录',
  params: ofRun,
  answer: runSchema,
  problems: ['not-found', 'unavailable'],
});

export const listRunLines = route({
  method: 'GET',
  path: '/v1/runs/:id/lines',
  access: ['read'],
  tag: 'Money',
  summary: 'What a run pays to each entity, or why not, in the order of entities, by page',
  summaryZh: '批次明细：各单位金额及剔除原因',
  params: ofRun,
  query: z.strictObject(page),
  answer: z.strictObject({ lines: z.array(runLineSchema), next }),
  problems: ['not-found', 'unavailable'],
});

const BEGINS =
  'Answers when the step has begun; it is done when `step` is null. The same again has no effect.';

const stepping = {
  method: 'POST',
  tag: 'Money',
  params: ofRun,
  body: requestBody({ document }),
  answer: runSchema,
  problems,
} as const;

export const publishRun = route({
  ...stepping,
  path: '/v1/runs/:id/publish',
  access: ['prepare'],
  summary: 'Publish the list; its amounts are frozen and reserved',
  summaryZh: '公示批次，冻结并占用金额与预算指标',
  description: `Refused: a run that is not a draft, nothing to pay, less budget than it needs (with the shortfall). ${BEGINS}`,
});

export const approveRun = route({
  ...stepping,
  path: '/v1/runs/:id/approve',
  access: ['approve'],
  summary: 'Approve a run after its public notice; lines fall to what is due now',
  summaryZh: '审批批次，金额只减不增',
  description:
    'Never by a person who prepared, published or changed it, or confirmed the account of one of its payees. Refused as well: ' +
    `a public notice that is not over, objections that are undecided, another fiscal year. ${BEGINS}`,
});

export const issueRun = route({
  ...stepping,
  path: '/v1/runs/:id/issue',
  access: ['prepare', 'approve'],
  summary: 'Issue an approved run: one order for each included line',
  summaryZh: '签发批次，逐单位生成支付申请',
  description: `Refused: a run that is not approved, or was published in another fiscal year. ${BEGINS}`,
});

export const closeRun = route({
  ...stepping,
  path: '/v1/runs/:id/close',
  access: ['prepare', 'approve'],
  summary: 'Close an issued run when none of its orders is in flight',
  summaryZh: '办结批次',
  description: 'Refused: a run that is not issued, orders in flight. The same again has no effect.',
});

export const cancelRun = route({
  ...stepping,
  path: '/v1/runs/:id/cancel',
  access: ['prepare', 'approve'],
  summary: 'Cancel a run before it is issued; what it held is outstanding again',
  summaryZh: '撤销批次，释放占用的金额',
  description: `Refused: a run that is issued or closed. ${BEGINS}`,
});
