import { defined, type Fen, formatYuan } from '@duixian/values';
import { type Decimal, decimalText, parseDecimal, roundedAsShown, wholeProduct } from '../decimal.ts';
import type { Cell } from '../tables/table.ts';
import { codeText, quoted, type Read } from './read-cell.ts';

/** 元 and 万元, and others that ledgers have; in fen. */
const FEN_OF: Readonly<Record<string, bigint>> = {
  元: 100n,
  千元: 100_000n,
  万元: 1_000_000n,
  百万元: 100_000_000n,
  亿元: 10_000_000_000n,
};

const AMOUNT = /^¥?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(元|千元?|万元?|百万元?|亿元?)?$/;
const NEGATIVE = /^¥?\s*[-−－]\s*¥?\s*[\d,.]+|^\(\s*[\d,.]+\s*\)$/;
const DASH = /^[-−–—―─]+$/;
const CHINESE_NUMBER = /^[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟元圆角分整]+$/;
const RIGHT = 'write the amount in digits, such as 1234.56';

/** Never a guess: a mapping or a heading names no other unit. */
function fenOf(unit: string): bigint {
  return defined(FEN_OF[unit], `${unit} is a unit of money`);
}

export function isMoneyUnit(unit: string): boolean {
  return Object.hasOwn(FEN_OF, unit);
}

/** An amount under a heading in a unit, exactly: the result is whole fen, or the cell is wrong. */
export function readMoney(cell: Cell, unit: string): Read<Fen> {
  if (cell.kind === 'day' || cell.kind === 'boolean')
    return { wrong: `it is a ${cell.kind}, not an amount; ${RIGHT}` };
  return cell.kind === 'number'
    ? fromNumber(cell.text, unit)
    : fromText(codeText(cell.text), cell.text, unit);
}

function fromNumber(text: string, unit: string): Read<Fen> {
  const number = parseDecimal(text.trim());
  if (number === undefined) return { wrong: `it is ${quoted(text)}; ${RIGHT}` };
  const shown = roundedAsShown(number);
  if (shown.unscaled < 0n) return { wrong: negative(decimalText(shown)) };
  return inFen(shown, unit);
}

function fromText(text: string, written: string, unit: string): Read<Fen> {
  const [, whole, fraction = '', ownUnit] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) return { wrong: mistakeIn(text, written) };
  const number = parseDecimal(`${whole.replaceAll(',', '')}${fraction}`);
  if (number === undefined) return { wrong: `it is ${quoted(written)}; ${RIGHT}` };
  const stated = ownUnit === undefined || ownUnit.endsWith('元') ? ownUnit : `${ownUnit}元`;
  if (stated !== undefined && stated !== unit) return { wrong: twoReadings(written, number, stated, unit) };
  return inFen(number, unit);
}

function inFen(number: Decimal, unit: string): Read<Fen> {
  const fen = wholeProduct(number, fenOf(unit));
  if (fen === undefined)
    return {
      wrong: `it is ${decimalText(number)} ${unit}, which is not a whole fen (分); write it with as many decimals as there are`,
    };
  return { value: fen };
}

function mistakeIn(text: string, written: string): string {
  if (text === '') return 'it is empty; write the amount in digits, 0 where there is none';
  if (DASH.test(text)) return `it is ${quoted(written)}; write the amount in digits, 0 where there is none`;
  if (NEGATIVE.test(text)) return negative(written);
  if (/,/.test(text) && /^¥?[\d,]+(\.\d+)?/.test(text))
    return `it is ${quoted(written)}, whose commas do not stand before each three digits; ${RIGHT}`;
  if (CHINESE_NUMBER.test(text)) return `it is ${quoted(written)}, in Chinese numerals; ${RIGHT}`;
  return `it is ${quoted(written)}; ${RIGHT}`;
}

function negative(written: string): string {
  return `it is negative, ${quoted(written)}; an amount is never below 0: give what remains, or the status of what is void`;
}

function twoReadings(written: string, number: Decimal, own: string, unit: string): string {
  const readings = [own, unit].map((one) => {
    const fen = wholeProduct(number, fenOf(one));
    return fen === undefined ? `${decimalText(number)} ${one}` : `${formatYuan(fen)} yuan`;
  });
  return `it is ${quoted(written)} under a heading in ${unit}: ${readings[0]} by the cell, ${readings[1]} by the heading; write the number alone, in ${unit}`;
}
