/** An exact decimal number: `unscaled` / 10^`scale`. */
export type Decimal = { readonly unscaled: bigint; readonly scale: number };

const NUMBER = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Spreadsheets keep so many digits; what stands behind them comes from binary fractions (0.1 + 0.2). */
const KEPT_DIGITS = 15;

/** The number that a text writes, also with an exponent, as workbooks store it; undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const unscaled = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { unscaled, scale } : { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

/** Rounded half up, away from zero, to as many digits as a spreadsheet shows at most. */
export function roundedAsShown({ unscaled, scale }: Decimal): Decimal {
  const digits = `${unscaled < 0n ? -unscaled : unscaled}`.length;
  const excess = Math.min(digits - KEPT_DIGITS, scale);
  if (excess <= 0) return { unscaled, scale };
  const divisor = 10n ** BigInt(excess);
  const half = unscaled < 0n ? -divisor / 2n : divisor / 2n;
  return { unscaled: (unscaled + half) / divisor, scale: scale - excess };
}

/** The product, or undefined where it is no whole number. */
export function wholeProduct({ unscaled, scale }: Decimal, factor: bigint): bigint | undefined {
  const divisor = 10n ** BigInt(scale);
  const product = unscaled * factor;
  return product % divisor === 0n ? product / divisor : undefined;
}

/** Without exponent and without zeros that say nothing. */
export function decimalText({ unscaled, scale }: Decimal): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 || fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}
