import { orderJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { endpoint } from '../http/endpoint.ts';
import { stateOnWire } from './on-wire.ts';

export const resolveOrder = endpoint(api.resolveOrder, async ({ key, params, body }, { disbursement }) => {
  const state = stateOnWire(body.state);
  const { order } = await disbursement.resolveOrder({
    id: params.id,
    state,
    by: key.person,
    document: body.document,
  });
  return orderJson(defined(order, 'an order is answered'), key);
});
