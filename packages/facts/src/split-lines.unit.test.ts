import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBlank, splitLines } from './split-lines.ts';

describe('lines of a stream', () => {
  it('are the same however the stream is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '兑') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (content, size) => {
        const expected = content.split('\n');
        if (expected.at(-1) === '') expected.pop();
        const lines = await linesOf(content, size);
        expect(lines.map(({ text }) => text)).toEqual(expected);
        expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
      }),
    );
  });

  it('longer than the limit are cut, and say how long they were', async () => {
    const [long, short] = await linesOf(`${'x'.repeat(5_000)}\nshort\n`, 100, 200);
    expect(long?.sizeBytes).toBe(5_000);
    expect(long?.text.length).toBeLessThanOrEqual(400);
    expect(short?.text).toBe('short');
  });

  it.each([
    ['', true],
    [' \t\r', true],
    [' {', false],
    ['\u00a0', false],
  ])('%j is blank: %s', (text, expected) => {
    expect(isBlank(Buffer.from(text))).toBe(expected);
  });
});

async function linesOf(content: string, size: number, limitBytes?: number) {
  const lines: { text: string; number: number; sizeBytes: number }[] = [];
  for await (const batch of splitLines(cut(Buffer.from(content), size), limitBytes)) {
    for (const { bytes, ...line } of batch) lines.push({ ...line, text: bytes.toString() });
  }
  return lines;
}

async function* cut(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}
