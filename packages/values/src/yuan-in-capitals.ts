import { assert } from './assert.ts';
import type { Fen } from './money.ts';

/**
 * 人民币大写 (amounts in capital numerals), which nobody can alter with a stroke: ￥1,409.05 is 壹仟肆佰零玖元零伍分. By the rules for
 * filling in instruments (支付结算办法, annex 1): one 零 for zeros inside, which may be omitted where only the place of 万 or 元
 * is zero, as is done here; 整 after 元 and after 角. The library nzh, which does it for texts, omits 整 after two
 * decimals.
 */
export function yuanInCapitals(fen: Fen): string {
  assert(fen >= 0n && fen < MORE_THAN_ANY_FEN, `${fen} fen are not written in capitals`);
  const [yuan, tenths, hundredths] = [fen / 100n, (fen / 10n) % 10n, fen % 10n];
  const whole = yuan > 0n ? `${inCapitals(yuan)}元` : '';
  const jiao = tenths > 0n ? `${digit(tenths)}角` : '';
  if (hundredths === 0n) return `${whole + jiao || '零元'}整`;
  const gap = whole !== '' && jiao === '' ? '零' : '';
  return `${whole}${jiao}${gap}${digit(hundredths)}分`;
}

const MORE_THAN_ANY_FEN = 10n ** 18n;
const PLACES = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1_000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
] as const;

/**
 * The number of units of its largest place, and the remainder: 10,010 is one 万 and 壹拾, with 零 for the places between.
 */
function inCapitals(number: bigint): string {
  const place = PLACES.find(([size]) => number >= size);
  if (!place) return digit(number);
  const [size, name] = place;
  const rest = number % size;
  const gap = rest > 0n && rest < size / 10n ? '零' : '';
  return `${inCapitals(number / size)}${name}${gap}${rest > 0n ? inCapitals(rest) : ''}`;
}

function digit(number: bigint): string {
  return '零壹贰叁肆伍陆柒捌玖'.charAt(Number(number));
}
