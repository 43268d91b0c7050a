import * as api from '@duixian/api';
import type { decisionsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { actorOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { previewJson, proposedJson } from './json.ts';

const listProposed = endpoint(api.listProposed, async ({ query }, { decisions }) => {
  const { after = '', limit, waiting } = query;
  const answer = await decisions.listDecisions({ waiting: waiting === 'true', after, limit });
  return { decisions: answer.decisions.map(proposedJson), next: nextOf(answer.next) };
});

const getProposed = endpoint(api.getProposed, async ({ params }, { decisions }) => {
  const { decision } = await decisions.getDecision(params);
  return proposedJson(defined(decision, 'a decision is answered'));
});

const previewDraft = endpoint(api.previewDraft, ({ body }, services) =>
  previewOf(services, { $case: 'draft', value: draftOf(body) }),
);

const proposeDecision = endpoint(api.proposeDecision, ({ key, body }, services) => {
  const { preview: seen, ...draft } = body;
  const act = { $case: 'propose', value: { draft: draftOf(draft), preview: seen } } as const;
  return change(services, key, { id: '', act });
});

const previewWithdrawal = endpoint(api.previewWithdrawal, ({ params, body }, services) =>
  previewOf(services, { $case: 'draft', value: withdrawalOf(params.id, body) }),
);

const withdrawDecision = endpoint(api.withdrawDecision, ({ key, params, body }, services) => {
  const { preview: seen, ...rest } = body;
  const value = { draft: withdrawalOf(params.id, rest), preview: seen };
  return change(services, key, { id: params.id, act: { $case: 'propose', value } });
});

const previewWaiting = endpoint(api.previewWaiting, ({ params }, services) =>
  previewOf(services, { $case: 'waiting', value: params.id }),
);

const confirmDecision = endpoint(api.confirmDecision, async ({ key, params, body }, services) => {
  const { number: numbered, preview: seen, mayGrowFen = 0 } = body;
  const { decision } = await services.decisions.getDecision({ id: params.id });
  // There is no preview of a decided proposal: awards answers what became of it.
  const now = decision?.waiting && (await previewOf(services, { $case: 'waiting', value: params.id }));
  const value = {
    ...{ number: BigInt(numbered), preview: seen, previewNow: now?.digest ?? '' },
    mayGrowFen: BigInt(mayGrowFen),
  };
  return change(services, key, { id: params.id, act: { $case: 'confirm', value } });
});

const rejectDecision = endpoint(api.rejectDecision, ({ key, params, body }, services) => {
  const value = { number: BigInt(body.number), reason: body.reason };
  return change(services, key, { id: params.id, act: { $case: 'reject', value } });
});

type Draft = z.output<NonNullable<typeof api.previewDraft.body>>;
type Withdrawal = z.output<NonNullable<typeof api.previewWithdrawal.body>>;

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

/** Awards computes what changes, disbursement computes the orders that follow, and awards stores what was shown. */
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
): Promise<z.output<typeof api.proposedSchema>> {
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
