import { visible } from '@duixian/values';
import { TableRefused } from './table.ts';

const ADDRESS = /^[A-Z]{1,3}[1-9]\d{0,6}$/;
const [A, Z] = [0x41, 0x5a];

/** Row and column of an address such as `AB12`, counted from 1. */
export function addressOf(address: string): { readonly row: number; readonly column: number } {
  if (!ADDRESS.test(address)) throw noAddress('cell', address, 'an address such as B2');
  let column = 0;
  let at = 0;
  for (let code = address.charCodeAt(0); code >= A && code <= Z; code = address.charCodeAt(at)) {
    column = column * 26 + code - A + 1;
    at += 1;
  }
  return { row: Number(address.slice(at)), column };
}

/** The row number that a row states. */
export function rowNumberOf(number: string): number {
  if (!/^[1-9]\d{0,6}$/.test(number)) throw noAddress('row', number, 'a number from 1 on');
  return Number(number);
}

/** `AB` for 28. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? `${columnLetters(Math.floor((column - 1) / 26))}${letter}` : letter;
}

function noAddress(what: 'row' | 'cell', given: string, right: string): TableRefused {
  const stated = visible(given.slice(0, 40).toWellFormed());
  return new TableRefused(
    `a ${what} of the sheet has the address "${stated}" instead of ${right}; save the table again, or as CSV`,
    'wrong-kind-of-file',
  );
}
