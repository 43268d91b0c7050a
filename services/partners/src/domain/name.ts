import { codePointOf, LIMITS, textMistake } from '@duixian/values';

/**
 * The name of a person, a source or a key, such that no name can pass for another: normalised (NFKC), without
 * control or format characters, and of one script. Chinese characters and Latin letters may mix; Latin with
 * Cyrillic or Greek may not, because "Zhаng" with U+0430 looks like "Zhang".
 */

const SCRIPTS = [
  ...['Latin', 'Han', 'Cyrillic', 'Greek', 'Arabic', 'Armenian', 'Bopomofo', 'Devanagari', 'Ethiopic'],
  ...['Georgian', 'Hangul', 'Hebrew', 'Hiragana', 'Katakana', 'Khmer', 'Lao', 'Mongolian', 'Myanmar'],
  ...['Tai_Le', 'Thai', 'Tibetan', 'Yi'],
].map((script) => ({ script, pattern: new RegExp(`\\p{Script=${script}}`, 'u') }));
/** What belongs to every script: digits, marks, and signs that look like no other sign (no dash but one, no long vowel mark). */
const OF_ALL = /[0-9 .,:·'()&/_+、-]|\p{Script=Inherited}/u;
const COMMON = /\p{Script=Common}/u;
const OTHER_DIGIT = /(?![0-9])\p{N}/u;
const LETTER = /\p{L}/u;
const MAY_MIX = new Set(['Han', 'Latin']);
const RULE = { most: LIMITS.nameCodePoints.most, isId: true };

/** What is wrong with a name, as the end of "it must be …"; undefined if nothing is. */
export function nameMistake(name: string): string | undefined {
  return textMistake(name, RULE) ?? scriptMistake([...name]);
}

/** Two names that fold to the same text are one: neither case nor equivalent characters distinguish them. */
export function folded(name: string): string {
  // Upper case first: it expands characters that have no capital of their own (ß, ligatures).
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

function scriptMistake(points: readonly string[]): string | undefined {
  if (!points.some((point) => LETTER.test(point))) return 'a name with a letter in it';
  let first: { script: string; point: string } | undefined;
  for (const [index, point] of points.entries()) {
    const place = `${codePointOf(point)} is character ${index + 1}`;
    if (OTHER_DIGIT.test(point) && !SCRIPTS[1]?.pattern.test(point))
      return `a name whose digits are 0 to 9; ${place}`;
    if (OF_ALL.test(point)) continue;
    if (COMMON.test(point)) return `a name whose only signs are . , : · ' ( ) & / _ + 、 and -; ${place}`;
    const script = SCRIPTS.find(({ pattern }) => pattern.test(point))?.script;
    if (script === undefined) return `a name of a script that is in use; ${place}`;
    first ??= { script, point };
    const isMixed = script !== first.script && !(MAY_MIX.has(script) && MAY_MIX.has(first.script));
    if (isMixed)
      return `a name of one script (Chinese with Latin may mix); ${place} and ${script}, ${codePointOf(first.point)} is ${first.script}`;
  }
  return undefined;
}
