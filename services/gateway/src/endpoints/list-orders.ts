import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { page, uscc } from '../http/parameters.ts';
import {
  ORDER_STATES,
  ORDER_WAITS,
  orderJson,
  orderSchema,
  stateOnWire,
  waitsOnWire,
} from '../json/order-json.ts';
import { entityOf, entityToRead } from '../keys/own-entity.ts';

export const listOrders = endpoint({
  method: 'GET',
  path: '/v1/orders',
  access: ['read', 'read:entity', 'treasury'],
  tag: 'Money',
  summary: 'Payment orders in the order of their issue',
  summaryZh: '支付申请，按签发先后',
  query: z.strictObject({
    entity: uscc.optional(),
    state: z.enum(ORDER_STATES, { error: `one of ${ORDER_STATES.join(', ')}` }).optional(),
    waits: z
      .enum(ORDER_WAITS, { error: `one of ${ORDER_WAITS.join(', ')}` })
      .optional()
      .describe('Only those that wait: for an officer, or (`unpaid`) for the treasury.'),
    ...page,
  }),
  answer: z.strictObject({
    orders: z.array(orderSchema),
    next: z.string().nullable().describe('Give as `after` for the next page; null: there is no more by now.'),
    cursor: z
      .string()
      .nullable()
      .describe(
        'Up to where the list was read: give it as `after`, now or later, for what comes next. Null: nothing yet.',
      ),
  }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const asked = key.treasury ? (query.entity ?? '') : await entityToRead(key, query.entity, services);
    const { orders, next, hasMore } = await services.disbursement.listOrders({
      entity: await entityOf(asked, services),
      state: query.state ? stateOnWire(query.state) : 'ORDER_STATE_UNSPECIFIED',
      waits: query.waits ? waitsOnWire(query.waits) : 'ORDER_WAITS_UNSPECIFIED',
      after: query.after ?? '',
      limit: query.limit,
    });
    return {
      orders: orders.map((order) => orderJson(order, key)),
      next: hasMore ? next : null,
      cursor: next === '0' ? null : next,
    };
  },
});
