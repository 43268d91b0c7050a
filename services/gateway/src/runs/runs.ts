import type { runsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { document, name, next, nextOf, page, requestBody, title } from '../http/parameters.ts';
import type { Services } from '../services.ts';
import { runJson, runSchema } from './json.ts';
import { runLineJson, runLineSchema } from './line-json.ts';

const RUN_ID = '1 to 32 of A–Z, 0–9 and hyphens';
const YEARS = 'a list of years such as [2018, 2019]';
const GROUPS = 'a list of cap groups';
const SMALLEST = 'a whole number of fen, not below 0';
const ofRun = z.strictObject({ id: name });
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const draftRun = endpoint({
  method: 'POST',
  path: '/v1/runs',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Begin a run of what is open, for others to see and approve',
  summaryZh: '编制拨付批次',
  description:
    'Nothing is reserved by it. The same again has no effect. Refused: another run under this id, a programme or a cap ' +
    'group that is not known. The holder of the key is written down as the one who prepared it, and does not approve it.',
  body: requestBody({
    id: z.string({ error: RUN_ID }).regex(/^[A-Z0-9-]{1,32}$/, { error: RUN_ID }),
    title: title.describe('What people call it.'),
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
      .describe('An entity with less open is left for a later run. Fen.'),
    document,
  }),
  answer: runSchema,
  problems: ['not-json', 'conflict', 'unavailable'],
  async handle({ key, body }, { runs }) {
    const { run } = await runs.draftRun({ ...body, smallestFen: BigInt(body.smallestFen), by: key.person });
    return runJson(defined(run, 'a run is answered'));
  },
});

const listRuns = endpoint({
  method: 'GET',
  path: '/v1/runs',
  access: ['read'],
  tag: 'Money',
  summary: 'All runs in the order of their ids, by page',
  summaryZh: '拨付批次一览',
  query: z.strictObject(page),
  answer: z.strictObject({ runs: z.array(runSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { runs }) {
    const answer = await runs.listRuns({ after: query.after ?? '', limit: query.limit });
    return { runs: answer.runs.map(runJson), next: nextOf(answer.next) };
  },
});

const getRun = endpoint({
  method: 'GET',
  path: '/v1/runs/:id',
  access: ['read'],
  tag: 'Money',
  summary: 'One run: its sums, and who did what to it',
  summaryZh: '单个批次的合计与经办记录',
  params: ofRun,
  answer: runSchema,
  problems: ['not-found', 'unavailable'],
  async handle({ params }, { runs }) {
    const { run } = await runs.getRun(params);
    return runJson(defined(run, 'a run is answered'));
  },
});

const listRunLines = endpoint({
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
  async handle({ params, query }, { runs }) {
    const { after = '', limit } = query;
    const answer = await runs.listRunLines({ run: params.id, after, limit });
    return { lines: answer.lines.map(runLineJson), next: nextOf(answer.next) };
  },
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

const publishRun = endpoint({
  ...stepping,
  path: '/v1/runs/:id/publish',
  access: ['prepare'],
  summary: 'Make the list public; its amounts are frozen and reserved',
  summaryZh: '公示批次，冻结并占用金额与预算指标',
  description: `Refused: a run that is no draft, nothing to pay, less budget than it needs (with the shortfall). ${BEGINS}`,
  handle: stepTo('RUN_STEP_PUBLISH'),
});

const approveRun = endpoint({
  ...stepping,
  path: '/v1/runs/:id/approve',
  access: ['approve'],
  summary: 'Approve a run after its publicity; lines fall to what is due now',
  summaryZh: '审批批次，金额只减不增',
  description:
    'Never by who prepared, published or changed it, or confirmed the account of one of its payees. Refused as well: ' +
    `publicity that is not over, objections that are undecided, another fiscal year. ${BEGINS}`,
  handle: stepTo('RUN_STEP_APPROVE'),
});

const issueRun = endpoint({
  ...stepping,
  path: '/v1/runs/:id/issue',
  access: ['prepare', 'approve'],
  summary: 'Issue an approved run: one order for each line that is in',
  summaryZh: '签发批次，逐单位生成支付申请',
  description: `Refused: a run that is not approved, or was published in another fiscal year. ${BEGINS}`,
  handle: stepTo('RUN_STEP_ISSUE'),
});

const closeRun = endpoint({
  ...stepping,
  path: '/v1/runs/:id/close',
  access: ['prepare', 'approve'],
  summary: 'Close an issued run when none of its orders is under way',
  summaryZh: '办结批次',
  description: 'Refused: a run that is not issued, orders under way. The same again has no effect.',
  handle: stepTo('RUN_STEP_CLOSE'),
});

const cancelRun = endpoint({
  ...stepping,
  path: '/v1/runs/:id/cancel',
  access: ['prepare', 'approve'],
  summary: 'Cancel a run before it is issued; what it held is open again',
  summaryZh: '撤销批次，释放占用的金额',
  description: `Refused: a run that is issued or closed. ${BEGINS}`,
  handle: stepTo('RUN_STEP_CANCEL'),
});

export const runEndpoints: readonly Endpoint[] = [
  draftRun,
  listRuns,
  getRun,
  listRunLines,
  publishRun,
  approveRun,
  issueRun,
  closeRun,
  cancelRun,
];

type Step = {
  readonly params: { readonly id: string };
  readonly body: { readonly document: string };
  readonly key: Key;
};

function stepTo(step: runsV1.RunStep) {
  return async ({ key, params, body }: Step, { runs }: Services) => {
    const { run } = await runs.stepRun({ id: params.id, step, by: key.person, document: body.document });
    return runJson(defined(run, 'a run is answered'));
  };
}
