import { expect, it } from '@jest/globals';
import { filePieces } from './file-pieces.ts';

it('gives the first part at once, the rest in messages of some size, and every byte in its order', async () => {
  const chunks = ['公示', ...Array.from({ length: 100 }, (_, index) => Buffer.alloc(1_000, index)), '完'];
  const pieces: Buffer[] = [];
  for await (const { piece } of filePieces(chunks)) pieces.push(piece);
  expect(pieces.map(({ length }) => length)).toEqual([6, 66_000, 34_003]);
  expect(Buffer.concat(pieces)).toEqual(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))));
});

it('reads no further than its reader takes', async () => {
  let given = 0;
  const pieces = filePieces(
    (function* () {
      for (;;) {
        given += 1;
        yield Buffer.alloc(70_000);
      }
    })(),
  );
  await pieces.next();
  await pieces.next();
  await pieces.return(undefined);
  expect(given).toBe(2);
});
