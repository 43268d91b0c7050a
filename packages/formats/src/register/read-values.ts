import { decimalText, parseDecimal } from '../decimal.ts';
import { compact } from '../mapping/heading-text.ts';
import type { ColumnOf } from '../mapping/mapping-document.ts';
import type { Cell } from '../tables/table.ts';
import { codeText, nameText, quoted, type Read } from './read-cell.ts';

const LISTED = 12;
const AS_TEXT = 'give the column the format text (文本) and write it again from the paper';
const ROUNDED = /^\d(?:\.\d+)?E\+?\d+$/i;
const BETWEEN_VALUES = /[,;、/]/;
const BETWEEN_IDS = /[,;、\s]+/;
const UNIT_WORDS: Readonly<Record<string, string>> = {
  小时: 'hour',
  机时: 'hour',
  h: 'hour',
  样: 'sample',
  样品: 'sample',
  个: 'sample',
  个样: 'sample',
  次: 'time',
};

/** What a mapping says that texts become, by the texts as they are compared. */
export type KnownValues = ReadonlyMap<string, string | boolean>;

export function knownValues({ values = {} }: ColumnOf<'text'>): KnownValues {
  return new Map(Object.entries(values).map(([text, value]) => [compact(text), value]));
}

/** A text, or what the mapping says that it becomes. */
export function readText(
  cell: Cell,
  column: ColumnOf<'text'>,
  known: KnownValues,
): Read<string | boolean> & { warning?: string } {
  const text = nameText(cell.text);
  if (column.values === undefined)
    return cell.kind === 'number' ? { value: numberText(text) } : { value: text };
  const own = known.get(text) ?? known.get(compact(text));
  if (own !== undefined) return { value: own };
  const [first = '', ...others] = text.normalize('NFKC').split(BETWEEN_VALUES);
  const several = column.several === 'first' && others.length > 0 ? known.get(compact(first)) : undefined;
  if (several !== undefined)
    return { value: several, warning: `it has several values, ${quoted(text)}; the first counts` };
  const right = [...known.keys()].filter((key) => key !== '').slice(0, LISTED);
  const more = known.size > LISTED ? ', …' : '';
  return { wrong: `it is ${quoted(text)}; it must be one of ${right.join(', ')}${more}` };
}

/** A code or number of which no digit may be lost. */
export function readDigits(cell: Cell): Read<string> {
  const text = codeText(cell.text);
  if (cell.kind === 'number') {
    const plain = numberText(text);
    return plain.length > 15
      ? {
          wrong: `it is a number of ${plain.length} digits, and a spreadsheet keeps 15: the last are lost; ${AS_TEXT}`,
        }
      : { value: plain };
  }
  if (ROUNDED.test(text))
    return { wrong: `it is ${quoted(text)}: a spreadsheet has lost its digits; ${AS_TEXT}` };
  return { value: text };
}

/** A quantity of use, and its unit where the cell names one. */
export function readQuantity(cell: Cell): Read<{ quantity: string; unit: string | undefined }> {
  const text = cell.kind === 'number' ? numberText(cell.text) : codeText(cell.text);
  const [, digits, word] = /^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(\D*)$/.exec(text) ?? [];
  const number = digits === undefined ? undefined : parseDecimal(digits.replaceAll(',', ''));
  if (number === undefined)
    return {
      wrong: `it is ${quoted(cell.text)}; write a number such as 2.5, with or without 小时, 样 or 次`,
    };
  const unit = word === undefined || word === '' ? undefined : usageUnit(word);
  if (word && unit === undefined)
    return {
      wrong: `it is ${quoted(cell.text)}; its unit must be one of ${Object.keys(UNIT_WORDS).join(', ')}`,
    };
  return { value: { quantity: decimalText(number), unit } };
}

export function usageUnit(word: string): string | undefined {
  return Object.hasOwn(UNIT_WORDS, word) ? UNIT_WORDS[word] : undefined;
}

export function readIds(cell: Cell): Read<string[]> {
  const text = cell.kind === 'number' ? numberText(cell.text) : codeText(cell.text);
  return { value: text.split(BETWEEN_IDS).filter((id) => id !== '') };
}

/** The digits of a number of a workbook, which may have an exponent. */
function numberText(text: string): string {
  const number = parseDecimal(text);
  return number === undefined ? text : decimalText(number);
}
