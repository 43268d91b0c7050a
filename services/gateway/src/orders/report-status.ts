import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { amountFen, givenId, name, requestBody } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { orderJson, orderSchema, stateOnWire } from './json.ts';

const STATUSES = ['accepted', 'paid', 'rejected', 'returned'] as const;
const EFFECTS = ['recorded', 'none'] as const;
const REASON = 'a text of at most 1,000 characters';

export const reportOrderStatus = endpoint({
  method: 'POST',
  path: '/v1/orders/:id/status',
  access: ['treasury'],
  tag: 'Money',
  summary: 'The treasury reports what became of an order',
  summaryZh: '国库回报支付申请的状态',
  description:
    'It may come twice, late or out of order: it never moves an order backwards. What cannot be true together with what is ' +
    'known (paid after rejected) is kept, holds the order for an officer, and is answered 409 with what is held. Of a paid ' +
    "order a part may come back: `returned` with `returnedFen` and the bank's `reference`, each once; without `returnedFen` " +
    'all that is left. More than was paid is 409, and not kept.',
  params: z.strictObject({ id: name }),
  body: requestBody({
    status: z.enum(STATUSES, { error: `one of ${STATUSES.join(', ')}` }),
    reason: z.string({ error: REASON }).max(1_000, { error: REASON }).optional(),
    returnedFen: amountFen
      .describe('With returned: what came back, in fen; left out: all that is left.')
      .optional(),
    reference: givenId
      .describe("With returned: the bank's reference of it; needed with returnedFen.")
      .optional(),
  }),
  answer: z.strictObject({ order: orderSchema, effect: z.enum(EFFECTS) }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ key, params, body }, { disbursement }) {
    const { status, reason = '', returnedFen, reference = '' } = body;
    const { order, effect } = await disbursement.recordStatus({
      id: params.id,
      state: stateOnWire(status),
      reason,
      reference,
      by: key.person,
      ...(returnedFen !== undefined && { returnedFen: BigInt(returnedFen) }),
    });
    if (effect === 'STATUS_EFFECT_CONTRADICTION') throw heldOrder(defined(order, 'an order is answered'));
    return {
      order: orderJson(defined(order, 'an order is answered'), key),
      effect: effect.slice('STATUS_EFFECT_'.length).toLowerCase() as (typeof EFFECTS)[number],
    };
  },
});

function heldOrder({ id, contradiction }: disbursementV1.Order): Problem {
  const detail =
    `order "${id}" is held for an officer: ${contradiction}. The status was kept and moved nothing; do not send it again. ` +
    'An officer asks what became of the order and says so.';
  const message = 'cannot be true together with what is known of the order';
  return new Problem('conflict', detail, [{ field: 'status', reason: 'contradiction', message }]);
}
