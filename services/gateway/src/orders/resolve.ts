import { defined } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { document, name, requestBody } from '../http/parameters.ts';
import { orderJson, orderSchema, stateOnWire } from './json.ts';

const CONFIRMED_OUTCOMES = ['paid', 'rejected', 'returned'] as const;

export const resolveOrder = endpoint({
  method: 'POST',
  path: '/v1/orders/:id/resolve',
  access: ['approve'],
  tag: 'Money',
  summary: 'Say what became of an order of which the treasury said things that cannot be true together',
  summaryZh: '核实国库前后矛盾的回报，确定支付申请的真实状态',
  description:
    'After asking the treasury; the money follows. The holder of the key is written down. Refused: an order of which ' +
    'nothing contradicts, a budget that lacks what was paid after all.',
  params: z.strictObject({ id: name }),
  body: requestBody({
    state: z
      .enum(CONFIRMED_OUTCOMES, { error: `one of ${CONFIRMED_OUTCOMES.join(', ')}` })
      .describe('What is true.'),
    document,
  }),
  answer: orderSchema,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ key, params, body }, { disbursement }) {
    const state = stateOnWire(body.state);
    const { order } = await disbursement.resolveOrder({
      id: params.id,
      state,
      by: key.person,
      document: body.document,
    });
    return orderJson(defined(order, 'an order is answered'), key);
  },
});
