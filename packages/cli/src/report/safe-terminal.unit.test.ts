import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepPrintable, printable, redrawn } from './safe-terminal.ts';

const anyText = fc.string({ unit: 'binary' });

describe('text on a terminal', () => {
  it.each([
    ['a\u001b[2Jb', String.raw`a\u001b[2Jb`],
    ['a\rb', String.raw`a\u000db`],
    ['\u007f\u009b', String.raw`\u007f\u009b`],
    ['\u202e\u2066', String.raw`\u202e\u2066`],
    ['\u200b\ufeff', String.raw`\u200b\ufeff`],
    ['\ud800', String.raw`\ud800`],
    ['河南省\n😀', '河南省\n😀'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('never holds what a terminal obeys or an eye cannot see', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('keeps the value of JSON', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.parse(printable(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });

  it('is guarded at the stream, which passes the bytes of a line drawn over', () => {
    const stream = new PassThrough();
    keepPrintable(stream as unknown as NodeJS.WriteStream);
    stream.write('\u001b]0;x\u0007');
    stream.write(redrawn('\u001b'));
    expect(String(stream.read())).toBe(`${String.raw`\u001b]0;x\u0007`}\r\u001b[K${String.raw`\u001b`}`);
  });

  it.each([
    ['a terminal that has colours', true, {}, '\u001b[2m│\u001b[22m 兑现 \u001b[31mno\u001b[39m'],
    ['a terminal of somebody who wants none', true, { NO_COLOR: '1' }, '│ 兑现 no'],
    ['a file', false, {}, '│ 兑现 no'],
  ])('is in colour for who may see it: %s', (_, isTTY, environment, expected) => {
    expect(writtenBy(isTTY, environment)).toBe(expected);
  });
});

/** In a process of its own with nothing inherited, because only its real environment counts: a CI has no colours. */
function writtenBy(isTTY: boolean, environment: Record<string, string>): string {
  const program = `
    import { PassThrough } from 'node:stream';
    import { WriteStream } from 'node:tty';
    import { alarming, keepPrintable } from ${JSON.stringify(join(import.meta.dirname, 'safe-terminal.ts'))};
    const { getColorDepth } = WriteStream.prototype;
    const stream = Object.assign(new PassThrough(), { isTTY: ${isTTY}, getColorDepth });
    keepPrintable(stream);
    stream.write('│ 兑现 ');
    stream.write(alarming('no', stream));
    process.stdout.write(stream.read());`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { TERM: 'xterm', ...environment },
  });
}
