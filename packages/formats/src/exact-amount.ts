import type { Fen } from '@duixian/values';
import { parseDecimal, wholeProduct } from './decimal.ts';

export const FEN_PER_YUAN = 100n;
/** 万元. */
export const FEN_PER_TEN_THOUSAND_YUAN = 1_000_000n;

const PLAIN = /^-?(?:0|[1-9]\d{0,15})(?:\.(\d{1,12}))?$/;

/**
 * The exact fen of a decimal text in yuan or 万元; undefined where it is no plain decimal number (no separators, no
 * exponent, no unit), has more decimals than allowed or is no whole fen. Never by way of a `number`.
 */
export function fenOf(
  text: string,
  { fenPerUnit, mostDecimals }: { readonly fenPerUnit: bigint; readonly mostDecimals: number },
): Fen | undefined {
  const [found, decimals = ''] = PLAIN.exec(text) ?? [];
  const decimal = found === undefined || decimals.length > mostDecimals ? undefined : parseDecimal(found);
  return decimal && wholeProduct(decimal, fenPerUnit);
}

/** Yuan with at most two decimals. */
export function fenOfYuan(text: string): Fen | undefined {
  return fenOf(text, { fenPerUnit: FEN_PER_YUAN, mostDecimals: 2 });
}

/** "1000000.00": yuan with two decimals and nothing else. */
export function plainYuan(fen: Fen): string {
  const magnitude = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${magnitude / FEN_PER_YUAN}.${(magnitude % FEN_PER_YUAN).toString().padStart(2, '0')}`;
}
