import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.ts';
import { compareCodePoints } from './code-point-order.ts';
import { isUscc, usccCheckCharacter } from './uscc.ts';

describe('a unified social credit code (GB 32100-2015)', () => {
  const REAL = ['91410100556930377C', '91410100MA3X6AA49P', '91410100170051134L'];

  it.each(REAL)('%s is right', (code) => {
    expect(isUscc(code)).toBe(true);
  });

  it.each(REAL)('%s with any one character changed is wrong', (code) => {
    for (let at = 0; at < 18; at++) {
      for (const symbol of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (symbol === code[at]) continue;
        expect(isUscc(`${code.slice(0, at)}${symbol}${code.slice(at + 1)}`)).toBe(false);
      }
    }
  });

  it.each(['', '91410100170051134', '91410100170051134l', '9141010O170051134L', '914101A0170051134L'])(
    '%p is none',
    (code) => {
      expect(isUscc(code)).toBe(false);
    },
  );

  it('knows the check character that belongs to the rest', () => {
    expect(usccCheckCharacter('91410100170051134?')).toBe('L');
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\u{1f600}': 4, '\ufb33': 5 },
      '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}',
    ],
    [[1e21, 0.000001, 1e-7, -0, 4.5], '[1e+21,0.000001,1e-7,0,4.5]'],
    ['\u000f"\\\u2028', '"\\u000f\\"\\\\\u2028"'],
  ])('%p', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

describe('the order by code point', () => {
  it.each([
    ['a', 'b'],
    ['a', 'aa'],
    ['', 'a'],
    ['\ud7ff', '\ue000'],
    // UTF-16 units would order these two the other way round.
    ['\uffff', '\u{10000}'],
    ['\ue000', '\u{1f600}'],
    ['x\ufb33', 'x\u{1f600}'],
  ])('%p comes before %p', (before, after) => {
    expect(compareCodePoints(before, after)).toBeLessThan(0);
    expect(compareCodePoints(after, before)).toBeGreaterThan(0);
    expect(compareCodePoints(before, before)).toBe(0);
  });
});
