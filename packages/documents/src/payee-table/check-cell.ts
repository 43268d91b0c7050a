import { isUscc } from '@duixian/values';
import { unlikeSign } from '../text/signs.ts';
import type { PayeeColumn, RawCell } from './payee-row.ts';

const TEXT_CELL = 'give the cell the format text and type it again';
/** More than fifteen digits, and zeros alone from the sixteenth on. */
const CUT = /^\d{15}0+$/;
const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;

/** What is longer than the numbers of a spreadsheet. */
const LONG_NUMBERS: readonly PayeeColumn[] = ['entity', 'accountNo'];

type Rule = { readonly isRight: (text: string) => boolean; readonly right: string };

const RULES: Readonly<Record<PayeeColumn, Rule>> = {
  entity: {
    isRight: isUscc,
    right: 'the 18 characters of a unified social credit code with its right check character',
  },
  accountName: upTo(200, "the entity's name"),
  accountNo: { isRight: (text) => /^\d{6,32}$/.test(text), right: '6 to 32 digits without spaces' },
  bankName: upTo(200, 'the name of the bank'),
  bankCode: { isRight: (text) => /^\d{12}$/.test(text), right: 'the 12 digits of the bank' },
  document: upTo(1_000, 'the paper on which the account is proposed'),
};

/** What is wrong with a cell and what would be right; undefined where nothing is. */
export function cellFault(column: PayeeColumn, { kind }: RawCell, text: string): string | undefined {
  const { isRight, right } = RULES[column];
  if (kind === 'formula' || kind === 'other')
    return `must be a text: ${right}; no formula, date or other value`;
  if (kind === 'number' && LONG_NUMBERS.includes(column)) {
    return `must be a text: a number loses zeros at its beginning and every digit after the fifteenth; ${TEXT_CELL}`;
  }
  if (column === 'accountNo' && CUT.test(text))
    return `looks cut: a spreadsheet keeps fifteen digits and makes zeros of the others; ${TEXT_CELL}, from the bank's paper`;
  if (isRight(text)) return undefined;
  if (text === '') return `must not be empty: ${right}`;
  const rounded = ROUNDED.test(text) ? `; a spreadsheet has lost its digits, ${TEXT_CELL}` : '';
  const unlike = LONG_NUMBERS.includes(column) || column === 'bankCode' ? unlikeSign(text) : undefined;
  const sign = unlike === undefined ? '' : `, where ${unlike}`;
  return `must be ${right}; it is ${JSON.stringify(text.slice(0, 40))}${sign}${rounded}`;
}

function upTo(length: number, meaning: string): Rule {
  return {
    isRight: (text) => text !== '' && text.length <= length,
    right: `${meaning}, at most ${length} characters`,
  };
}
