/** What a spreadsheet treats as the beginning of a formula, also as full-width characters. */
const FORMULA = '\\s*[=+\\-@\\t\\r＝＋－＠]';
const DANGEROUS = new RegExp(`^'*${FORMULA}`);
const NEUTRALISED = new RegExp(`^'+${FORMULA}`);

/** A text that no spreadsheet evaluates: an apostrophe precedes what might begin a formula. */
export function neutralText(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** The text as it was before `neutralText`. */
export function plainText(neutral: string): string {
  return NEUTRALISED.test(neutral) ? neutral.slice(1) : neutral;
}
