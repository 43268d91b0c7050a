import { orderJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';

export const releaseOrder = endpoint(api.releaseOrder, async ({ key, params, body }, { disbursement }) => {
  mustBePerson(key);
  const { order, replacement } = await disbursement.releaseOrder({
    id: params.id,
    by: key.person,
    reason: body.reason,
  });
  return {
    ...orderJson(defined(order, 'an order is answered'), key),
    replacedBy: replacement ? orderJson(replacement, key) : null,
  };
});
