import { orderJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { mustBeReadableOrNone } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';

export const getOrder = endpoint(api.getOrder, async ({ key, params }, services) => {
  const answer = await services.disbursement.getOrder({ id: params.id });
  const order = defined(answer.order, 'an order is answered');
  if (!key.treasury)
    await mustBeReadableOrNone(key, [order.entity, order.payeeUscc], services, `no order "${params.id}"`);
  return orderJson(order, key);
});
