import { describe, expect, it } from '@jest/globals';
import { encodeGb18030, isInGbk } from './gb18030.ts';

const gb18030 = (bytes: Uint8Array) => new TextDecoder('gb18030', { fatal: true }).decode(bytes);

describe('GB 18030', () => {
  it('every character of the basic plane that is not of private use, and others, are read as they were written', () => {
    const text = Array.from({ length: 0x110000 }, (_, code) => code)
      .filter(
        (code) => code < 0xd800 || (code >= 0xf900 && code < 0x10000) || (code > 0xffff && code % 17 === 0),
      )
      .map((code) => String.fromCodePoint(code))
      .join('');
    expect(gb18030(encodeGb18030(text)) === text).toBe(true);
  });

  it.each([
    ['中', 'd6d0'],
    ['€', 'a2e3'],
    ['㐂', '8139ef31'],
    ['𠮷', '9534b235'],
    ['é', 'a8a6'],
    ['\ud800', '8431a437'],
  ])('%s is 0x%s', (point, bytes) => expect(Buffer.from(encodeGb18030(point)).toString('hex')).toBe(bytes));

  it.each([
    ['a', true],
    ['中', true],
    ['·', true],
    ['镕', true],
    ['㐂', false],
    ['𠮷', false],
    ['\ue000', false],
    ['龴', false],
  ])('that GBK has %s is %p', (point, isIn) => expect(isInGbk(point)).toBe(isIn));
});
