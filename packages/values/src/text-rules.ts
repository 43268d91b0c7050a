import { LIMITS } from './limits.ts';

/**
 * The rules for a text (docs/facts.md §2): an `id` identifies a record, so two ids that a person cannot distinguish
 * must not be two records.
 */
export type TextRule = { readonly most: number; readonly isId: boolean };

export const TEXT: TextRule = { most: LIMITS.textCodePoints.most, isId: false };
export const NAME: TextRule = { most: LIMITS.nameCodePoints.most, isId: false };
/** The attribute `id`: it identifies a delivery, not a record. */
export const DELIVERY: TextRule = { most: LIMITS.idCodePoints.most, isId: false };
export const ID: TextRule = { most: LIMITS.idCodePoints.most, isId: true };

/** Printable ASCII and the common Chinese characters, with single blanks between: valid under every rule. */
const PLAIN = /^[!-~一-鿿]+(?: [!-~一-鿿]+)*$/;
const CONTROL = /\p{Cc}/u;
const FORMAT = /\p{Cf}/u;
const SURROGATE = /\p{Cs}/u;
const NONCHARACTER = /\p{Noncharacter_Code_Point}/u;
const PRIVATE_USE = /\p{Co}/u;
/**
 * Fillers, joiners and variation selectors that no font shows, and the Braille cell without a dot: in a name they may
 * shape a character.
 */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u2800]/u;
const WHITE_SPACE = /\p{White_Space}/u;

/** What is wrong with a text, as the end of "it must be …"; undefined where nothing is. */
export function textMistake(value: string, rule: TextRule): string | undefined {
  if (value.length <= rule.most && PLAIN.test(value)) return undefined;
  if (value === '') return 'a text that is not empty';
  const points = [...value];
  if (points.length > rule.most)
    return `a text of at most ${rule.most} characters; this one has ${points.length}`;
  return characterMistake(points, rule) ?? formMistake(value, rule);
}

function characterMistake(points: readonly string[], { isId }: TextRule): string | undefined {
  for (const [index, point] of points.entries()) {
    const kind = kindOf(point, isId);
    if (kind !== undefined) return `a text without ${kind}; ${codePointOf(point)} is character ${index + 1}`;
    const isEnd = index === 0 || index === points.length - 1;
    if (isEnd && WHITE_SPACE.test(point))
      return `a text that begins and ends with no white space; ${codePointOf(point)} is character ${index + 1}`;
    if (isId && WHITE_SPACE.test(point) && (point !== ' ' || points[index + 1] === ' '))
      return `an id with no white space but single blanks (U+0020); ${codePointOf(point)} is character ${index + 1}`;
  }
  return undefined;
}

function kindOf(point: string, isId: boolean): string | undefined {
  if (CONTROL.test(point)) return 'control characters';
  if (FORMAT.test(point)) return 'invisible signs';
  if (SURROGATE.test(point)) return 'halves of a character (surrogates)';
  if (NONCHARACTER.test(point)) return 'code points that are no characters';
  if (isId && UNSEEN.test(point)) return 'invisible signs';
  return isId && PRIVATE_USE.test(point) ? 'characters of private use' : undefined;
}

/** The same character may be written in several ways; only one of them is accepted. */
function formMistake(value: string, { isId }: TextRule): string | undefined {
  const form = isId ? 'NFKC' : 'NFC';
  const right = value.normalize(form);
  if (right === value) return undefined;
  const [points, rightPoints] = [[...value], [...right]];
  const index = points.findIndex((point, at) => point !== rightPoints[at]);
  const wrong = points[index] ?? '';
  // Where one character becomes several, all of them are right; where several become one, that one is.
  const alone = [...wrong.normalize(form)];
  const instead = alone.join('') === wrong ? [rightPoints[index] ?? ''] : alone;
  return `a text in Unicode's form ${form}; ${codePointOf(wrong)} is character ${index + 1}, where ${instead.map(codePointOf).join(' ')} would be right`;
}

/** `U+200B`; a person cannot see the character otherwise. */
export function codePointOf(point: string): string {
  const code = point.codePointAt(0);
  if (code === undefined) return 'nothing';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text that can be shown: invisible characters are replaced by their code points. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\p{Zl}\p{Zp}]/gu,
    (point) => `‹${codePointOf(point)}›`,
  );
}
