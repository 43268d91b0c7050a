/** What a spreadsheet takes for the beginning of a formula, also where it is typed in full width. */
const FORMULA = '\\s*[=+\\-@\\t\\r＝＋－＠]';
const DANGEROUS = new RegExp(`^'*${FORMULA}`);
const NEUTRALISED = new RegExp(`^'+${FORMULA}`);

/** A text that no spreadsheet computes: an apostrophe stands before what might begin a formula. */
export function neutralText(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** The text as it was before `neutralText`. */
export function plainText(neutral: string): string {
  return NEUTRALISED.test(neutral) ? neutral.slice(1) : neutral;
}
