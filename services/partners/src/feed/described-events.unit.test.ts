import { FEED_EVENT_TYPES, FEED_EVENTS, type FeedEventType } from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import { Binary } from 'mongodb';
import { disabledEvent, testEvent } from '../endpoints/endpoint-events.ts';
import { NO_COUNTS } from '../imports/import-documents.ts';
import { finishedEvent } from '../imports/import-event.ts';
import { cloudEventJson, dataOf } from './cloud-event.ts';
import { entitlementAfter } from './domain/entitlement.ts';
import { entitlementEvent, entitlementMessage } from './entitlement-events.ts';
import { expiringEvent } from './expiring-keys.ts';
import type { NewFeedEvent } from './feed-documents.ts';
import { entitlementsMessage, orderMessage } from './messages-for-tests.ts';
import { orderEvent } from './order-events.ts';

const AT = new Date('2026-03-02T07:00:00Z');
const RELEASE = { by: 'zhang', reason: '账号已更正', at: '2026-03-02T08:00:00Z' };
const LINE = { year: 2019, group: 'import-technology', fen: 100n };
const PART = {
  reference: 'B-1',
  fen: 40n,
  reason: '',
  at: '2026-03-02T08:00:00Z',
  lines: [LINE],
  release: undefined,
};

function ofOrder(state: disbursementV1.OrderState, changed: Partial<disbursementV1.Order> = {}) {
  return orderEvent(orderMessage('E-2019-1', 3, { state, lines: [LINE], ...changed }));
}

const [state] = entitlementsMessage(1, 100n).entities;
const endpoint = { _id: 'we_1', url: 'https://partner.example/hooks', person: 'li' };
const key = { id: '7f3a', name: 'exchange', person: 'li', expiresAt: AT } as never;

/** Each type as the service makes it. */
const MADE: Readonly<Record<FeedEventType, NewFeedEvent | undefined>> = {
  'duixian.order.issued.v1': ofOrder('ORDER_STATE_ISSUED'),
  'duixian.order.accepted.v1': ofOrder('ORDER_STATE_ACCEPTED'),
  'duixian.order.paid.v1': ofOrder('ORDER_STATE_PAID'),
  'duixian.order.rejected.v1': ofOrder('ORDER_STATE_REJECTED', { treasuryReason: 'AC01' }),
  'duixian.order.returned.v1': ofOrder('ORDER_STATE_PAID', { returnedFen: 40n, returns: [PART] }),
  'duixian.order.released.v1': ofOrder('ORDER_STATE_REJECTED', { release: RELEASE }),
  'duixian.order.contradicted.v1': ofOrder('ORDER_STATE_PAID', { contradiction: 'rejected after paid' }),
  'duixian.order.refused_by_treasury.v1': ofOrder('ORDER_STATE_REFUSED_BY_TREASURY'),
  'duixian.entitlement.changed.v1':
    state && entitlementEvent(entitlementAfter(undefined, entitlementMessage(state)), 1, AT),
  'duixian.import.finished.v1': finishedEvent(
    {
      ...{ id: 'I-1', source: 'urn:duixian:exchange:henan', kind: 'facts', isDryRun: false, person: 'li' },
      ...{ state: 'stopped', counts: NO_COUNTS },
    },
    AT,
  ),
  'duixian.endpoint.disabled.v1': disabledEvent(endpoint, 'it answered 410', AT),
  'duixian.credential.expiring.v1': expiringEvent(key, { version: 1, days: 30 }, AT),
  'duixian.test.v1': testEvent(endpoint, AT),
};

describe('an event is as its description says', () => {
  it.each(FEED_EVENT_TYPES)('%s', (type) => {
    const event = MADE[type] as NewFeedEvent;
    expect(event.type).toBe(type);
    const document = { ...event, _id: 42, id: 'evt_1', recordedAt: AT, data: new Binary(dataOf(event)) };
    const sent: unknown = JSON.parse(cloudEventJson(document, { treasury: true }));
    const description = FEED_EVENTS.find((one) => one.type === type);
    expect(description?.schema.parse(sent)).toEqual(sent);
  });
});
