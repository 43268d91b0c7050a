import { randomFacts } from '@duixian/testing';
import { canonicalJson } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { dataToJson, factToCloudEvent } from './json.ts';
import { FACT_TYPE_NAMES } from './names.ts';
import { envelope, readItem, readItemText } from './read-item.ts';
import { decodeFact, encodeFact } from './wire.ts';

const FACTS = randomFacts(4, 2_000);

it('there are facts of every type', () => {
  expect(new Set(FACTS.map(({ type }) => type))).toEqual(new Set(FACT_TYPE_NAMES));
});

it.each(FACT_TYPE_NAMES)('%s comes back from the wire and from JSON as it went', (name) => {
  for (const fact of FACTS.filter(({ type }) => type === name)) {
    const published = { ...fact, version: 7n } as const;
    expect(decodeFact(encodeFact(published))).toEqual(published);
    const read = readItemText(JSON.stringify(factToCloudEvent(fact)));
    expect(read).toMatchObject({ fact });
    expect(canonicalJson(dataToJson(fact.data))).toBe(
      canonicalJson((factToCloudEvent(fact) as { data: object }).data),
    );
  }
});

it('the metered fee of an invoice travels with it, also where it is 0', () => {
  const invoice = FACTS.find(({ type }) => type === 'duixian.invoice.v1');
  if (!invoice) throw new Error('there is an invoice');
  const published = { ...invoice, version: 1n, meteredFeeFen: 0n };
  expect(decodeFact(encodeFact(published))).toEqual(published);
  expect(decodeFact(encodeFact({ ...invoice, version: 1n }))).not.toHaveProperty('meteredFeeFen');
});

it('bytes that are no fact break an assertion', () => {
  expect(() => decodeFact(new Uint8Array([8, 1]))).toThrow(/./);
  expect(() => decodeFact(new Uint8Array())).toThrow('data');
});

const GOOD = factToCloudEvent(FACTS.find(({ type }) => type === 'duixian.receipt.v1') ?? (FACTS[0] as never));

/** The quick check of the envelope must agree with the schema. */
it.each([
  {},
  { specversion: '0.3' },
  { specversion: 1 },
  { id: '' },
  { id: null },
  { id: '\ud800' },
  { source: 'no uri' },
  { source: undefined },
  { subject: '' },
  { time: '2019-13-01T00:00:00Z' },
  { time: 5 },
  { datacontenttype: 'text/plain' },
  { datacontenttype: undefined },
  { traceparent: '00-1' },
  { type: '' },
])('an envelope with %p', (change) => {
  const item = { ...GOOD, ...change };
  const read = readItem(item, 0);
  expect('fact' in read).toBe(envelope.safeParse(item).success);
});

it('says everything that is wrong with an item at once', () => {
  const item = {
    ...GOOD,
    time: 'yesterday',
    data: { revision: 0, registrationNo: '1', amountFen: -1, extra: 1 },
  };
  const read = readItem(item, 0);
  const fields = 'faults' in read ? read.faults.map(({ field, reason }) => `${field} ${reason}`) : [];
  expect(fields.sort()).toEqual([
    'data.amountFen bad-field',
    'data.extra unknown-field',
    'data.receivedOn missing-field',
    'data.registrationNo bad-field',
    'data.revision bad-field',
    'data.status missing-field',
    'time bad-field',
  ]);
});
