import {
  ACCOUNT_NO,
  BANK_CODE,
  isUscc,
  NAME,
  TEXT,
  type TextRule,
  textMistake,
  unlikeSign,
  visible,
} from '@duixian/values';
import type { PayeeColumn, RawCell } from './payee-row.ts';

const TEXT_CELL = 'give the cell the format text and type it again';
const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;

/** Columns with more digits than a number of a spreadsheet keeps. */
const LONG_NUMBERS: readonly PayeeColumn[] = ['entity', 'accountNo'];

/** What is wrong with a text, as the end of "must be …"; undefined where nothing is. */
type Rule = { readonly mistake: (text: string) => string | undefined; readonly right: string };

const USCC = 'the 18 characters of a unified social credit code with its right check character';
const RULES: Readonly<Record<PayeeColumn, Rule>> = {
  entity: { mistake: usccFault, right: USCC },
  accountName: textRule(NAME, "the entity's name"),
  accountNo: ACCOUNT_NO,
  bankName: textRule(NAME, 'the name of the bank'),
  bankCode: BANK_CODE,
  document: textRule(TEXT, 'the document on which the account is proposed'),
};

/** What is wrong with a cell and what would be right; undefined where nothing is. */
export function cellFault(column: PayeeColumn, { kind }: RawCell, text: string): string | undefined {
  const { mistake, right } = RULES[column];
  if (kind === 'formula' || kind === 'other')
    return `must be a text: ${right}; no formula, date or other value`;
  if (kind === 'number' && LONG_NUMBERS.includes(column)) {
    return `must be a text: a number loses zeros at its beginning and every digit after the fifteenth; ${TEXT_CELL}`;
  }
  if (text === '') return `must not be empty: ${right}`;
  const wrong = mistake(text);
  if (wrong === undefined) return undefined;
  const rounded = ROUNDED.test(text) ? `; a spreadsheet has lost its digits, ${TEXT_CELL}` : '';
  return `must be ${wrong}; it is "${visible(text.slice(0, 40).toWellFormed())}"${rounded}`;
}

function usccFault(text: string): string | undefined {
  if (isUscc(text)) return undefined;
  const unlike = unlikeSign(text);
  return unlike === undefined ? USCC : `${USCC}; ${unlike}`;
}

function textRule(rule: TextRule, meaning: string): Rule {
  return { mistake: (text) => textMistake(text, rule), right: `${meaning}, at most ${rule.most} characters` };
}
