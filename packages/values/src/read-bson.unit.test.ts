import { expect, it } from '@jest/globals';
import { readBson } from './read-bson.ts';

/** `{ a: "text", n: 7, long: 7n, at: 1 s, list: [true, null], in: { x: 1.5 } }`, as MongoDB writes it. */
const BYTES = Buffer.concat([
  document(
    text('a', 'text'),
    field(0x10, 'n', int32(7)),
    field(0x12, 'long', Buffer.from([7, 0, 0, 0, 0, 0, 0, 0])),
    field(0x09, 'at', Buffer.from([0xe8, 3, 0, 0, 0, 0, 0, 0])),
    field(0x04, 'list', document(field(0x08, '0', Buffer.from([1])), field(0x0a, '1', Buffer.alloc(0)))),
    field(0x03, 'in', document(field(0x01, 'x', double(1.5)))),
  ),
]);
const VALUE = { a: 'text', n: 7, long: 7n, at: new Date(1_000), list: [true, null], in: { x: 1.5 } };

function document(...fields: Buffer[]): Buffer {
  const body = Buffer.concat(fields);
  return Buffer.concat([int32(body.length + 5), body, Buffer.from([0])]);
}

function field(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

function text(name: string, value: string): Buffer {
  return field(0x02, name, Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

it('reads documents one after the other', () => {
  expect(readBson(Buffer.concat([BYTES, BYTES]))).toEqual([VALUE, VALUE]);
  expect(readBson(Buffer.alloc(0))).toEqual([]);
});

it('says so wherever the bytes are cut off', () => {
  for (let length = 1; length < BYTES.length; length++) {
    expect(() => readBson(BYTES.subarray(0, length))).toThrow();
    expect(() => readBson(Buffer.concat([BYTES, BYTES.subarray(0, length)]))).toThrow();
  }
});

it('ends, whatever byte is another one', () => {
  for (let at = 0; at < BYTES.length; at++) {
    for (const byte of [0, 1, 2, 3, 4, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(BYTES);
      changed[at] = byte;
      try {
        readBson(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  }
});

it('ends at whatever random bytes', () => {
  let state = 1;
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.alloc(1 + (round % 64));
    for (let at = 0; at < bytes.length; at++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      bytes[at] = state >>> 16;
    }
    if (round % 2 === 0 && bytes.length > 4) bytes.writeInt32LE(bytes.length);
    try {
      readBson(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  }
});

it.each([
  ['a length of nothing', Buffer.concat([int32(0), BYTES])],
  ['a length below nothing', Buffer.concat([int32(-5), BYTES])],
  ['a document shorter than it says', Buffer.concat([int32(BYTES.length - 1), BYTES.subarray(4)])],
  ['a text of no bytes', document(field(0x02, 'a', int32(0)))],
  ['a text of fewer bytes than none', document(field(0x02, 'a', int32(-4)))],
  ['a type of none of ours', document(field(0x07, 'a', Buffer.alloc(12)))],
])('refuses %s', (_, bytes) => {
  expect(() => readBson(bytes)).toThrow();
});

it('takes a name that means something to JavaScript as a name', () => {
  const [read] = readBson(document(field(0x03, '__proto__', document(text('a', 'b')))));
  expect(Object.keys(read ?? {})).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});
