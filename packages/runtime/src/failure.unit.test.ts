import { AssertionFailed } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { JetStreamApiError } from '@nats-io/jetstream';
import { NoRespondersError, TimeoutError } from '@nats-io/transport-node';
import { BSON, MongoNetworkError, MongoServerError } from 'mongodb';
import { backoffMs } from './backoff.ts';
import { ConcurrentChange, OutOfTime } from './database.ts';
import { type FailureKind, isDatabaseOutage, isNatsOutage, kindOf, MustWait } from './failure.ts';
import { UnreadableVersion } from './upgrades/stored-kind.ts';

function serverError(code: number, ...labels: string[]): Error {
  const error = new MongoServerError({ message: `error ${code}`, code });
  for (const label of labels) error.addErrorLabel(label);
  return error;
}

function apiError(code: number): Error {
  return new JetStreamApiError({
    code,
    err_code: 10_008,
    description: 'JetStream system temporarily unavailable',
  });
}

const KINDS: readonly [string, unknown, FailureKind][] = [
  ['an assertion', new AssertionFailed('no'), 'defect'],
  ['what is undefined', new TypeError("Cannot read properties of undefined (reading 'x')"), 'defect'],
  ['a text that is no address', new URIError('URI malformed'), 'defect'],
  ['what BSON does not hold', new BSON.BSONError('no'), 'defect'],
  ['a document too large', serverError(10_334), 'permanent'],
  ['a document too large, in a transaction', serverError(10_334, 'TransientTransactionError'), 'permanent'],
  ['a bad update', serverError(9), 'permanent'],
  ['a bad field', serverError(52), 'permanent'],
  ['a key that is there after all attempts', serverError(11_000), 'permanent'],
  ['a transaction that lived too long', serverError(290, 'TransientTransactionError'), 'out-of-time'],
  ['a statement that took too long', serverError(50), 'out-of-time'],
  ['a transaction that is gone after eight seconds', new OutOfTime('gone'), 'out-of-time'],
  ['no primary', serverError(10_107), 'transient'],
  ['an error that its label calls transient', serverError(4_711, 'RetryableWriteError'), 'transient'],
  ['somebody faster', new ConcurrentChange('faster'), 'transient'],
  ['a broken connection', new MongoNetworkError('connection closed'), 'transient'],
  ['a right that the operator took away', serverError(13), 'transient'],
  ['an error of no table', serverError(4_711), 'unclear'],
  ['nobody who answers', new NoRespondersError('duixian.x'), 'transient'],
  ['JetStream without a leader', apiError(503), 'transient'],
  ['a stream that is not there', apiError(404), 'unclear'],
  ['what waits for the operator', new MustWait('another pack is in force'), 'transient'],
  ['a document of a later release', new UnreadableVersion('version 3'), 'permanent'],
  ['anything else', new Error('away'), 'unclear'],
  ['what is not even an error', 'away', 'unclear'],
];

describe('failures', () => {
  it.each(KINDS)('%s', (_, error, kind) => {
    expect(kindOf(error)).toBe(kind);
  });

  it('are told apart by whom to wait for', () => {
    expect(isDatabaseOutage(serverError(10_107))).toBe(true);
    expect(isDatabaseOutage(serverError(10_334))).toBe(false);
    expect(isDatabaseOutage(serverError(18))).toBe(false);
    expect(isNatsOutage(new TimeoutError())).toBe(true);
    expect(isNatsOutage(apiError(503))).toBe(true);
    expect(isNatsOutage(apiError(400))).toBe(false);
  });
});

it('waits twice as long after each failure, up to a longest, and never as long as another', () => {
  const waits = [1, 2, 3, 4, 40, 4_000].map((failures) =>
    backoffMs(failures, { firstMs: 100, longestMs: 800 }),
  );
  for (const [index, most] of [100, 200, 400, 800, 800, 800].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(most / 2);
    expect(waits[index]).toBeLessThanOrEqual(most);
  }
  expect(new Set(Array.from({ length: 50 }, () => backoffMs(30))).size).toBeGreaterThan(10);
});
