import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { yuanInCapitals } from './yuan-in-capitals.ts';

describe('an amount in capitals', () => {
  it.each<[bigint, string]>([
    [12_345_678n, '壹拾贰万叁仟肆佰伍拾陆元柒角捌分'],
    [0n, '零元整'],
    [5n, '伍分'],
    [50n, '伍角整'],
    [55n, '伍角伍分'],
    [100n, '壹元整'],
    [105n, '壹元零伍分'],
    [1_000n, '壹拾元整'],
    [1_050n, '壹拾元伍角整'],
    // The examples of the annex.
    [140_950n, '壹仟肆佰零玖元伍角整'],
    [600_714n, '陆仟零柒元壹角肆分'],
    [168_032n, '壹仟陆佰捌拾元叁角贰分'],
    [10_700_053n, '壹拾万柒仟元伍角叁分'],
    [1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
    [32_504n, '叁佰贰拾伍元零肆分'],
    [10_001_005n, '壹拾万零壹拾元零伍分'],
    [10_000_000n, '壹拾万元整'],
    [100_000_001n, '壹佰万元零壹分'],
    [100_010_100n, '壹佰万零壹佰零壹元整'],
    [10_000_000_001n, '壹亿元零壹分'],
    [10_000_000_100n, '壹亿零壹元整'],
    [10_010_000_000n, '壹亿零壹拾万元整'],
    [1_000_000_000_000n, '壹佰亿元整'],
    [100_000_000_000_000n, '壹万亿元整'],
    [9_007_199_254_740_991n, '玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分'],
  ])('of %s fen is %s', (fen, capitals) => {
    expect(yuanInCapitals(fen)).toBe(capitals);
  });

  it.each([-1n, 10n ** 18n])('is not written of %s fen', (fen) => {
    expect(() => yuanInCapitals(fen)).toThrow('capitals');
  });

  it('says each amount apart from every other, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n - 1n), (fen) => {
        expect(fenOf(yuanInCapitals(fen))).toBe(fen);
      }),
    );
  });
});

const SIZES: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1_000n, 万: 10_000n, 亿: 100_000_000n };

/** Reads from the left: a place multiplies what precedes it since the last larger one. */
function fenOf(capitals: string): bigint {
  const [, yuan = '', jiao = '', fen = ''] =
    /^(?:(.*)元)?零?(?:(.)角)?零?(?:(.)分)?整?$/.exec(capitals) ?? [];
  const digitOf = (text: string) => BigInt(Math.max(0, '零壹贰叁肆伍陆柒捌玖'.indexOf(text || '零')));
  return yuanOf(yuan) * 100n + digitOf(jiao) * 10n + digitOf(fen);
}

function yuanOf(text: string): bigint {
  for (const place of ['亿', '万', '仟', '佰', '拾']) {
    const at = text.lastIndexOf(place);
    if (at >= 0) return yuanOf(text.slice(0, at)) * (SIZES[place] ?? 0n) + yuanOf(text.slice(at + 1));
  }
  return BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(text.replace(/^零/, '') || '零'));
}
