import stringWidth from 'string-width';

/**
 * For text without spaces: a line may end after any character, but not before a closing mark or after an opening one.
 */
const CHARACTER = String.raw`\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}`;
const OPENING = '（《〈“‘【〔';
const CLOSING = '）》〉”’】〕，。、；：？！％';
const PIECES = new RegExp(
  `\\s+|[${OPENING}]*[${CHARACTER}][${CLOSING}]*|[^\\s${CHARACTER}${OPENING}]+|[${OPENING}]+`,
  'gu',
);

/** A text in lines of a width, which end between words or Chinese characters where possible. */
export function broken(text: string, columns: number): string[] {
  const lines = [''];
  for (const piece of text.match(PIECES) ?? [])
    for (const part of stringWidth(piece) > columns ? cut(piece, columns) : [piece]) {
      const line = lines.at(-1) ?? '';
      if (stringWidth(line + part) <= columns) lines[lines.length - 1] = line + part;
      else lines.push(part.trimStart());
    }
  return lines.map((line) => line.trimEnd());
}

/** A word that is longer than a line, in several parts. */
function cut(word: string, columns: number): string[] {
  const parts = [''];
  for (const character of word) {
    const part = parts.at(-1) ?? '';
    if (part === '' || stringWidth(part + character) <= columns) parts[parts.length - 1] = part + character;
    else parts.push(character);
  }
  return parts;
}
