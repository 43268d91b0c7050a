/** As in BSON: 64-bit integers are `bigint`, 32-bit integers and doubles are `number`. */
export type BsonValue = string | number | bigint | boolean | null | Date | BsonValue[] | BsonDocument;
export type BsonDocument = { [key: string]: BsonValue };

const LENGTH_BYTES = 4;
const MAX_ASCII = 0x7f;
/** A longer text rarely occurs again. */
const MAX_KNOWN_CHARACTERS = 24;
const KNOWN_TEXTS = 2_048;

/**
 * Reads the documents in `bytes`, one after the other, with the types in which facts and their results are stored.
 * Throws where the bytes are truncated or do not match their lengths.
 */
export function readBson(bytes: Buffer): BsonDocument[] {
  const reader = new BsonReader(bytes);
  const documents: BsonDocument[] = [];
  while (reader.at < bytes.length) documents.push(reader.document());
  return documents;
}

/**
 * For readers of everything, who read millions: it costs a third of a general reader. Texts are cut from one text of
 * all bytes instead of being decoded one by one, and repeated names and words are made once.
 */
class BsonReader {
  at = 0;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #characters: string;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#characters = bytes.toString('latin1');
  }

  document(): BsonDocument {
    const document: BsonDocument = {};
    const end = this.#end();
    for (let type = this.#type(); type !== 0; type = this.#type()) {
      const key = this.#key();
      // A name with a meaning in JavaScript is a name like any other.
      if (key === '__proto__') Object.defineProperty(document, key, { ...OWN, value: this.#value(type) });
      else document[key] = this.#value(type);
    }
    this.#mustBeAt(end);
    return document;
  }

  #array(): BsonValue[] {
    const values: BsonValue[] = [];
    const end = this.#end();
    for (let type = this.#type(); type !== 0; type = this.#type()) {
      this.at = this.#zero() + 1;
      values.push(this.#value(type));
    }
    this.#mustBeAt(end);
    return values;
  }

  /** Where the document that begins here ends according to its length. */
  #end(): number {
    const from = this.at;
    const length = this.#view.getInt32(this.#skip(LENGTH_BYTES), true);
    if (length <= LENGTH_BYTES || from + length > this.#bytes.length) throw new Error(cutOff(from));
    return from + length;
  }

  #mustBeAt(end: number): void {
    if (this.at !== end) throw new Error(`a document that should end at byte ${end} ends at ${this.at}`);
  }

  #zero(): number {
    const at = this.#bytes.indexOf(0, this.at);
    if (at < 0) throw new Error(cutOff(this.at));
    return at;
  }

  #type(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  #key(): string {
    const from = this.at;
    let to = from;
    // An index beyond the end gives undefined.
    while (this.#bytes[to]) to += 1;
    if (to >= this.#bytes.length) throw new Error(cutOff(from));
    this.at = to + 1;
    return this.#text(from, to);
  }

  #value(type: number): BsonValue {
    switch (type) {
      case 0x01:
        return this.#view.getFloat64(this.#skip(8), true);
      case 0x02:
        return this.#string();
      case 0x03:
        return this.document();
      case 0x04:
        return this.#array();
      case 0x08:
        return this.#view.getUint8(this.#skip(1)) === 1;
      case 0x09:
        return new Date(Number(this.#view.getBigInt64(this.#skip(8), true)));
      case 0x0a:
        return null;
      case 0x10:
        return this.#view.getInt32(this.#skip(4), true);
      case 0x12:
        return this.#view.getBigInt64(this.#skip(8), true);
      default:
        throw new Error(`no fact and no result is stored in the BSON type ${type}`);
    }
  }

  #string(): string {
    const length = this.#view.getInt32(this.#skip(LENGTH_BYTES), true);
    if (length < 1) throw new Error(`a text of ${length} bytes at byte ${this.at}`);
    const from = this.#skip(length);
    // It ends with a zero byte.
    return this.#text(from, from + length - 1);
  }

  #skip(length: number): number {
    const from = this.at;
    this.at += length;
    if (this.at > this.#bytes.length) throw new Error(cutOff(from));
    return from;
  }

  #text(from: number, to: number): string {
    const bytes = this.#bytes;
    let mark = to - from;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number;
      if (byte > MAX_ASCII) return bytes.toString('utf8', from, to);
      mark = (Math.imul(mark, 31) + byte) | 0;
    }
    if (to - from > MAX_KNOWN_CHARACTERS) return this.#characters.slice(from, to);
    const place = mark & (KNOWN_TEXTS - 1);
    const known = knownTexts[place] as string;
    if (isAt(bytes, from, to, known)) return known;
    const text = this.#characters.slice(from, to);
    knownTexts[place] = text;
    return text;
  }
}

const OWN = { enumerable: true, configurable: true, writable: true };

function cutOff(at: number): string {
  return `the bytes end within what begins at byte ${at}`;
}

/** For each hash slot, the last text that fell into it. */
const knownTexts: string[] = new Array(KNOWN_TEXTS).fill('');

function isAt(bytes: Buffer, from: number, to: number, text: string): boolean {
  if (text.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}
