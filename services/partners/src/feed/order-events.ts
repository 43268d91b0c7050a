import { exactNumber, orderJson } from '@duixian/answers';
import type { disbursementV1 } from '@duixian/proto';
import { orderChangeOf } from './domain/order-change.ts';
import type { NewFeedEvent } from './feed-documents.ts';

const FOR_EVERYBODY = { read: false, treasury: false };

/** The event of a published order; undefined where partners have nothing to know. */
export function orderEvent(order: disbursementV1.Order): NewFeedEvent | undefined {
  const { cursor: _, revision: version, ...state } = orderJson(order, FOR_EVERYBODY);
  const change = orderChangeOf(state);
  if (change === undefined) return undefined;
  return {
    type: `duixian.order.${change}.v1`,
    subject: order.id,
    version,
    source: 'urn:duixian:disbursement',
    time: order.updatedAt || order.issuedAt,
    entities: [...new Set([order.entity, order.payeeUscc])].filter((uscc) => uscc !== ''),
    isForTreasury: true,
    person: null,
    endpoint: null,
    state,
    accountNo: order.payeeAccountNo || null,
    link: `/v1/orders/${encodeURIComponent(order.id)}`,
  };
}

export function versionOf({ revision }: disbursementV1.Order): number {
  return exactNumber(revision);
}
