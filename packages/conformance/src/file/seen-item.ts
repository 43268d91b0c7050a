import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { type Fault, MAX_ITEM_BYTES, namesOf, readItem, readItemText } from '@duixian/facts';
import { canonicalJson } from '@duixian/values';

type Fields = Readonly<Record<string, unknown>>;

/** One item of a file as rules look at it. */
export type SeenItem = {
  /** `line 3`, or `item 3` of a batch. */
  readonly place: string;
  readonly sizeBytes: number;
  readonly isUtf8: boolean;
  readonly type: string | null;
  readonly subject: string | null;
  /** Empty where it cannot be read. Numbers that no program holds exactly are symbols. */
  readonly item: Fields;
  readonly data: Fields;
  /** The parties inside the data, each with its field; a party fact is one itself. */
  readonly parties: readonly (readonly [string, Fields])[];
  readonly faults: readonly Fault[];
  /** Of type, subject and data without its revision; undefined for an item with faults. */
  readonly digest: string | undefined;
  /** Where the same record came before in this file. */
  readonly earlier: readonly Appearance[];
};

export type Appearance = {
  readonly place: string;
  readonly revision: number;
  readonly digest: string;
};

/** How many appearances of one record are compared with the next one. */
const MOST_EARLIER = 32;
const NOT_UTF8: Fault = {
  field: '',
  reason: 'not-json',
  message: 'the item is not valid JSON: it is not UTF-8',
};

/** Reads items one by one and keeps, in little memory, where each record came before. */
export class ItemReader {
  readonly #appearances = new Map<string, Appearance[]>();
  readonly #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  read(place: string, bytes: Buffer, sizeBytes: number): SeenItem {
    const about = { place, sizeBytes, isUtf8: sizeBytes > MAX_ITEM_BYTES || isUtf8(bytes) };
    const { item, faults } = this.#judged(bytes, sizeBytes, about.isUtf8);
    const fields = asFields(item);
    const data = asFields(fields['data']);
    const names = namesOf(item);
    const seen = { ...about, ...names, item: fields, data, parties: partiesOf(names.type, data), faults };
    if (faults.length > 0) return { ...seen, digest: undefined, earlier: [] };
    const digest = digestOf({ ...names, data: { ...data, revision: 0 } });
    const key = `${names.type} ${names.subject}`;
    const earlier = this.#appearances.get(key) ?? [];
    const appearance = { place, revision: Number(data['revision']), digest };
    this.#appearances.set(key, [...earlier, appearance].slice(-MOST_EARLIER));
    return { ...seen, digest, earlier };
  }

  #judged(bytes: Buffer, sizeBytes: number, isText: boolean): { item: unknown; faults: readonly Fault[] } {
    // The end of a long line was dropped, so nothing of it is read.
    if (sizeBytes > MAX_ITEM_BYTES)
      return { item: undefined, faults: faultsOf(readItem(undefined, sizeBytes)) };
    if (!isText) return { item: undefined, faults: [NOT_UTF8] };
    const read = readItemText(bytes.toString(), { now: this.#now });
    return { item: read.item, faults: faultsOf(read) };
  }
}

function faultsOf(read: ReturnType<typeof readItem>): readonly Fault[] {
  return 'faults' in read ? read.faults : [];
}

function digestOf(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url');
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function partiesOf(type: string | null, data: Fields): [string, Fields][] {
  const inside = Object.entries(data).flatMap(([field, value]): [string, Fields][] => {
    const party = asFields(value);
    return 'uscc' in party || 'kind' in party ? [[`data.${field}`, party]] : [];
  });
  return type === 'duixian.party.v1' ? [['data', data], ...inside] : inside;
}
