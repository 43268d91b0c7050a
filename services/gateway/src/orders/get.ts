import { defined } from '@duixian/values';
import { z } from 'zod';
import { mustBeReadableOrNone } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { orderJson, orderSchema } from './json.ts';

export const getOrder = endpoint({
  method: 'GET',
  path: '/v1/orders/:id',
  access: ['read', 'read:entity', 'treasury'],
  tag: 'Money',
  summary: 'One payment order',
  summaryZh: '单个支付申请',
  params: z.strictObject({ id: name }),
  answer: orderSchema,
  problems: ['not-found', 'unavailable'],
  async handle({ key, params }, services) {
    const answer = await services.disbursement.getOrder({ id: params.id });
    const order = defined(answer.order, 'an order is answered');
    if (!key.treasury)
      await mustBeReadableOrNone(key, [order.entity, order.payeeUscc], services, `no order "${params.id}"`);
    return orderJson(order, key);
  },
});
