import type { NriiRecord } from './nrii-form.ts';

export type FieldFault = { readonly field: string; readonly message: string };

/** Empty where there is none. */
export function textOf(record: NriiRecord, field: string): string {
  return record.get(field) ?? '';
}

/** A number, a day or a code, in which full-width digits are the same as others. */
export function halfWidth(record: NriiRecord, field: string): string {
  return textOf(record, field).normalize('NFKC').trim();
}

export function lookedUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
