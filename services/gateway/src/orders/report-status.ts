import { orderJson } from '@duixian/answers';
import * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { stateOnWire } from './on-wire.ts';

export const reportOrderStatus = endpoint(
  api.reportOrderStatus,
  async ({ key, params, body }, { disbursement }) => {
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
      effect: effect.slice('STATUS_EFFECT_'.length).toLowerCase() as (typeof api.STATUS_EFFECTS)[number],
    };
  },
);

function heldOrder({ id, contradiction }: disbursementV1.Order): Problem {
  const detail =
    `order "${id}" is held for an officer: ${contradiction}. The status was kept and moved nothing; do not send it again. ` +
    'An officer asks what became of the order and says so.';
  const message = 'cannot be true together with what is known of the order';
  return new Problem('conflict', detail, [{ field: 'status', reason: 'contradiction', message }]);
}
