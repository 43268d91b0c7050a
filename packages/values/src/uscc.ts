/** 统一社会信用代码, the 18-character unified social credit code of GB 32100-2015. */
export type Uscc = string;

/** From the standard's table of registering authorities. */
const FIRST = '123456789ANY';
// The standard's 31 symbols: I, O, Z, S and V are left out because they are misread.
const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
// Character 1: registering authority and 2: kind of body; 3–8: digits of the division; 9–17: organisation code; 18: check.
const SHAPE = /^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const LENGTH = 18;
/** What a spreadsheet leaves of eighteen digits: it keeps fifteen. */
const CUT = /^\d{15}000$/;
// By character code: each code of every fact is checked, and a table costs a fifth of a map.
const VALUE_OF = new Uint8Array(128);
for (const [value, symbol] of [...SYMBOLS].entries()) VALUE_OF[symbol.charCodeAt(0)] = value;
const WEIGHTS = Array.from({ length: 17 }, (_, index) => 3 ** index % 31);

export function isUscc(text: string): boolean {
  return SHAPE.test(text) && text[17] === usccCheckCharacter(text);
}

/** What is wrong with a text that is not a USCC, in words that state what would be right. */
export function usccMistake(text: string): string {
  if (CUT.test(text))
    return 'its last three digits are 000, as a spreadsheet leaves it that keeps fifteen digits: take the code from the register, as text';
  const points = [...text];
  if (points.length < LENGTH) return `this one has ${points.length} characters`;
  for (const [index, point] of points.slice(0, LENGTH).entries()) {
    const right = rightAt(index, point);
    if (right !== undefined)
      return `character ${index + 1} is ${shown(point)}, where ${right} would be right`;
  }
  const beyond = points[LENGTH];
  if (beyond !== undefined)
    return `this one has ${points.length} characters; character ${LENGTH + 1}, ${shown(beyond)}, is one too many`;
  return `the check character of ${text.slice(0, 17)} is ${usccCheckCharacter(text)}`;
}

/** What a position of the code requires; undefined where the character is valid. */
function rightAt(index: number, point: string): string | undefined {
  if (index >= 2 && index <= 7) return /^\d$/.test(point) ? undefined : 'a digit of the division';
  if (!SYMBOLS.includes(point)) return 'one of 0–9 and A–Z without I, O, S, V and Z (capital, half-width)';
  return index > 0 || FIRST.includes(point) ? undefined : 'one of 1–9, A, N and Y';
}

function shown(point: string): string {
  const code = (point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /^[!-~]$/.test(point) ? point : `U+${code}`;
}

/** The eighteenth character for the first seventeen (GB 32100-2015, 31 − Σ value × 3^(i−1) mod 31). */
export function usccCheckCharacter(text: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index++) {
    sum += (VALUE_OF[text.charCodeAt(index)] ?? 0) * (WEIGHTS[index] ?? 0);
  }
  return SYMBOLS[(31 - (sum % 31)) % 31] ?? '0';
}
