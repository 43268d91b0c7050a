import { readBson } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { serialize } from 'bson';
import fc from 'fast-check';
import { splitDocuments } from './split-documents.ts';

const document = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  long: fc.string({ minLength: 30 }),
  list: fc.array(fc.integer()),
  amountFen: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  revision: fc.constantFrom(1, 2 ** 40, 0.5),
  parts: fc.array(fc.record({ flag: fc.boolean(), nothing: fc.constant(null) })),
});

async function* cutInto(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const documents of splitDocuments(chunks)) found.push(...readBson(documents));
  return found;
}

it('finds the documents again, wherever the stream was cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(document), fc.array(fc.nat(50)), async (documents, sizes) => {
      const stream = Buffer.concat(documents.map((one) => serialize(one)));
      expect(await all(cutInto(stream, sizes))).toEqual(documents);
    }),
  );
});

it('says so where the last document is cut off', async () => {
  const bytes = serialize({ text: 'whole' });
  await expect(all(cutInto(bytes.subarray(0, bytes.length - 1), []))).rejects.toThrow('is cut off');
});
