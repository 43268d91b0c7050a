import { readFileSync } from 'node:fs';
import { splitLines } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import { batchesOf } from '../send/batches.ts';
import { readFacts } from './read-facts.ts';

const CASE = new URL('../../../facts/src/cases/21-facts-file-bom-crlf.ndjson', import.meta.url);
const WINDOWS = readFileSync(CASE);
const BOM = '\uFEFF';
const [first = '', second = ''] = WINDOWS.toString().slice(BOM.length).split('\r\n');

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

function sources(files: readonly (string | Buffer)[], size = 1_000) {
  return files.map((content, index) => ({
    file: `${index}`,
    lines: splitLines(inPieces(Buffer.from(content as string), size)),
  }));
}

async function read(...files: (string | Buffer)[]) {
  const { counts, refused } = await readFacts(sources(files), () => []);
  return [counts.recorded, counts.duplicate, ...refused.map(({ line, reason }) => `${line} ${reason}`)];
}

describe('a facts file', () => {
  it('as Windows writes it is taken whole', async () => {
    expect(await read(WINDOWS)).toEqual([2, 0]);
  });

  it.each([1, 2, 3, 700])('begins with a byte order mark that comes in pieces of %d bytes', async (size) => {
    const { counts, refused } = await readFacts(sources([WINDOWS], size), () => []);
    expect([counts.recorded, refused]).toEqual([2, []]);
  });

  it('is sent as it is replayed', async () => {
    const sent: string[] = [];
    const lines = sources([WINDOWS, `${BOM}${second}`]);
    for await (const batch of batchesOf(lines, (file, { number }) => sent.push(`${file}:${number} refused`)))
      for (const { file, number, text } of batch) sent.push(`${file}:${number} ${text.slice(0, 2)}`);
    expect(sent).toEqual(['0:1 {"', '0:2 {"', '1:1 {"']);
  });

  it('of several begins with one each', async () => {
    expect(await read(`${BOM}${first}\n`, `${BOM}${second}\n`)).toEqual([2, 0]);
  });

  it.each([
    ['in a later line', `${first}\n${BOM}${second}\n`, [1, 0, '2 not-json']],
    ['twice', `${BOM}${BOM}${first}\n`, [0, 0, '1 not-json']],
    ['after a blank line', `\n${BOM}${first}\n`, [0, 0, '2 not-json']],
    ['after a space', ` ${BOM}${first}\n`, [0, 0, '1 not-json']],
    ['and nothing else', BOM, [0, 0]],
    ['and a blank line', `${BOM}\r\n${first}`, [1, 0]],
  ])('with a byte order mark %s', async (_, content, outcome) => {
    expect(await read(content)).toEqual(outcome);
  });

  it('skips blank lines and counts them, through all files', async () => {
    expect(await read(`\r\n \t\r\n\n${first}\r\n{\r\n`, `\n${first}\nx`)).toEqual([
      1,
      1,
      '5 not-json',
      '8 not-json',
    ]);
  });

  it.each([
    ['a carriage return alone', `${first}\r${second}`],
    ['a line separator', `${first}\u2028${second}`],
    ['a next line', `${first}\u0085${second}`],
  ])('ends no line at %s', async (_, content) => {
    expect(await read(content)).toEqual([0, 0, '1 not-json']);
  });

  it('goes on after what is nested too deep, too long or no UTF-8', async () => {
    const deep = '['.repeat(100_000);
    const long = `"${'x'.repeat(200_000)}"`;
    const content = Buffer.concat([
      Buffer.from(`${deep}\n${long}\n`),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(first),
    ]);
    expect(await read(content)).toEqual([1, 0, '1 too-large', '2 too-large', '3 not-json']);
  });
});
