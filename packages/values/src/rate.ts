/** One, in millionths: rates have at most six decimals. */
export const MILLIONTHS = 1_000_000n;

const RATE = /^(0|[1-9]\d{0,5})(?:\.(\d{1,6}))?$/;

/** "0.25" → 250000n; undefined where the text is not a decimal with at most six places. */
export function parseRate(text: string): bigint | undefined {
  const match = RATE.exec(text);
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  return BigInt(whole) * MILLIONTHS + BigInt(fraction.padEnd(6, '0'));
}

/** 200000n → "0.2", without trailing zeros: the form in which results are compared. */
export function formatRate(rateMillionths: bigint): string {
  const fraction = (rateMillionths % MILLIONTHS).toString().padStart(6, '0').replace(/0+$/, '');
  const whole = (rateMillionths / MILLIONTHS).toString();
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
