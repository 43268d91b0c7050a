import { codePointOf, visible } from './text-rules.ts';

const FULL_WIDTH = /[！-～]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * Whether a bank account is held in an entity's name (户名与单位名称一致). Full-width and half-width characters, above all
 * brackets, are equal, and spaces are ignored: banks and registers write them differently.
 */
export function isNameOf(accountName: string, entityName: string): boolean {
  return accountName === entityName || plain(accountName) === plain(entityName);
}

/** Where an account's name differs from the entity's, by the code points of both, because they may look alike. */
export function nameDifference(accountName: string, entityName: string): string {
  const [own, right] = [signsOf(accountName), signsOf(entityName)];
  const at = right.findIndex(({ plain: sign }, index) => sign !== own[index]?.plain);
  const [wrong, wanted] = at < 0 ? [own[right.length], undefined] : [own[at], right[at]];
  if (!wrong) return `it ends where ${called(wanted)} would be right`;
  const remedy = wanted ? `where ${called(wanted)} would be right` : "where the entity's name ends";
  return `character ${wrong.place} is ${called(wrong)}, ${remedy}`;
}

interface Sign {
  readonly sign: string;
  readonly plain: string;
  readonly place: number;
}

/** Without the characters that are ignored. */
function signsOf(name: string): Sign[] {
  return [...name.normalize('NFC')]
    .map((sign, index) => ({ sign, plain: plain(sign), place: index + 1 }))
    .filter((sign) => sign.plain !== '');
}

function called(sign: Sign | undefined): string {
  return sign ? `${codePointOf(sign.sign)} (${visible(sign.sign)})` : 'nothing';
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(FULL_WIDTH, (sign) => String.fromCodePoint(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replaceAll(/[〔﹝]/g, '(')
    .replaceAll(/[〕﹞]/g, ')')
    .replaceAll(/\s/gu, '');
}
