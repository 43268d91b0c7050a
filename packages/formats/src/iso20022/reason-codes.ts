import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A reason of a bank in words for officers, and what to do. */
export type ReasonCode = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly actionZh: string;
  readonly actionEn: string;
  /** `recalled`: from general knowledge of ISO's external list, to be confirmed with a bank; `seen`: confirmed. */
  readonly mark: 'recalled' | 'assumed' | 'seen';
};

let codes: ReadonlyMap<string, ReasonCode> | undefined;

/** Undefined for a code that is not in the list: it is shown as it came. */
export function reasonCode(code: string): ReasonCode | undefined {
  codes ??= new Map(read().map((reason) => [reason.code, reason]));
  return codes.get(code);
}

function read(): ReasonCode[] {
  const text = readFileSync(new URL('./reason-codes.csv', import.meta.url), 'utf8');
  return parse(text, { columns: true, skip_empty_lines: true }) as ReasonCode[];
}
