import type { registerV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { describe, expect, it } from '@jest/globals';
import { SharedCalls } from './shared-calls.ts';

type Item = registerV1.RecordRequest_Item;

const item = (name: string): Item => ({ eventJson: Buffer.from(name), traceparent: '' });
const resultFor = ({ eventJson }: Item) => ({
  outcome: 'OUTCOME_REFUSED' as const,
  faults: [{ field: eventJson.toString(), reason: 'bad-field', message: '' }],
});

/** A register that answers only when told to. */
function slowRegister() {
  const calls: { names: string[]; answer(): void; fail(error: Error): void }[] = [];
  const record = ({ items }: { items: Item[] }) =>
    new Promise<{ results: registerV1.RecordResponse_Result[] }>((resolve, reject) => {
      calls.push({
        names: items.map(({ eventJson }) => eventJson.toString()),
        answer: () => resolve({ results: items.map(resultFor) }),
        fail: reject,
      });
    });
  return { calls, shared: new SharedCalls(record, { keep: async () => {} }) };
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
});
