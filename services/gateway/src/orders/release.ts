import { defined } from '@duixian/values';
import { z } from 'zod';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { name, requestBody, text } from '../http/parameters.ts';
import { orderJson, orderSchema } from './json.ts';

export const releaseOrder = endpoint({
  method: 'POST',
  path: '/v1/orders/:id/release',
  access: ['officer'],
  tag: 'Money',
  summary: 'An officer lets a refused, rejected or returned amount be applied for anew',
  summaryZh: '经办人放行被退回的金额，重新申请支付',
  description:
    'By a person, who is written down; not by who reported what became of the order, or resolved it: another person has to.',
  params: z.strictObject({ id: name }),
  body: requestBody({ reason: text.describe('What was corrected.') }),
  answer: orderSchema.extend({
    replacedBy: orderSchema
      .nullable()
      .describe('What was ordered in its place at once; null: it waits, say for a run.'),
  }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ key, params, body }, { disbursement }) {
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
  },
});
