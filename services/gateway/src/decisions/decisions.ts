import { FACT_TYPE_NAMES } from '@duixian/facts';
import type { decisionsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { actorOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import {
  day,
  document,
  givenId,
  name,
  next,
  nextOf,
  page,
  proposalNumber,
  requestBody,
  text,
  uscc,
} from '../http/parameters.ts';
import type { Services } from '../services.ts';
import { previewJson, previewSchema, proposedJson, proposedSchema } from './json.ts';

const YEAR = 'a year from 1 to 9999';
const scopeYear = z.int({ error: YEAR }).min(1, { error: YEAR }).max(9_999, { error: YEAR });
const FEN = 'a whole number of fen from 0 to 9,999,999,999,999';
const fen = z.int({ error: FEN }).min(0, { error: FEN }).max(9_999_999_999_999, { error: FEN });
const scope = z
  .strictObject({
    fact: z
      .strictObject({
        type: z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }),
        subject: givenId,
      })
      .optional(),
    entity: uscc.optional(),
    year: scopeYear.optional(),
  })
  .describe('{"fact"}, {"entity","year"} or {"year"}.');

const DIGEST = 'the digest of a preview, 64 hexadecimal digits';
const digest = z.string({ error: DIGEST }).regex(/^[0-9a-f]{64}$/, { error: DIGEST });
const decidedBy = text.describe('Who decided.');
const drafted = {
  id: givenId.optional().describe('Of a decision that stands, which is changed. Not given: a new one.'),
  policy: givenId,
  provision: givenId,
  scope,
  rate: z
    .string({ error: 'a decimal rate such as "0.25"' })
    .min(1, { error: 'a decimal rate such as "0.25"' })
    .max(20, { error: 'a decimal rate such as "0.25"' })
    .optional()
    .describe('Exactly one of rate and amountFen.'),
  amountFen: fen.optional(),
  decidedBy,
  decidedOn: day.optional().describe('Not given: today in Shanghai.'),
  document,
  reason: text.describe('Why it is decided so.'),
};
const withdrawn = { decidedBy, document, reason: text.describe('Why it is withdrawn.') };
const preview = digest.describe('Of the preview that was looked at.');

const ofDecision = z.strictObject({ id: name });
const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;
const shared = { method: 'POST', tag: 'Entitlements', answer: proposedSchema, problems } as const;
const previewing = { ...shared, access: ['prepare', 'approve'], answer: previewSchema } as const;

const listProposed = endpoint({
  method: 'GET',
  path: '/v1/decisions/proposals',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'Decisions that were proposed, or those that wait for a second person, by page',
  summaryZh: '拟作出的裁量决定',
  query: z.strictObject({
    waiting: z.enum(['true', 'false'], { error: 'true or false' }).optional(),
    ...page,
  }),
  answer: z.strictObject({ decisions: z.array(proposedSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { decisions }) {
    const { after = '', limit, waiting } = query;
    const answer = await decisions.listDecisions({ waiting: waiting === 'true', after, limit });
    return { decisions: answer.decisions.map(proposedJson), next: nextOf(answer.next) };
  },
});

const getProposed = endpoint({
  method: 'GET',
  path: '/v1/decisions/proposals/:id',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'What waits for a second person of a decision, and all that was done',
  summaryZh: '某裁量决定的拟办与复核记录',
  params: ofDecision,
  answer: proposedSchema,
  problems: ['not-found', 'unavailable'],
  async handle({ params }, { decisions }) {
    const { decision } = await decisions.getDecision(params);
    return proposedJson(defined(decision, 'a decision is answered'));
  },
});

const previewDraft = endpoint({
  ...previewing,
  path: '/v1/decisions/preview',
  summary: 'What a decision would change, and what would be ordered at once; nothing is recorded',
  summaryZh: '预览裁量决定的影响',
  description: 'Its digest is named by whoever proposes the same.',
  body: requestBody(drafted),
  handle: ({ body }, services) => previewOf(services, { $case: 'draft', value: draftOf(body) }),
});

const proposeDecision = endpoint({
  ...shared,
  path: '/v1/decisions/propose',
  access: ['prepare'],
  summary: 'Put a decision or its change forward, on a preview, for another person to confirm',
  summaryZh: '经办人提出裁量决定，待他人复核',
  description:
    'The same again has no effect. Refused: one that an equally narrow decision beats from the start, a digest that is not ' +
    'of a preview of the same.',
  body: requestBody({ ...drafted, preview }),
  handle: ({ key, body }, services) => {
    const { preview: seen, ...draft } = body;
    const act = { $case: 'propose', value: { draft: draftOf(draft), preview: seen } } as const;
    return change(services, key, { id: '', act });
  },
});

const previewWithdrawal = endpoint({
  ...previewing,
  path: '/v1/decisions/:id/withdraw/preview',
  summary: 'What the withdrawal of a decision would change; nothing is recorded',
  summaryZh: '预览撤回裁量决定的影响',
  params: ofDecision,
  body: requestBody(withdrawn),
  handle: ({ params, body }, services) =>
    previewOf(services, { $case: 'draft', value: withdrawalOf(params.id, body) }),
});

const withdrawDecision = endpoint({
  ...shared,
  path: '/v1/decisions/:id/withdraw',
  access: ['prepare'],
  summary: 'Propose that a decision decides nothing any more, on a paper and for a reason of its own',
  summaryZh: '经办人提出撤回裁量决定，待他人复核',
  params: ofDecision,
  body: requestBody({ ...withdrawn, preview }),
  handle: ({ key, params, body }, services) => {
    const { preview: seen, ...rest } = body;
    const value = { draft: withdrawalOf(params.id, rest), preview: seen };
    return change(services, key, { id: params.id, act: { $case: 'propose', value } });
  },
});

const previewWaiting = endpoint({
  ...previewing,
  path: '/v1/decisions/:id/preview',
  summary: 'What the proposal that waits would change now',
  summaryZh: '预览待复核裁量决定的影响',
  params: ofDecision,
  handle: ({ params }, services) => previewOf(services, { $case: 'waiting', value: params.id }),
});

const confirmDecision = endpoint({
  ...shared,
  path: '/v1/decisions/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed; it is recorded, and money follows',
  summaryZh: '复核人确认裁量决定',
  description:
    'Names the preview that was looked at. 409 where by now more would be ordered at once than that says, by more than ' +
    '`mayGrowFen`: the answer names the difference and the preview to look at. Refused: who proposed it, a machine.',
  params: ofDecision,
  body: requestBody({
    number: proposalNumber,
    preview,
    mayGrowFen: fen
      .optional()
      .describe('By how much what is ordered at once may have grown since; 0 if not given.'),
  }),
  async handle({ key, params, body }, services) {
    const { number: numbered, preview: seen, mayGrowFen = 0 } = body;
    const { decision } = await services.decisions.getDecision({ id: params.id });
    // Of one that does not wait there is no preview: awards says what became of it.
    const now = decision?.waiting && (await previewOf(services, { $case: 'waiting', value: params.id }));
    const value = {
      ...{ number: BigInt(numbered), preview: seen, previewNow: now?.digest ?? '' },
      mayGrowFen: BigInt(mayGrowFen),
    };
    return change(services, key, { id: params.id, act: { $case: 'confirm', value } });
  },
});

const rejectDecision = endpoint({
  ...shared,
  path: '/v1/decisions/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not confirm the proposal that waits; whoever made it takes it back',
  summaryZh: '复核不通过，或撤回提议',
  params: ofDecision,
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
  handle: ({ key, params, body }, services) => {
    const value = { number: BigInt(body.number), reason: body.reason };
    return change(services, key, { id: params.id, act: { $case: 'reject', value } });
  },
});

type Draft = z.output<ReturnType<typeof requestBody<typeof drafted>>>;
type Withdrawal = z.output<ReturnType<typeof requestBody<typeof withdrawn>>>;

function draftOf({ id = '', document: documentNo, reason, ...terms }: Draft): decisionsV1.DecisionDraft {
  const { fact, entity = '', year = 0 } = terms.scope;
  const value = {
    ...{ policy: terms.policy, provision: terms.provision, rate: terms.rate },
    ...{ decidedBy: terms.decidedBy, decidedOn: terms.decidedOn ?? '' },
    scope: { factType: fact?.type ?? '', factSubject: fact?.subject ?? '', entity, year },
    amountFen: terms.amountFen === undefined ? undefined : BigInt(terms.amountFen),
  };
  return { id, documentNo, reason, what: { $case: 'terms', value } };
}

function withdrawalOf(id: string, body: Withdrawal): decisionsV1.DecisionDraft {
  const { decidedBy: by, document: documentNo, reason } = body;
  return { id, documentNo, reason, what: { $case: 'withdrawal', value: { decidedBy: by } } };
}

/** Awards says what moves, disbursement what follows of it, and awards keeps what was shown. */
async function previewOf({ decisions, foretelling }: Services, of: decisionsV1.PreviewDecisionRequest['of']) {
  const previewed = await decisions.previewDecision({ of });
  const foretold = await foretelling.foretellOrders({ states: previewed.states });
  const { accounts, shortBudgets } = foretold;
  const waiting = accounts.map(({ entity, year, group, waitingFen, reasons }) =>
    [entity, year, group, waitingFen, ...reasons].join(' '),
  );
  const short = shortBudgets.map(({ fiscalYear, programme }) => `${fiscalYear} ${programme}`);
  const sealed = await decisions.sealPreview({
    key: previewed.key,
    orders: accounts
      .filter(({ unattendedFen }) => unattendedFen > 0n)
      .map(({ entity, year, group, unattendedFen: fen }) => ({ entity, year, group, fen })),
    waiting: [...waiting, ...short].join('\n'),
  });
  return previewJson(previewed, foretold, sealed.digest);
}

async function change(
  { decisions }: Services,
  key: Key,
  request: Omit<decisionsV1.ChangeDecisionRequest, 'actor'>,
): Promise<z.output<typeof proposedSchema>> {
  const { decision } = await decisions.changeDecision({ ...request, actor: actorOf(key) });
  return proposedJson(defined(decision, 'a decision is answered'));
}

export const decisionEndpoints: readonly Endpoint[] = [
  listProposed,
  getProposed,
  previewDraft,
  proposeDecision,
  previewWithdrawal,
  withdrawDecision,
  previewWaiting,
  confirmDecision,
  rejectDecision,
];
