import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { describe, expect, it } from '@jest/globals';
import { type Clock, type Delivery, PatientDelivery, retryAfterMs } from './deliver.ts';

const away = () =>
  new Problem('http://x does not answer (nothing listens there).', { exitCode: EXIT_CODES.noAnswer });

describe('a delivery', () => {
  it.each<[string, (Delivery | Problem)[], number[]]>([
    ['that is answered is over', [answer(200)], []],
    [
      'that finds nobody is tried again, later each time',
      [away(), away(), away(), answer(200)],
      [200, 400, 800],
    ],
    [
      'waits as long as the answer says',
      [answer(503, 3_000), answer(429, 1_000), answer(200)],
      [3_000, 1_000],
    ],
    ['never waits less than its own delay', [answer(503, 0), answer(503, 0), answer(200)], [200, 400]],
  ])('%s', async (_, answers, waits) => {
    const { clock, slept } = handClock();
    const delivered = await new PatientDelivery(clock).deliver(async () => next(answers));
    expect(delivered.status).toBe(200);
    expect(slept).toEqual(waits);
  });

  it('gives up after 30 s without an answer, with the exit code of none', async () => {
    const { clock, slept } = handClock();
    const delivery = new PatientDelivery(clock).deliver(async () => Promise.reject(away()));
    await expect(delivery).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^Gave up after 30 s/),
    });
    const waitedMs = slept.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBe(30_000);
  });

  it('gives up on a system that only ever says 503', async () => {
    const delivery = new PatientDelivery(handClock().clock).deliver(async () => answer(503));
    await expect(delivery).rejects.toMatchObject({ exitCode: 3 });
  });

  it('is patient with a system that says it is too fast', async () => {
    const { clock, slept } = handClock();
    const answers = [...Array.from({ length: 20 }, () => answer(429, 5_000)), answer(200)];
    expect((await new PatientDelivery(clock).deliver(async () => next(answers))).status).toBe(200);
    expect(slept).toHaveLength(20);
  });

  it('does not repeat what was refused', async () => {
    const refusal = new Problem('This key may not do that.');
    let attempts = 0;
    const delivery = new PatientDelivery(handClock().clock).deliver(async () => {
      attempts += 1;
      throw refusal;
    });
    await expect(delivery).rejects.toBe(refusal);
    expect(attempts).toBe(1);
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['Tue, 24 Nov 2026 00:00:10 GMT', 10_000],
    ['Mon, 23 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%s', (header, expected) => {
    expect(retryAfterMs(header, Date.UTC(2026, 10, 24))).toBe(expected);
  });
});

function answer(status: number, retryAfter?: number): Delivery {
  return { status, retryAfterMs: retryAfter };
}

function next(answers: (Delivery | Problem)[]): Promise<Delivery> {
  const first = answers.shift();
  if (!first) throw new Error('it was asked more often than expected');
  return first instanceof Problem ? Promise.reject(first) : Promise.resolve(first);
}

function handClock(): { clock: Clock; slept: number[] } {
  const slept: number[] = [];
  let nowMs = 0;
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number) => {
      slept.push(ms);
      nowMs += ms;
    },
  };
  return { clock, slept };
}
