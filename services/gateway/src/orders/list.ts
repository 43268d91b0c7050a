import { orderJson, seesPlaces } from '@duixian/answers';
import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import type { Key } from '../access/key.ts';
import { entityOf, entityToRead, mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { problemOfError } from '../http/problem-of-error.ts';
import type { Services } from '../services.ts';
import { stateOnWire, waitsOnWire } from './on-wire.ts';

export const listOrders = endpoint(api.listOrders, async ({ key, query }, services) => {
  const asked = key.treasury ? (query.entity ?? '') : await entityToRead(key, query.entity, services);
  const { orders, next, hasMore } = await services.disbursement.listOrders({
    entity: await entityOf(asked, services),
    state: query.state ? stateOnWire(query.state) : 'ORDER_STATE_UNSPECIFIED',
    waits: query.waits ? waitsOnWire(query.waits) : 'ORDER_WAITS_UNSPECIFIED',
    after: seesPlaces(key) ? (query.after ?? '') : await placeAfter(key, query.after, services),
    limit: query.limit,
  });
  const answered = orders.map((order) => orderJson(order, key));
  const cursor = seesPlaces(key) ? next : (answered.at(-1)?.cursor ?? query.after ?? '0');
  return {
    orders: answered,
    next: hasMore ? cursor : null,
    cursor: cursor === '0' ? null : cursor,
  };
});

/**
 * The position of the order that ended the former page. A key without positions pages by order id, which must be one of
 * its own.
 */
async function placeAfter(key: Key, after: string | undefined, services: Services): Promise<string> {
  if (after === undefined) return '';
  try {
    const { order } = await services.disbursement.getOrder({ id: after });
    const { cursor, entity, payeeUscc } = defined(order, 'an order is answered');
    await mustBeReadable(key, [entity, payeeUscc], services);
    return cursor;
  } catch (error) {
    if (!['not-found', 'out-of-scope'].includes(problemOfError(error).kind)) throw error;
    const message = 'after must be the `next` or `cursor` of a page before';
    throw new Problem('bad-request', `${message}.`, [{ field: 'after', reason: 'bad-field', message }]);
  }
}
