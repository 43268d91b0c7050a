import * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { payeeJson } from './json.ts';

const listPayees = endpoint(api.listPayees, async ({ query }, { disbursement }) => {
  const answer = await disbursement.listPayees({
    after: query.after ?? '',
    limit: query.limit,
    entities: [],
  });
  return { payees: answer.payees.map(payeeJson), next: nextOf(answer.next) };
});

const getPayee = endpoint(api.getPayee, async ({ params }, { disbursement }) => {
  const { payee } = await disbursement.getPayee({ entity: params.uscc });
  return payeeJson(defined(payee, 'a payee is answered'));
});

const proposePayee = endpoint(api.proposePayee, ({ key, params, body }, services) => {
  const { document: because, sharedBecause = '', ...account } = body;
  const act = { $case: 'propose', value: account } as const;
  return change(services, { entity: params.uscc, by: key.person, because, act, sharedBecause });
});

const confirmPayee = endpoint(api.confirmPayee, ({ key, params, body }, services) => {
  const act = { $case: 'confirm', value: body.number } as const;
  return change(services, { entity: params.uscc, by: key.person, because: '', act, sharedBecause: '' });
});

const rejectPayee = endpoint(api.rejectPayee, ending('reject'));

const suspendPayee = endpoint(api.suspendPayee, ending('suspend'));

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

/** Acts that either person may do, with a reason. */
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
