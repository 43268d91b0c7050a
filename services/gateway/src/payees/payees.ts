import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { document, next, nextOf, page, requestBody, text, uscc } from '../http/parameters.ts';
import type { Services } from '../services.ts';
import { accountShape, payeeJson, payeeSchema } from './json.ts';

const NUMBER = 'the number of the proposal that was looked at';
const number = z.int({ error: NUMBER }).min(1, { error: NUMBER }).max(1_000_000, { error: NUMBER });
const ofEntity = z.strictObject({ uscc });
const problems = ['not-json', 'conflict', 'unavailable'] as const;

const listPayees = endpoint({
  method: 'GET',
  path: '/v1/payees',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'The accounts of all entities, by page',
  summaryZh: '收款账户一览',
  query: z.strictObject(page),
  answer: z.strictObject({ payees: z.array(payeeSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { disbursement }) {
    const answer = await disbursement.listPayees({
      after: query.after ?? '',
      limit: query.limit,
      entities: [],
    });
    return { payees: answer.payees.map(payeeJson), next: nextOf(answer.next) };
  },
});

const getPayee = endpoint({
  method: 'GET',
  path: '/v1/payees/:uscc',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'Where the money of an entity goes, and all that happened to it',
  summaryZh: '某单位的收款账户及其变更记录',
  params: ofEntity,
  answer: payeeSchema,
  problems: ['unavailable'],
  async handle({ params }, { disbursement }) {
    const { payee } = await disbursement.getPayee({ entity: params.uscc });
    return payeeJson(defined(payee, 'a payee is answered'));
  },
});

const proposePayee = endpoint({
  method: 'POST',
  path: '/v1/payees/:uscc/propose',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Put an account forward, for another person to confirm',
  summaryZh: '经办人录入收款账户，待他人复核',
  description:
    "The account's name must be the entity's name; full-width and half-width signs are one. The holder of the key is " +
    'written down as the one who proposed. What was ordered before keeps its account. An account that another entity has, ' +
    'proposed or confirmed, is refused with that entity, unless `sharedBecause` says why both have it.',
  params: ofEntity,
  body: requestBody({
    ...accountShape,
    document: document.describe('On what paper, such as a letter of the entity.'),
    sharedBecause: text.describe('Why it may be the account of another entity too.').optional(),
  }),
  answer: payeeSchema,
  problems,
  handle({ key, params, body }, services) {
    const { document: because, sharedBecause = '', ...account } = body;
    const act = { $case: 'propose', value: account } as const;
    return change(services, { entity: params.uscc, by: key.person, because, act, sharedBecause });
  },
});

const confirmPayee = endpoint({
  method: 'POST',
  path: '/v1/payees/:uscc/confirm',
  access: ['approve'],
  tag: 'Money',
  summary: 'Confirm the account that waits; money goes there from now on',
  summaryZh: '复核人确认收款账户',
  description: 'Never by the one who proposed it. What waited for an account is ordered at once.',
  params: ofEntity,
  body: requestBody({ number: number.describe(NUMBER) }),
  answer: payeeSchema,
  problems,
  handle({ key, params, body }, services) {
    const act = { $case: 'confirm', value: body.number } as const;
    return change(services, { entity: params.uscc, by: key.person, because: '', act, sharedBecause: '' });
  },
});

const endingShared = {
  method: 'POST',
  access: ['prepare', 'approve'],
  tag: 'Money',
  params: ofEntity,
  body: requestBody({ number: number.describe(NUMBER), reason: text.describe('Why.') }),
  answer: payeeSchema,
  problems,
} as const;

const rejectPayee = endpoint({
  ...endingShared,
  path: '/v1/payees/:uscc/reject',
  summary: 'Do not confirm the account that waits, or take it back',
  summaryZh: '退回待复核的收款账户',
  handle: ending('reject'),
});

const suspendPayee = endpoint({
  ...endingShared,
  path: '/v1/payees/:uscc/suspend',
  summary: 'Pay nothing more into the account that stands',
  summaryZh: '停用现行收款账户',
  handle: ending('suspend'),
});

export const payeeEndpoints: readonly Endpoint[] = [
  listPayees,
  getPayee,
  proposePayee,
  confirmPayee,
  rejectPayee,
  suspendPayee,
];

type Ending = {
  readonly params: { readonly uscc: string };
  readonly body: { readonly number: number; readonly reason: string };
  readonly key: Key;
};

/** What either person may do, for a reason. */
function ending(what: 'reject' | 'suspend') {
  return ({ key, params, body }: Ending, services: Services) => {
    const act = { $case: what, value: body.number } as const;
    const { reason: because } = body;
    return change(services, { entity: params.uscc, by: key.person, because, act, sharedBecause: '' });
  };
}

async function change({ disbursement }: Services, request: disbursementV1.ChangePayeeRequest) {
  const { payee } = await disbursement.changePayee(request);
  return payeeJson(defined(payee, 'a payee is answered'));
}
