import { describe, expect, it } from '@jest/globals';
import { Batcher } from './batcher.ts';

type Item = { readonly name: string; readonly bytes: number; isGone: boolean };
type Batch = { names: string[]; end(): void; fail(text: string): void };

const item = (name: string, bytes = 1): Item => ({ name, bytes, isGone: false });
const many = (name: string, count: number) => Array.from({ length: count }, (_, at) => item(`${name}${at}`));

/** Batches of at most four items or a hundred bytes, which end when the test ends them. */
function slowBatcher(options: Partial<ConstructorParameters<typeof Batcher<Item, string>>[0]> = {}) {
  const batches: Batch[] = [];
  const batcher = new Batcher<Item, string>({
    work: (items) =>
      new Promise((resolve, reject) => {
        const names = items.map(({ name }) => name);
        const end = () => resolve(names.map((name) => name.toUpperCase()));
        batches.push({ names, end, fail: (text) => reject(new Error(text)) });
      }),
    sizeOf: ({ bytes }) => ({ items: 1, bytes }),
    batch: { items: 4, bytes: 100 },
    waiting: { most: { items: 6, bytes: 300 }, refusal: ({ items }) => new Error(`${items} wait`) },
    mayGoInParts: (error) => (error as Error).message === 'too much',
    isGone: ({ isGone }) => isGone,
    ...options,
  });
  return { batcher, batches };
}

async function turn(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

const namesOf = (batches: readonly Batch[]) => batches.map(({ names }) => names.join());

describe('what waits', () => {
  it('shares the next batch, of which there is one at a time, and each caller gets its own answers', async () => {
    const { batcher, batches } = slowBatcher();
    const first = batcher.add([item('a')]);
    await turn();
    const others = [batcher.add([item('b'), item('c')]), batcher.add([item('d')])];
    await turn();
    expect(namesOf(batches)).toEqual(['a']);
    batches[0]?.end();
    await turn();
    expect(namesOf(batches)).toEqual(['a', 'b,c,d']);
    batches[1]?.end();
    expect(await first).toEqual(['A']);
    expect(await Promise.all(others)).toEqual([['B', 'C'], ['D']]);
    expect(batcher.isBusy).toBe(false);
  });

  it('goes by so many items and so many bytes, and an item alone always goes', async () => {
    const { batcher, batches } = slowBatcher();
    const sizes = [50, 50, 1, 101, 1, 1, 1, 1, 1];
    const all = sizes.map((bytes, at) => batcher.add([item(`${at}`, bytes)]).catch(String));
    for (let done = 0; done < 5; done += 1) {
      await turn();
      batches[done]?.end();
    }
    expect(namesOf(batches)).toEqual(['0,1', '2', '3', '4,5']);
    expect((await Promise.all(all)).slice(6)).toEqual(Array(3).fill('Error: 6 wait'));
  });

  it('goes on in as many batches at once as may be', async () => {
    const { batcher, batches } = slowBatcher({ batchesAtOnce: 2 });
    for (const name of ['a', 'b', 'c', 'd']) {
      void batcher.add([item(name)]);
      await turn();
    }
    expect(namesOf(batches)).toEqual(['a', 'b']);
    batches[1]?.end();
    await turn();
    expect(namesOf(batches)).toEqual(['a', 'b', 'c,d']);
  });

  it('and is added in the instant in which the last batch ends is not forgotten', async () => {
    const { batcher, batches } = slowBatcher();
    const answered: (readonly string[])[] = [];
    const addNext = async (left: number): Promise<void> => {
      answered.push(await batcher.add([item(`${left}`)]));
      for (let wait = 0; wait < left; wait += 1) await Promise.resolve();
      if (left > 0) await addNext(left - 1);
    };
    const all = addNext(12);
    for (let done = 0; done <= 12; done += 1) {
      while (batches.length <= done) await turn();
      batches[done]?.end();
    }
    await all;
    expect(answered).toHaveLength(13);
  });

  it('waits until what gathers it lets it go', async () => {
    const gathering = Promise.withResolvers<void>();
    const { batcher, batches } = slowBatcher({ gather: () => gathering.promise });
    void batcher.add([item('a')]);
    await turn();
    void batcher.add([item('b')]);
    expect(batcher.waiting.map(({ name }) => name)).toEqual(['a', 'b']);
    gathering.resolve();
    await turn();
    expect(namesOf(batches)).toEqual(['a,b']);
  });
});

describe('a call that is larger than a batch', () => {
  it('queues again behind those that came meanwhile', async () => {
    const { batcher, batches } = slowBatcher();
    const answered: string[] = [];
    const large = batcher.add(many('x', 5)).then((answers) => answered.push(answers.join()));
    await turn();
    const small = batcher.add([item('a')]).then((answers) => answered.push(answers.join()));
    batches[0]?.end();
    await turn();
    expect(namesOf(batches)).toEqual(['x0,x1,x2,x3', 'a,x4']);
    batches[1]?.end();
    await Promise.all([large, small]);
    expect(answered).toEqual(['A', 'X0,X1,X2,X3,X4']);
  });

  it('waits until its last item is taken', async () => {
    const { batcher, batches } = slowBatcher();
    const large = batcher.add(many('x', 6));
    await turn();
    await expect(batcher.add([item('a')])).rejects.toThrow('6 wait');
    batches[0]?.end();
    await turn();
    const next = batcher.add([item('a')]);
    batches[1]?.end();
    expect(await large).toHaveLength(6);
    await turn();
    batches[2]?.end();
    expect(await next).toEqual(['A']);
  });
});

describe('where too much waits', () => {
  it('a call is refused, and one is taken again when there is room', async () => {
    const { batcher, batches } = slowBatcher();
    void batcher.add([item('a')]);
    await turn();
    // Nothing waits: it is let in, however large it is.
    const large = batcher.add(many('x', 7));
    await expect(batcher.add([item('b')])).rejects.toThrow('7 wait');
    for (const done of [0, 1, 2]) {
      batches[done]?.end();
      await turn();
    }
    expect(await large).toHaveLength(7);
    const bytes = batcher.add([item('c', 200)]);
    await turn();
    void batcher.add([item('d', 200)]);
    await expect(batcher.add([item('e', 101)])).rejects.toThrow('1 wait');
    batches[3]?.end();
    expect(await bytes).toEqual(['C']);
  });

  it('what is reserved counts, until it is released', async () => {
    const { batcher } = slowBatcher();
    const release = batcher.reserve({ items: 6 });
    expect(() => batcher.reserve({ items: 1 })).toThrow('6 wait');
    await expect(batcher.add([item('a')])).rejects.toThrow('6 wait');
    release();
    batcher.reserve({ items: 1 })();
    expect(batcher.isBusy).toBe(false);
  });

  it('what nobody waits for any more makes room', async () => {
    const { batcher, batches } = slowBatcher();
    void batcher.add([item('a')]);
    await turn();
    const waiting = many('x', 6);
    const given = expect(batcher.add(waiting)).rejects.toThrow('the caller does not wait any more');
    await expect(batcher.add([item('b')])).rejects.toThrow('6 wait');
    for (const one of waiting) one.isGone = true;
    const next = batcher.add([item('b')]);
    await given;
    batches[0]?.end();
    await turn();
    expect(namesOf(batches)).toEqual(['a', 'b']);
    batches[1]?.end();
    expect(await next).toEqual(['B']);
  });
});

describe('a batch that fails', () => {
  it('by what is in it is tried by halves, and only the call with that item is told', async () => {
    const batches: string[] = [];
    const { batcher } = slowBatcher({
      work: async (items) => {
        batches.push(items.map(({ name }) => name).join(''));
        if (items.some(({ name }) => name === 'c')) throw new Error('too much');
        return items.map(({ name }) => name);
      },
    });
    const calls = [[item('a')], [item('b'), item('c')], [item('d')]].map((items) => batcher.add(items));
    expect(await Promise.allSettled(calls)).toMatchObject([
      { value: ['a'] },
      { reason: new Error('too much') },
      { value: ['d'] },
    ]);
    expect(batches).toEqual(['abcd', 'ab', 'cd', 'c', 'd']);
  });

  it('by something else fails for all that share it at once, and the rest of them is not tried', async () => {
    const { batcher, batches } = slowBatcher();
    const large = expect(batcher.add(many('x', 6))).rejects.toThrow('away');
    await turn();
    const next = batcher.add([item('a')]).catch(String);
    batches[0]?.fail('away');
    await large;
    await turn();
    expect(await next).toBe('Error: 6 wait');
    const later = batcher.add([item('b')]);
    await turn();
    batches[1]?.end();
    expect(await later).toEqual(['B']);
    expect(namesOf(batches)).toEqual(['x0,x1,x2,x3', 'b']);
  });

  it('is not tried further for whom nobody waits', async () => {
    const { batcher, batches } = slowBatcher();
    const [gone, alive] = [many('x', 2), many('y', 2)];
    const rejected = expect(batcher.add(gone)).rejects.toThrow('does not wait any more');
    const answered = batcher.add(alive);
    await turn();
    for (const one of gone) one.isGone = true;
    batches[0]?.fail('too much');
    await turn();
    batches[1]?.end();
    await rejected;
    expect(await answered).toEqual(['Y0', 'Y1']);
    expect(namesOf(batches)).toEqual(['x0,x1,y0,y1', 'y0,y1']);
  });
});

it('its end drops what waits, and comes when what is worked on is done', async () => {
  const { batcher, batches } = slowBatcher();
  const first = batcher.add([item('a')]);
  await turn();
  void batcher.add([item('b')]);
  let isStopped = false;
  const stopped = batcher.stop().then(() => {
    isStopped = true;
  });
  await turn();
  expect(isStopped).toBe(false);
  batches[0]?.end();
  await stopped;
  expect(await first).toEqual(['A']);
  expect([batcher.isBusy, namesOf(batches)]).toEqual([false, ['a']]);
});
