import { isUtf8 } from 'node:buffer';
import { type Fault, MAX_ITEM_BYTES, namesOf, type RawLine, readItem, readItemText } from '@duixian/facts';

/** A line of a facts file to send: its text, unchanged, and the record that it is about. */
export type FactsLine = {
  readonly file: string;
  readonly number: number;
  readonly text: string;
  readonly record: string;
};

export type Faults = readonly Fault[];

/** Checks only whether the line fits into a batch; the registers judge its content. */
export function readFactsLine(
  file: string,
  { number, bytes, sizeBytes }: RawLine,
): FactsLine | { faults: Faults } {
  if (sizeBytes > MAX_ITEM_BYTES) return readItem(undefined, sizeBytes) as { faults: Faults };
  if (!isUtf8(bytes)) return { faults: [notUtf8] };
  const text = bytes.toString();
  try {
    const { type, subject } = namesOf(JSON.parse(text));
    return { file, number, text, record: `${type} ${subject}` };
  } catch {
    return readItemText(text) as { faults: Faults };
  }
}

export const notUtf8: Fault = {
  field: '',
  reason: 'not-json',
  message: 'the item is not valid JSON: it is not UTF-8',
};
