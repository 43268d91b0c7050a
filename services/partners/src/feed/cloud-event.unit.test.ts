import { describe, expect, it } from '@jest/globals';
import { Binary } from 'mongodb';
import { cloudEventJson, dataOf } from './cloud-event.ts';
import type { NewFeedEvent } from './feed-documents.ts';

const EVENT: NewFeedEvent = {
  ...{ type: 'duixian.order.paid.v1', subject: 'R1-X', version: 4, source: 'urn:duixian:disbursement' },
  ...{ time: '2026-03-02T15:00:01+08:00', entities: [], isForTreasury: true, person: null, endpoint: null },
  ...{
    state: { id: 'R1-X', payeeAccountNo: '…1234' },
    accountNo: '6222021702000001234',
    link: '/v1/orders/R1-X',
  },
};

function jsonOf(event: NewFeedEvent, form: Parameters<typeof cloudEventJson>[1]) {
  const document = {
    ...event,
    _id: 4711,
    id: 'evt_1',
    recordedAt: new Date(),
    data: new Binary(dataOf(event)),
  };
  return cloudEventJson(document, form);
}

describe('an event', () => {
  it('is a CloudEvent', () => {
    expect(jsonOf(EVENT, { treasury: false })).toBe(
      '{"specversion":"1.0","id":"evt_1","source":"urn:duixian:disbursement","type":"duixian.order.paid.v1",' +
        '"subject":"R1-X","time":"2026-03-02T15:00:01+08:00","datacontenttype":"application/json",' +
        '"sequence":"0000000000004711","data":{"version":4,"id":"R1-X","payeeAccountNo":"…1234"}}',
    );
  });

  it('has a whole account number for the treasury alone, and where it is thin none', () => {
    expect(JSON.parse(jsonOf(EVENT, { treasury: true })).data.payeeAccountNo).toBe('6222021702000001234');
    const thin = { version: 4, link: '/v1/orders/R1-X' };
    expect(JSON.parse(jsonOf(EVENT, { treasury: true, thin: true })).data).toEqual(thin);
  });

  it('of a state that is too large has a link in its place, and at most 64 KiB', () => {
    const fits = { ...EVENT, state: { text: 'x'.repeat(57_000) } };
    expect(jsonOf(fits, { treasury: false }).length).toBeLessThan(64 * 1_024);
    expect(JSON.parse(jsonOf(fits, { treasury: false })).data.text).toHaveLength(57_000);
    const large = { ...EVENT, state: { text: 'x'.repeat(58_000) } };
    expect(JSON.parse(jsonOf(large, { treasury: true })).data).toEqual({
      version: 4,
      link: '/v1/orders/R1-X',
    });
  });
});
