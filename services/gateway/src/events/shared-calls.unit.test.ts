import { setTimeout as sleep } from 'node:timers/promises';
import type { registerV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SharedCalls, WayIn } from './shared-calls.ts';

type Item = registerV1.RecordRequest_Item;

const sized = (bytes: number): Item => ({ eventJson: Buffer.alloc(bytes), traceparent: '' });
const item = (name: string): Item => ({ eventJson: Buffer.from(name), traceparent: '' });
const resultFor = ({ eventJson }: Item) => ({
  outcome: 'OUTCOME_REFUSED' as const,
  faults: [{ field: eventJson.toString(), reason: 'bad-field', message: '' }],
});

/** A register that answers only when the test lets it. */
function slowRegister() {
  const calls: { names: string[]; timeoutMs: number; answer(): void; fail(error: Error): void }[] = [];
  const record = ({ items }: { items: Item[] }, { timeoutMs }: { timeoutMs: number }) =>
    new Promise<{ results: registerV1.RecordResponse_Result[] }>((resolve, reject) => {
      calls.push({
        names: items.map(({ eventJson }) => eventJson.toString()),
        timeoutMs,
        answer: () => resolve({ results: items.map(resultFor) }),
        fail: reject,
      });
    });
  return { calls, record, shared: new SharedCalls(record, { keep: async () => {} }) };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const fieldsOf = (results: registerV1.RecordResponse_Result[]) =>
  results.map(({ faults }) => faults[0]?.field);

describe('calls that requests share', () => {
  it('go on together while the register is busy, and each request gets its own answers', async () => {
    const { calls, shared } = slowRegister();
    const first = shared.record([item('a')]);
    await turn();
    const second = shared.record([item('b')]);
    await turn();
    const others = [shared.record([item('c'), item('d')]), shared.record([item('e')])];
    await turn();
    expect(calls.map(({ names }) => names)).toEqual([['a'], ['b']]);
    calls[0]?.answer();
    await turn();
    expect(calls[2]?.names).toEqual(['c', 'd', 'e']);
    for (const call of calls) call.answer();
    expect(fieldsOf(await first)).toEqual(['a']);
    expect(fieldsOf(await second)).toEqual(['b']);
    expect((await Promise.all(others)).map(fieldsOf)).toEqual([['c', 'd'], ['e']]);
  });

  it('are made once more where the register is away, then fail for all that shared them, and for nobody else', async () => {
    const { calls, shared } = slowRegister();
    const failing = [shared.record([item('a')]), shared.record([item('b')])];
    const away = Object.assign(new Error('away'), { code: rpcStatus.UNAVAILABLE });
    await turn();
    calls[0]?.fail(away);
    await turn();
    calls[1]?.fail(away);
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls.map(({ names }) => names)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const later = shared.record([item('c')]);
    await turn();
    calls[2]?.answer();
    expect(fieldsOf(await later)).toEqual(['c']);
  });

  it('that were out of time fail for all that shared them, at once', async () => {
    const { calls, shared } = slowRegister();
    const failing = [shared.record([item('a')]), shared.record([item('b')])];
    await turn();
    calls[0]?.fail(Object.assign(new Error('late'), { code: rpcStatus.DEADLINE_EXCEEDED }));
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    expect(calls).toHaveLength(1);
  });

  it('in which one has a source that is not known yet there are made again without it, and nobody else waits', async () => {
    const { calls, shared } = slowRegister();
    const [own, others] = [shared.record([item('a')]), shared.record([item('b')])];
    const isRefused = expect(own).rejects.toThrow('not received yet');
    const notReceived = Object.assign(new Error('not received yet'), { code: rpcStatus.ABORTED });
    await turn();
    calls[0]?.fail(notReceived);
    await turn();
    calls[1]?.fail(notReceived);
    await turn();
    calls[2]?.answer();
    await isRefused;
    expect(fieldsOf(await others)).toEqual(['b']);
    expect(calls.map(({ names }) => names)).toEqual([['a', 'b'], ['a'], ['b']]);
  });

  it('that a register has no room for fail for all that shared them, at once', async () => {
    const { calls, shared } = slowRegister();
    const failing = [shared.record([item('a')]), shared.record([item('b')])];
    await turn();
    calls[0]?.fail(Object.assign(new Error('full'), { code: rpcStatus.RESOURCE_EXHAUSTED }));
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toHaveLength(1);
  });

  it('that fail by what is in them fail only for whoever sent it', async () => {
    const { calls, shared } = slowRegister();
    const settled = Promise.allSettled([shared.record([item('a')]), shared.record([item('b')])]);
    await turn();
    calls[0]?.fail(new Error('a bug'));
    await turn();
    calls[1]?.fail(new Error('a bug'));
    await turn();
    calls[2]?.answer();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(calls.slice(1).map(({ names }) => names)).toEqual([['a'], ['b']]);
  });

  it('find the one request at which they fail by halves', async () => {
    const { calls, record } = slowRegister();
    const shared = new SharedCalls(
      async ({ items }, options) => {
        void record({ items }, options);
        if (items.some(({ eventJson }) => eventJson.toString() === '700')) throw new Error('a bug');
        return { results: items.map(resultFor) };
      },
      { keep: async () => {} },
    );
    const settled = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, at) => shared.record([item(`${at}`)])),
    );
    expect(settled.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([700]);
    expect(calls.length).toBeLessThan(2 * Math.log2(1_000) + 2);
  });

  it('hold at most a thousand items, but never split a request', async () => {
    const { calls, shared } = slowRegister();
    const many = (count: number) => shared.record(Array.from({ length: count }, () => item('x')));
    const all = [many(800), many(300), many(1_000)];
    for (let done = 0; done < 3; done += 1) {
      await turn();
      calls[done]?.answer();
    }
    expect((await Promise.all(all)).map(({ length }) => length)).toEqual([800, 300, 1_000]);
    expect(calls.map(({ names }) => names.length)).toEqual([800, 300, 1_000]);
  });

  it('carry so many bytes at most, but never split a request', async () => {
    const { calls, shared } = slowRegister();
    const bytes = LIMITS.callBytes.most;
    const all = [bytes / 2, bytes / 2, 1, bytes + 1].map((size) => shared.record([sized(size)]));
    for (let done = 0; done < 3; done += 1) {
      await turn();
      calls[done]?.answer();
    }
    await Promise.all(all);
    expect(calls.map(({ names }) => names.length)).toEqual([2, 1, 1]);
  });

  const { waitingItems, waitingBytes } = LIMITS;
  it.each([
    ['items', Array.from({ length: waitingItems.most }, () => item('x'))],
    ['bytes', [sized(waitingBytes.most)]],
  ])('wait up to so many %s; beyond them a request is refused until there is room', async (_, most) => {
    const { calls, shared } = slowRegister();
    const answered = [shared.record([item('a')])];
    await turn();
    answered.push(shared.record([item('b')]));
    await turn();
    // Both calls are in flight: a further request waits, however large it is.
    answered.push(shared.record(most));
    await expect(shared.record([item('c')])).rejects.toMatchObject({
      ...{ kind: 'busy', statusCode: 503 },
      message: 'Too many facts wait to be recorded; send these again.',
    });
    calls[0]?.answer();
    await turn();
    answered.push(shared.record([item('d')]));
    for (let done = 1; done < 4; done += 1) {
      calls[done]?.answer();
      await turn();
    }
    expect(await Promise.all(answered)).toHaveLength(4);
  });
});

it('a small request is answered while a large one that came before it is not', async () => {
  const { calls, record } = slowRegister();
  const wayIn = new WayIn(record);
  const large = wayIn.record(Array.from({ length: 100 }, () => item('x'.repeat(100))));
  const small = wayIn.record([item('a')]);
  await turn();
  expect(calls.map(({ names }) => names.length)).toEqual([100, 1]);
  calls[1]?.answer();
  expect(fieldsOf(await small)).toEqual(['a']);
  calls[0]?.answer();
  expect(await large).toHaveLength(100);
});

describe('by what requests were let pass', () => {
  /** The first starts at once; the others wait for the throttle and share a call. */
  async function waiting(requests: readonly (readonly [string, Record<string, bigint>, boolean])[]) {
    const asked: registerV1.RecordRequest[] = [];
    const { calls, record } = slowRegister();
    const wayIn = new WayIn((request, options) => {
      asked.push(request);
      return record(request, options);
    });
    const all: Promise<unknown>[] = [];
    for (const [name, versions, isAnySource] of requests) {
      const sourceVersions = new Map(Object.entries(versions));
      all.push(wayIn.record([item(name)], { sourceVersions, isAnySource }));
      if (all.length < 3) await turn();
    }
    let isOver = false;
    const over = Promise.all(all).then(() => {
      isOver = true;
    });
    for (let answered = 0; !isOver; ) {
      if (answered < calls.length) calls[answered++]?.answer();
      await sleep(5);
    }
    await over;
    return asked.map(({ items, sourceVersions, anySource }) => [
      items.map(({ eventJson }) => eventJson.toString()).join(),
      sourceVersions,
      anySource,
    ]);
  }

  it('a call says of each source the highest version of all of them', async () => {
    const asked = await waiting([
      ['a', { 'urn:a': 1n }, false],
      ['b', {}, false],
      ['c', { 'urn:a': 2n, 'urn:b': 1n }, false],
      ['d', { 'urn:a': 3n }, false],
      ['e', { 'urn:a': 1n }, false],
    ]);
    expect(asked).toEqual([
      ['a', { 'urn:a': 1n }, false],
      ['b,c,d,e', { 'urn:a': 3n, 'urn:b': 1n }, false],
    ]);
  });

  it('what may be of any source shares no call with what may not', async () => {
    const asked = await waiting([
      ['a', {}, true],
      ['b', {}, false],
      ['c', {}, true],
      ['d', {}, false],
    ]);
    for (const [names, , anySource] of asked)
      expect([names, anySource]).toEqual([names, /a|c/.test(String(names))]);
    expect(
      asked
        .map(([names]) => names)
        .sort()
        .join(),
    ).toBe('a,b,c,d');
  });
});

describe('a request', () => {
  const all = LIMITS.recordMs.most;
  const away = Object.assign(new Error('away'), { code: rpcStatus.UNAVAILABLE });

  function withTime() {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const register = slowRegister();
    const answers: [string, unknown][] = [];
    const send = (name: string) =>
      void register.shared.record([item(name)]).then(
        () => answers.push([name, 'recorded']),
        (error: Error) => answers.push([name, error.message]),
      );
    return { ...register, answers, send };
  }

  async function pass(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
    await turn();
  }

  afterEach(() => {
    jest.useRealTimers();
  });

  const tooLate = expect.stringMatching(/not all recorded within 20 s; send these again/);

  it('is answered in its time, also where it waits behind calls that are not, and is not recorded then', async () => {
    const { calls, answers, send } = withTime();
    send('a');
    await turn();
    send('b');
    await turn();
    send('c');
    await pass(all - 1_000);
    send('d');
    await pass(1_000);
    expect(answers).toEqual(['a', 'b', 'c'].map((name) => [name, tooLate]));
    calls[0]?.fail(Object.assign(new Error('late'), { code: rpcStatus.DEADLINE_EXCEEDED }));
    await turn();
    expect(calls[2]?.names).toEqual(['d']);
    expect(calls[2]?.timeoutMs).toBeCloseTo(all - 1_000, -1);
    calls[2]?.answer();
    await turn();
    expect(answers[3]).toEqual(['d', 'recorded']);
  });

  it('gives the second attempt what the first has left, and a call as much as its youngest has', async () => {
    const { calls, answers, send } = withTime();
    send('a');
    await turn();
    send('b');
    await turn();
    send('c');
    await pass(8_000);
    send('d');
    calls[0]?.fail(away);
    await turn();
    expect(calls[2]?.timeoutMs).toBeCloseTo(all - 8_000, -1);
    calls[1]?.answer();
    await turn();
    expect(calls[3]?.names).toEqual(['c', 'd']);
    expect(calls[3]?.timeoutMs).toBeCloseTo(all, -1);
    await pass(all - 8_000);
    expect(answers).toEqual([['b', 'recorded'], ...['a', 'c'].map((name) => [name, tooLate])]);
    calls[3]?.answer();
    await turn();
    expect(answers[3]).toEqual(['d', 'recorded']);
  });

  it('that is given up makes room', async () => {
    const { calls, answers, send, shared } = withTime();
    for (const name of ['a', 'b']) {
      send(name);
      await turn();
    }
    const many = () => shared.record(Array.from({ length: LIMITS.waitingItems.most }, () => item('x')));
    const waiting = many();
    const late = expect(waiting).rejects.toThrow(/within 20 s/);
    await expect(many()).rejects.toThrow(/Too many facts wait/);
    await pass(all);
    await late;
    const next = many();
    send('c');
    await turn();
    for (const call of calls) call.answer();
    await turn();
    for (const call of calls) call.answer();
    expect(await next).toHaveLength(LIMITS.waitingItems.most);
    expect(answers.slice(0, 2)).toEqual(['a', 'b'].map((name) => [name, tooLate]));
    expect(answers[2]?.[1]).toMatch(/Too many facts wait/);
  });
});
