const FULL_WIDTH = /[！-～]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * Whether a bank account is held in an entity's name (户名与单位名称一致). Full-width and half-width signs, above all
 * brackets, are one, and spaces count for nothing: banks and registers write them differently.
 */
export function isNameOf(accountName: string, entityName: string): boolean {
  return accountName === entityName || plain(accountName) === plain(entityName);
}

function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(FULL_WIDTH, (sign) => String.fromCodePoint(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replaceAll(/[〔﹝]/g, '(')
    .replaceAll(/[〕﹞]/g, ')')
    .replaceAll(/\s/gu, '');
}
