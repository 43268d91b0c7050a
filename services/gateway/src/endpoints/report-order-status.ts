import { defined } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { name, requestBody } from '../http/parameters.ts';
import { orderJson, orderSchema, stateOnWire } from '../json/order-json.ts';

const STATUSES = ['accepted', 'paid', 'rejected', 'returned'] as const;
const EFFECTS = ['recorded', 'none', 'contradiction'] as const;
const REASON = 'a text of at most 1,000 characters';

export const reportOrderStatus = endpoint({
  method: 'POST',
  path: '/v1/orders/:id/status',
  access: ['treasury'],
  tag: 'Money',
  summary: 'The treasury reports what became of an order',
  summaryZh: '国库回报支付申请的状态',
  description: 'It may come twice, late or out of order: it never moves an order backwards.',
  params: z.strictObject({ id: name }),
  body: requestBody({
    status: z.enum(STATUSES, { error: `one of ${STATUSES.join(', ')}` }),
    reason: z.string({ error: REASON }).max(1_000, { error: REASON }).optional(),
  }),
  answer: z.strictObject({ order: orderSchema, effect: z.enum(EFFECTS) }),
  problems: ['not-json', 'not-found', 'unavailable'],
  async handle({ key, params, body }, { disbursement }) {
    const { order, effect } = await disbursement.recordStatus({
      id: params.id,
      state: stateOnWire(body.status),
      reason: body.reason ?? '',
    });
    return {
      order: orderJson(defined(order, 'an order is answered'), key),
      effect: effect.slice('STATUS_EFFECT_'.length).toLowerCase() as (typeof EFFECTS)[number],
    };
  },
});
