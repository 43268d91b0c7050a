import type { OwnCheck } from '@duixian/facts';
import { registerV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { Arrival } from './judge-batch.ts';
import type { Register } from './register.ts';
import { registerService } from './register-service.ts';

/** Records whatever validation accepts. */
const REGISTER = {
  definition: { owner: 'institutions', types: ['duixian.sanction.v1'] },
  takesAnySource: () => true,
  collections: { refusals: { bulkWrite: async () => undefined } },
  record: async (arrivals: readonly Arrival[]) =>
    arrivals.map(({ fact }) => (fact.subject === 'unstorable' ? { defect: 'it breaks' } : 'recorded')),
} as unknown as Register;

function sanction(subject: string, changed: object = {}): object {
  const data = {
    revision: 1,
    uscc: '91410100170051134L',
    from: '2019-01-01',
    until: null,
    documentNo: '示例',
    reason: '示例',
    status: 'active',
  };
  const event = { specversion: '1.0', id: subject, source: 'urn:a:b', type: 'duixian.sanction.v1', subject };
  return { ...event, time: '2019-05-06T00:00:00Z', data, ...changed };
}

async function record(texts: readonly string[], ownCheck?: OwnCheck): Promise<registerV1.RecordResponse> {
  const { implementation } = registerService(REGISTER, metrics.getMeter('test'), ownCheck);
  const items = texts.map((text) => ({ eventJson: Buffer.from(text), traceparent: '' }));
  return new Promise((resolve, reject) => {
    const call = { request: { items } };
    const handle = implementation['record'] as unknown as (
      call: object,
      callback: (error: Error | null, response: registerV1.RecordResponse) => void,
    ) => void;
    handle(call, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

const outcomesOf = ({ results }: registerV1.RecordResponse) =>
  results.map(({ outcome, faults }) => faults[0]?.reason ?? outcome);

it('refuses what is nested too deep, and takes what stands beside it', async () => {
  const deep = JSON.stringify(sanction('b', { x: 271_828 })).replace(
    '271828',
    '['.repeat(60_000) + ']'.repeat(60_000),
  );
  const taken = JSON.stringify(sanction('a'));
  expect(outcomesOf(await record([taken, deep, taken, '[', '{']))).toEqual([
    registerV1.Outcome.RECORDED,
    'too-large',
    registerV1.Outcome.RECORDED,
    'not-json',
    'not-json',
  ]);
});

it('keeps a defect of its own with the item at which it shows', async () => {
  const texts = ['a', 'b', 'c'].map((subject) =>
    JSON.stringify({
      ...sanction(subject),
      data: { ...(sanction(subject) as { data: object }).data, reason: subject },
    }),
  );
  const response = await record(texts, (_type, data) => {
    if (data['reason'] === 'b') throw new TypeError('b is not to be read');
    return [];
  });
  expect(outcomesOf(response)).toEqual([
    registerV1.Outcome.RECORDED,
    'bad-field',
    registerV1.Outcome.RECORDED,
  ]);
  expect(response.results[1]?.faults[0]?.message).toContain('b is not to be read');
});

it('refuses what a defect keeps from being recorded, and nothing beside it', async () => {
  const response = await record(['a', 'unstorable', 'c'].map((subject) => JSON.stringify(sanction(subject))));
  expect(outcomesOf(response)).toEqual([
    registerV1.Outcome.RECORDED,
    'bad-field',
    registerV1.Outcome.RECORDED,
  ]);
  expect(response.results[1]?.faults[0]?.message).toMatch(/it breaks.*metric duixian_unrecorded_facts/);
});

it.each([
  [
    'a time more than a day ahead',
    JSON.stringify(sanction('a', { time: '2999-01-01T00:00:00Z' })),
    'bad-field',
  ],
  ['a byte order mark', `\uFEFF${JSON.stringify(sanction('a'))}`, 'not-json'],
  ['a name that occurs twice', JSON.stringify(sanction('a')).replace('{', '{"id":"b",'), 'not-json'],
])('refuses %s', async (_, text, reason) => {
  expect(outcomesOf(await record([text]))).toEqual([reason]);
});
