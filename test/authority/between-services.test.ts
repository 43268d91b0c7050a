import { BACKED_SERVICES, localOperator, migrateStreams } from '@duixian/local';
import { NATS_RIGHTS } from '@duixian/messaging/nats-rights';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contract, recognition } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { Forger, type Tried } from './forger.ts';
import { TARGETS } from './forgeries.ts';

type DeadLetter = {
  id: string;
  service: string;
  subject: string;
  reason: string;
  unbelieved: boolean;
  payload: string;
};

let stage: Stage;
let before: Awaited<ReturnType<typeof whatMoved>>;

beforeAll(async () => {
  stage = await Stage.open();
  await stage.send(contract(1, {}), contract(2, {}), recognition('R-true', {}));
  await stage.settled();
  await stage.until(async () => {
    const orders = await stage.allOrders();
    return orders.length > 0 && orders.every(({ state }) => state === 'paid');
  }, 'every order to be paid');
  before = await whatMoved();
}, 120_000);

afterAll(() => stage.close(), 60_000);

/** Everything that decides how money moves. */
async function whatMoved() {
  const { live, replayed } = await stage.digests();
  expect(live).toBe(replayed);
  const orders = (await stage.allOrders()).map(({ id, state, amountFen }) => ({ id, state, amountFen }));
  // Ordering may be suspended or not: that moves nothing.
  const withoutSuspension = (_: string, value: unknown) =>
    Array.isArray(value) ? value.filter((hold) => hold !== 'ordering-suspended') : value;
  const result = (await stage.lines('/v1/result')).map((line) => JSON.stringify(line, withoutSuspension));
  return { live, orders, result };
}

async function letters(): Promise<DeadLetter[]> {
  const all: DeadLetter[] = [];
  for (let after = ''; ; ) {
    const { deadLetters, next } = await stage.get(`/v1/dead-letters?limit=1000${after}`);
    all.push(...deadLetters);
    if (next === null) return all;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

/** The services that subscribe to a subject, and so keep what they do not believe from it. */
function hearersOf(subject: string): string[] {
  return BACKED_SERVICES.filter((name) =>
    NATS_RIGHTS[name].subscribes.some(({ subjects }: { subjects: readonly string[] }) =>
      subjects.some((filter) => filter === subject || filter === subject.replace(/[^.]+$/, '*')),
    ),
  );
}

async function unbelievedAt(service: string): Promise<number> {
  const text = await (await fetch(`http://${stage.addressOf(`${service}.ops`)}/metrics`)).text();
  // One line for each consumer of it.
  const lines = text.matchAll(/^duixian_messages_total\{[^}]*outcome="unbelieved"[^}]*\} (\d+)/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function unbelieved(): Promise<number> {
  const counts = await Promise.all(BACKED_SERVICES.map(unbelievedAt));
  return counts.reduce((sum, count) => sum + count, 0);
}

it('the table of rights gives every service something to forge, and every subject somebody who may not', () => {
  for (const { subject, owner } of TARGETS)
    expect([subject, BACKED_SERVICES.filter((name) => name !== owner).length]).toEqual([
      subject,
      BACKED_SERVICES.length - 1,
    ]);
  expect(TARGETS.filter(({ subject }) => hearersOf(subject).length > 0).length).toBeGreaterThan(15);
});

describe.each(BACKED_SERVICES)('with the credentials of %s', (service) => {
  it('nothing is believed that is not its to say: not said, not as an answer, not by the API', async () => {
    const forger = await Forger.open(stage, service);
    const counted = await unbelieved();
    const tried: Tried[] = await forger.everything();
    await forger.close();
    await stage.settled();
    expect(await whatMoved()).toEqual(before);
    const received = tried.filter(({ subject }) => hearersOf(subject).length > 0);
    const kept = await letters();
    expect(
      kept.filter(({ unbelieved, reason }) => !unbelieved || !reason.startsWith('unbelieved: ')),
    ).toEqual([]);
    const found = new Set(kept.map(({ subject, payload }) => `${subject} ${payload}`));
    const missing = received.filter(
      ({ subject, payload }) =>
        payload && !found.has(`${subject} ${Buffer.from(payload).toString('base64')}`),
    );
    expect([received.length > 0, missing.map(({ subject }) => subject)]).toEqual([true, []]);
    expect((await unbelieved()) - counted).toBeGreaterThanOrEqual(received.length);
  }, 180_000);
});

it('all of it is counted beside what is pending, and no stream is another than it was', async () => {
  const { pending, unbelieved } = await stage.get('/v1/pending');
  expect([pending, unbelieved]).toEqual([0, (await letters()).length]);
  for (const { otherwise } of await migrateStreams(localOperator(stage.system.folder), { plan: true }))
    expect(otherwise).toEqual([]);
});

it('sent again it is judged again, and moves nothing', async () => {
  const ids = (await letters()).map(({ id }) => id);
  for (let at = 0; at < ids.length; at += 200) {
    const body = JSON.stringify({ ids: ids.slice(at, at + 200) });
    const headers = { 'content-type': 'application/json' };
    const answer = await stage.request('/v1/dead-letters/resend', { method: 'POST', headers, body });
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('unbelieved: ')]);
  }
  expect(await stage.post('/v1/dead-letters/resend', { all: true })).toEqual({ resent: 0 });
  await stage.settled();
  expect(await whatMoved()).toEqual(before);
  expect((await stage.get('/v1/pending')).unbelieved).toBe(ids.length);
}, 180_000);

it('disbursement sees at its start that somebody else spoke of its orders, and orders nothing', async () => {
  process.kill(stage.pidOf('disbursement'), 'SIGKILL');
  await stage.until(
    async () => (await stage.get('/v1/ordering')).suspended !== null,
    'ordering to be suspended',
  );
  const { suspended } = await stage.get('/v1/ordering');
  expect(suspended.because).toContain('disbursement did not prove that it published the newest message');
  expect(await whatMoved()).toEqual(before);
}, 180_000);

it('registers that read back what they said find none of it, and go on', async () => {
  const registers = BACKED_SERVICES.filter((name) => name !== 'disbursement');
  for (const name of registers) process.kill(stage.pidOf(name), 'SIGKILL');
  await stage.until(async () => (await stage.get('/v1/pending')).pending === 0, 'registers to be back');
  let received: { missingFacts: number }[] = [];
  // Each register answers for its own facts, and awards may be back before one of them.
  await stage.until(async () => {
    ({ received } = await stage.get('/v1/received?limit=1000'));
    return true;
  }, 'every register to answer');
  expect(received.filter(({ missingFacts }) => missingFacts > 0)).toEqual([]);
  expect(await whatMoved()).toEqual(before);
  await stage.send(contract(3, {}));
  await stage.settled();
  const { live, replayed } = await stage.digests();
  expect([live === replayed, live === before.live]).toEqual([true, false]);
}, 180_000);
