import { randomFacts } from '@duixian/testing';
import { examples } from '@duixian/testing/long-forms';
import { DELIVERY, ID, LIMITS, NAME, TEXT, textMistake } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factToCloudEvent } from './json.ts';
import { membersOf, outlineOf, parseExactly, repeatedName } from './json-text.ts';
import { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
import { readItem, readItemText } from './read-item.ts';
import type { Fact } from './registry.ts';

type Fields = Record<string, unknown>;

const FACTS = randomFacts(11, 400);

function example(type: FactTypeName): { data: Fields } & Fields {
  const fact = FACTS.find((one) => one.type === type);
  if (!fact) throw new Error(`there is a fact of type ${type}`);
  return structuredClone(factToCloudEvent(fact)) as { data: Fields } & Fields;
}

/** A receipt with the amount written as given. */
function withAmount(text: string): string {
  const item = example('duixian.receipt.v1');
  item.data['amountFen'] = 271_828;
  return JSON.stringify(item).replace('271828', text);
}

function faultsOf(text: string, now?: Date) {
  const read = readItemText(text, { now });
  return 'faults' in read ? read.faults.map(({ field, reason }) => `${field} ${reason}`) : [];
}

describe('numbers', () => {
  it.each([
    ['1e2', 100n],
    ['5E8', 500_000_000n],
    ['-0', 0n],
    ['-0.0e5', 0n],
    ['1.0', 1n],
    ['0.5e1', 5n],
    ['1200e-2', 12n],
    ['0e99999999999', 0n],
    ['1000000000000.000', 1_000_000_000_000n],
    [`1${'0'.repeat(20)}e-20`, 1n],
  ])('%s fen are taken', (text, fen) => {
    const read = readItemText(withAmount(text));
    expect(read).toMatchObject({ fact: { data: { amountFen: fen } } });
  });

  it.each([
    '500000000.00000001',
    '1e-400',
    '100.0000000000000000001',
    '1.5',
    '-1',
    '1e13',
    '9007199254740993',
    '1e400',
    '5e8000',
    '0.99999999999999999999',
    '"5"',
  ])('%s fen are refused, and nothing else is', (text) => {
    expect(faultsOf(withAmount(text))).toEqual(['data.amountFen bad-field']);
    expect(readItemText(withAmount(text))).toMatchObject({
      faults: [{ message: expect.stringMatching(/whole number of fen.* it is /) }],
    });
  });

  it.each(['9007199254740991.4', '9007199254740992', '9007199254740993', '0', '1.0000000000000000001'])(
    'a revision of %s is refused',
    (text) => {
      const revised = JSON.stringify({
        ...example('duixian.receipt.v1'),
        data: { ...example('duixian.receipt.v1').data, revision: 271_828 },
      });
      expect(faultsOf(revised.replace('271828', text))).toEqual(['data.revision bad-field']);
      expect(readItemText(revised.replace('271828', '9007199254740991'))).toHaveProperty('fact');
    },
  );

  it('that no field holds are let through in extension attributes', () => {
    expect(
      faultsOf(withAmount('5').replace('{', '{"sampled":1.5,"big":123456789012345678901234567890,')),
    ).toEqual([]);
  });

  it.each(['1.5', '100.0000000000000000001', '1e400'])('%s is no party, no data and no item', (text) => {
    const contract = JSON.stringify({
      ...example('duixian.contract.v1'),
      data: { ...example('duixian.contract.v1').data, buyer: 271_828 },
    }).replace('271828', text);
    expect(faultsOf(contract)).toEqual(['data.buyer bad-field']);
    expect(faultsOf(`{"type":"duixian.party.v1","data":${text}}`)).toContain('data bad-field');
    expect(faultsOf(text)).toEqual([' not-cloudevent']);
  });

  it('of any length cost what their length says', () => {
    const started = performance.now();
    for (const text of [`1${'0'.repeat(120_000)}1`, `0.${'0'.repeat(120_000)}1`, `1e${'9'.repeat(120_000)}`])
      expect(faultsOf(withAmount(text))).toEqual(['data.amountFen bad-field']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('are what they are to arithmetic with all decimals', () => {
    const decimal = fc
      .tuple(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.nat(20), fc.integer({ min: -25, max: 25 }))
      .map(([digits, places, exponent]) => ({ digits, places, exponent }));
    fc.assert(
      fc.property(decimal, ({ digits, places, exponent }) => {
        const whole = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
        const point = whole.length - places;
        const written = `${whole.slice(0, point)}${places > 0 ? `.${whole.slice(point)}` : ''}`;
        const text = `${digits < 0n ? '-' : ''}${written.replace(/^0+(?=\d)/, '')}e${exponent}`;
        // The value is digits × 10^shift.
        const shift = exponent - places;
        const divisor = 10n ** BigInt(Math.max(0, -shift));
        const value = (digits * 10n ** BigInt(Math.max(0, shift))) / divisor;
        const isWhole = digits * 10n ** BigInt(Math.max(0, shift)) === value * divisor;
        const isHeld = isWhole && value <= 9_007_199_254_740_991n && value >= -9_007_199_254_740_991n;
        const read = parseExactly(text);
        if (isHeld) expect(read === Number(value)).toBe(true);
        else expect(Number.isInteger(read)).toBe(false);
      }),
      { numRuns: examples(3_000) },
    );
  });
});

describe('names in JSON', () => {
  const receipt = withAmount('5');

  it.each([
    ['in data', receipt.replace('"amountFen"', '"amountFen":5,"amountFen"'), '"amountFen"'],
    ['escaped differently', receipt.replace('"amountFen"', '"\\u0061mountFen":5,"amountFen"'), '"amountFen"'],
    ['of the envelope', receipt.replace('{', '{"source":"urn:a:b",'), '"source"'],
    ['in an extension attribute', receipt.replace('{', '{"x":{"y":[{"z":1,"z":1}]},'), '"z"'],
    ['that is empty', receipt.replace('{', '{"x":{"":1,"":2},'), '""'],
    ['that inherits', receipt.replace('{', '{"x":{"__proto__":1,"__proto__":2},'), '"__proto__"'],
    ['that cannot be seen', receipt.replace('{', '{"\u200b":1,"\\u200b":2,'), '"‹U+200B›"'],
  ])('that stand twice %s are refused by name', (_, text, named) => {
    expect(readItemText(text)).toMatchObject({
      faults: [
        { field: '', reason: 'not-json', message: expect.stringContaining(`the name ${named} occurs twice`) },
      ],
    });
  });

  it('may stand in several objects, and look like ones that stand twice', () => {
    expect(faultsOf(receipt.replace('{', '{"x":{"a":"\\"a\\":1,","b":[{"a":1},{"a":1}]},'))).toEqual([]);
  });

  it('are counted as the exact look counts them, in any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        const outline = outlineOf(text);
        expect(outline.isTooDeep).toBe(false);
        expect(outline.members).toBe(membersOf(JSON.parse(text)));
        expect(repeatedName(text)).toBeUndefined();
        if (outline.hasPlainNumbers) expect(parseExactly(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: examples(1_000) },
    );
  });

  it('that stand twice are found wherever they stand', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '"', '\\', '{', '\ud800'));
    const escaped = (text: string) =>
      `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
    fc.assert(
      fc.property(name, fc.jsonValue(), fc.jsonValue(), fc.nat(20), (key, before, between, depth) => {
        const twice = `{${JSON.stringify(key)}:${JSON.stringify(before)},"-":${JSON.stringify(between)},${escaped(key)}:0}`;
        const text = `${'[{"a":'.repeat(depth)}${twice}${'}]'.repeat(depth)}`;
        if (key === '-') return;
        expect(repeatedName(text)).toBe(key);
        expect(outlineOf(text).members).not.toBe(membersOf(JSON.parse(text)));
      }),
      { numRuns: examples(1_000) },
    );
  });
});

describe('depth', () => {
  const most = LIMITS.itemLevels.most;
  const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);
  const withExtension = (value: string) => withAmount('5').replace('{', `{"x":${value},`);

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['both in turn', '[{"a":', '}]'],
  ])('of %s: so many levels are taken, and one more is not', (_, open, close) => {
    const each = open.match(/[[{]/g)?.length ?? 0;
    const inner = open.endsWith(':') ? '0' : '';
    const of = (levels: number) => withExtension(open.repeat(levels) + inner + close.repeat(levels));
    expect(faultsOf(of(Math.floor((most - 1) / each)))).toEqual([]);
    expect(faultsOf(of(Math.floor((most - 1) / each) + 1))).toEqual([' too-large']);
  });

  it('counts no bracket within a text', () => {
    expect(faultsOf(withExtension(JSON.stringify(`\\"${nested(5_000)}\\`)))).toEqual([]);
  });

  it.each(['type', 'id', 'source', 'subject', 'time', 'datacontenttype', 'specversion', 'data'])(
    'of %s exhausts no stack',
    (attribute) => {
      const deep = JSON.stringify({ ...example('duixian.receipt.v1'), [attribute]: 271_828 });
      expect(faultsOf(deep.replace('271828', nested(60_000)))).toEqual([' too-large']);
      expect(faultsOf(deep.replace('271828', nested(most - 1)))).not.toEqual([]);
    },
  );

  it('is looked at before anything else', () => {
    expect(faultsOf(`${'['.repeat(65)} no JSON`)).toEqual([' too-large']);
    expect(faultsOf('{"a":'.repeat(30_000_0))).toEqual([' too-large']);
  });
});

it('an item that is too large is not read', () => {
  const [large] = faultsOf(withAmount('5').replace('{', `{"x":"${'技'.repeat(LIMITS.itemBytes.most / 3)}",`));
  expect(large).toBe(' too-large');
  const exact = withAmount('5');
  const filled = exact.replace('{', `{"x":"${'a'.repeat(LIMITS.itemBytes.most - exact.length - 7)}",`);
  expect(Buffer.byteLength(filled)).toBe(LIMITS.itemBytes.most);
  expect(faultsOf(filled)).toEqual([]);
  expect(faultsOf(`${filled} `)).toEqual([' too-large']);
});

it('so many faults are told as somebody reads', () => {
  const usageIds = Array.from({ length: 40_000 }, () => 1);
  const invoice = example('duixian.invoice.v1');
  const read = readItemText(JSON.stringify({ ...invoice, data: { ...invoice.data, usageIds } }));
  const faults = 'faults' in read ? read.faults : [];
  expect(faults).toHaveLength(LIMITS.itemFaults.most);
  expect(faults.at(-2)?.field).toBe('data.usageIds.98');
  expect(faults.at(-1)?.message).toContain('more faults');
});

it('a field that a sender made up is shown so that it can be read', () => {
  const receipt = example('duixian.receipt.v1');
  const item = { ...receipt, data: { ...receipt.data, [`\u202e${'x'.repeat(10_000)}`]: 1 } };
  const read = readItem(item, 0);
  expect(read).toMatchObject({
    faults: [{ field: `data.‹U+202E›${'x'.repeat(56)}…`, reason: 'unknown-field' }],
  });
});

describe('texts', () => {
  it.each([
    ['', /not empty/],
    [' A', /white space; U\+0020 is character 1/],
    ['A\u3000', /white space; U\+3000 is character 2/],
    ['A\u00a0', /white space; U\+00A0/],
    ['A\u2028', /white space; U\+2028/],
    ['A\u0085B', /control.*U\+0085/],
    ['A\u007fB', /control.*U\+007F/],
    ['A\u001b[2K', /control.*U\+001B/],
    ['A\u202eB', /invisible.*U\+202E/],
    ['A\u00adB', /invisible.*U\+00AD/],
    ['\u{e0001}A', /invisible.*U\+E0001 is character 1/],
    ['技\ud800', /surrogates.*U\+D800 is character 2/],
    ['A\ufffe', /no characters.*U\+FFFE/],
    ['A\u{1ffff}', /no characters.*U\+1FFFF/],
    ['A\ufdd0', /no characters.*U\+FDD0/],
    ['e\u0301', /NFC; U\+0065 is character 1, where U\+00E9/],
    ['\u212b', /NFC; U\+212B is character 1, where U\+00C5/],
    ['A'.repeat(501), /at most 500 characters; this one has 501/],
  ])('%j is none', (text, message) => {
    expect(textMistake(text, TEXT)).toMatch(message);
  });

  it.each([
    '郑科〔2019〕1号',
    'A\u3000B',
    'A  B',
    'Ａ',
    '\u{20000}'.repeat(500),
    '示例①',
    '\ue000',
    'a·b',
    '👩',
  ])('%j is one', (text) => {
    expect(textMistake(text, TEXT)).toBeUndefined();
  });

  it.each([
    ['A  B', /single blanks \(U\+0020\); U\+0020 is character 2/],
    ['A\u3000B', /single blanks.*U\+3000 is character 2/],
    ['A\u00a0B', /single blanks.*U\+00A0/],
    ['Ａ-1', /NFKC; U\+FF21 is character 1, where U\+0041/],
    ['A-①', /NFKC; U\+2460 is character 3, where U\+0031/],
    ['A\ue000', /private use.*U\+E000/],
    ['A\u{f0000}', /private use.*U\+F0000/],
    ['RCP-9\u034f', /invisible.*U\+034F is character 6/],
    ['RCP\ufe0f-9', /invisible.*U\+FE0F is character 4/],
    ['RCP-9\u17b4', /invisible.*U\+17B4/],
    ['\u115f', /invisible.*U\+115F/],
    ['A\u3164', /invisible.*U\+3164/],
    ['\u2800', /invisible.*U\+2800/],
    ['\ufb01', /NFKC; U\+FB01 is character 1, where U\+0066 U\+0069 would be right/],
    ['A'.repeat(101), /at most 100/],
  ])('%j is no id', (text, message) => {
    expect(textMistake(text, ID)).toMatch(message);
  });

  it.each(['EXAMPLE-INV-2019-01', '郑科 2019 1', 'A B C', '\u{20000}'.repeat(100), '24412000000099999999'])(
    '%j is an id',
    (text) => {
      expect(textMistake(text, ID)).toBeUndefined();
    },
  );

  it('that pass stay what they are under every form that others may give them', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const edge = fc.constantFrom('', ' ', '\u3000', '\u200b', 'Å', 'é', 'e\u0301', '技', 'A');
    fc.assert(
      fc.property(fc.tuple(edge, unit, edge, unit, edge), (parts) => {
        const text = parts.join('');
        for (const rule of [TEXT, NAME, DELIVERY, ID]) {
          if (textMistake(text, rule) !== undefined) continue;
          expect(text.normalize('NFC')).toBe(text);
          expect(text.trim()).toBe(text);
          expect(text.isWellFormed()).toBe(true);
          expect([...text].length).toBeLessThanOrEqual(rule.most);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/u);
          if (!rule.isId) continue;
          expect(text.normalize('NFKC')).toBe(text);
          expect(text).not.toMatch(/[^\S ]| {2}|[\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/u);
        }
      }),
      { numRuns: examples(5_000) },
    );
  });

  /** The quick check accepts whole ranges of characters; each of them must be valid. */
  it('that are plain pass the exact look too', () => {
    for (let code = 0x21; code <= 0x9fff; code++) {
      if (code === 0x7f) code = 0x4e00;
      const text = String.fromCodePoint(code);
      expect(textMistake(text, ID)).toBeUndefined();
      expect([text.normalize('NFKC'), text.trim()]).toEqual([text, text]);
      if (/[\p{C}\p{Z}]/u.test(text)) throw new Error(`U+${code.toString(16)} is not plain`);
    }
  });
});

describe('days and times', () => {
  const DAYS: readonly (readonly [FactTypeName, string])[] = [
    ['duixian.contract.v1', 'signedOn'],
    ['duixian.contract.v1', 'registeredOn'],
    ['duixian.receipt.v1', 'receivedOn'],
    ['duixian.recognition.v1', 'recognizedOn'],
    ['duixian.invoice.v1', 'issuedOn'],
    ['duixian.decision.v1', 'decidedOn'],
  ];

  function recorded(type: FactTypeName, field: string, day: string, time: string) {
    const item = example(type);
    const also =
      field === 'signedOn'
        ? { registeredOn: day }
        : field === 'registeredOn'
          ? { signedOn: '2001-01-01' }
          : {};
    const open = type === 'duixian.recognition.v1' ? { status: 'recognized', revokedOn: null } : {};
    return faultsOf(
      JSON.stringify({ ...item, time, data: { ...item.data, ...open, ...also, [field]: day } }),
    );
  }

  it.each(DAYS)('%s: %s is not after the day in Shanghai of its time', (type, field) => {
    // 16:00 UTC is midnight in Shanghai.
    expect(recorded(type, field, '2019-05-06', '2019-05-06T00:00:00+08:00')).toEqual([]);
    expect(recorded(type, field, '2019-05-06', '2019-05-05T16:00:00Z')).toEqual([]);
    expect(recorded(type, field, '2019-05-06', '2019-05-05T15:59:59.999999999Z')).toContain(
      `data.${field} bad-field`,
    );
    expect(recorded(type, field, '2019-05-06', '2019-05-06T23:59:59+14:00')).toEqual([]);
    expect(recorded(type, field, '2019-05-06', '2019-05-05T10:00:00-06:00')).toEqual([]);
    expect(recorded(type, field, '2019-05-06', '2019-05-05T23:59:59+08:00')).toContain(
      `data.${field} bad-field`,
    );
    expect(recorded(type, field, '2919-05-06', '2019-05-06T09:00:00+08:00')).toContain(
      `data.${field} bad-field`,
    );
  });

  it('a use ends before it is recorded, unless it is a draft', () => {
    const item = example('duixian.usage.v1');
    const used = (status: string, time: string) =>
      faultsOf(
        JSON.stringify({
          ...item,
          time,
          data: { ...item.data, status, endedAt: '2019-01-01T02:00:00+08:00' },
        }),
      );
    expect(used('final', '2018-12-31T18:00:00Z')).toEqual([]);
    expect(used('final', '2018-12-31T17:59:59.999999999Z')).toEqual(['data.endedAt bad-field']);
    expect(used('voided', '2018-12-31T17:00:00Z')).toEqual(['data.endedAt bad-field']);
    expect(used('draft', '2018-12-31T17:00:00Z')).toEqual([]);
  });

  it('a time that is more than 24 hours ahead is refused where there is a clock', () => {
    const now = new Date('2019-05-06T00:00:00Z');
    const text = (time: string) => JSON.stringify({ ...example('duixian.instrument.v1'), time });
    expect(faultsOf(text('2019-05-07T00:00:00Z'), now)).toEqual([]);
    expect(faultsOf(text('2019-05-07T00:00:00.000000001Z'), now)).toEqual(['time bad-field']);
    expect(faultsOf(text('2999-01-01T00:00:00Z'), now)).toEqual(['time bad-field']);
    expect(faultsOf(text('2999-01-01T00:00:00Z'))).toEqual([]);
  });

  it.each([
    ['0000-12-31T15:59:59.999999999Z', false],
    ['0000-12-31T16:00:00Z', true],
    ['0001-01-01T00:00:00+08:00', true],
    ['0001-01-01T00:00:00+14:00', false],
    ['9999-12-31T15:59:59.999999999Z', true],
    ['9999-12-31T16:00:00Z', false],
    ['9999-12-31T20:00:00Z', false],
    ['0000-01-01T00:00:00+14:00', false],
  ])('%s falls into the years of facts: %p', (time, isTaken) => {
    const item = { ...example('duixian.instrument.v1'), time };
    expect(faultsOf(JSON.stringify(item))).toEqual(isTaken ? [] : ['time bad-field']);
  });
});

describe('the envelope', () => {
  const change = (changed: object) =>
    faultsOf(JSON.stringify({ ...example('duixian.instrument.v1'), ...changed }));

  it.each([
    null,
    undefined,
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('takes a datacontenttype of %j', (datacontenttype) => {
    expect(change({ datacontenttype })).toEqual([]);
  });

  it.each(['text/json', 'application/json; charset=gbk', '', 5, {}, 'application/json;'])(
    'refuses a datacontenttype of %j',
    (datacontenttype) => {
      expect(change({ datacontenttype })).toEqual(['datacontenttype bad-field']);
    },
  );

  it.each(['urn:a:b', 'https://a.example/x?y#z', `urn:${'a'.repeat(96)}`])(
    'takes the source %s',
    (source) => {
      expect(change({ source })).toEqual([]);
    },
  );

  it.each([
    '',
    'a',
    '/a',
    'urn:',
    'urn:a b',
    'urn:技',
    'urn:a\u200b',
    ' urn:a',
    'urn:a\n',
    `urn:${'a'.repeat(97)}`,
    null,
    5,
  ])('refuses the source %j', (source) => {
    expect(change({ source })).toEqual(['source not-cloudevent']);
  });

  it('lets extension attributes be null', () => {
    expect(change({ traceparent: null, dataschema: null })).toEqual([]);
  });
});

describe('an invoice', () => {
  const numbered = (subject: string) =>
    faultsOf(JSON.stringify({ ...example('duixian.invoice.v1'), subject }));

  it.each([
    '24412000000099999999',
    '410020010012345678',
    '04100200110012345678',
    'EXAMPLE-INV-2019-01',
    '1234567',
    '123456789',
  ])('is known by %s', (subject) => {
    expect(numbered(subject)).toEqual([]);
  });

  it.each(['00123456', '99999999', '１２３４５６７８', '00123456 '])('is not known by %j', (subject) => {
    expect(numbered(subject)).toContain('subject bad-field');
  });
});

it('whatever stands in a field, the item is judged and nothing is thrown', () => {
  const hostile = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      { toString: 1, valueOf: 1 },
      [[]],
      { length: -1 },
      '',
      '\ud800',
      2 ** 53,
      -0,
      null,
      '\u0000',
    ),
  );
  const paths = FACT_TYPE_NAMES.flatMap((type) => {
    const item = example(type);
    const inside = Object.entries(item.data).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? [[key], ...Object.keys(value).map((name) => [key, name])]
        : [[key]],
    );
    return [...Object.keys(item).map((key) => [key]), ...inside.map((path) => ['data', ...path])].map(
      (path) => [type, path] as const,
    );
  });
  fc.assert(
    fc.property(fc.constantFrom(...paths), hostile, ([type, path], value) => {
      const item = example(type);
      const last = path.at(-1) ?? '';
      const holder = path.slice(0, -1).reduce<Fields>((at, key) => at[key] as Fields, item);
      holder[last] = value;
      const read = readItemText(JSON.stringify(item), { now: new Date() });
      expect('fact' in read || read.faults.length > 0).toBe(true);
      if ('faults' in read) for (const { message } of read.faults) expect(message.length).toBeLessThan(700);
    }),
    { numRuns: examples(3_000) },
  );
});

describe('a fact that is held', () => {
  const held = FACTS.find(({ type }) => type === 'duixian.receipt.v1') as Fact<'duixian.receipt.v1'>;

  /** As `./duixian verify --door` checks. */
  const doorFaults = (fact: Fact) => {
    const read = readItem(factToCloudEvent(fact), 0);
    return 'fact' in read ? [] : read.faults;
  };

  it('has nothing that the door would refuse today, or that is named', () => {
    for (const fact of FACTS) expect(doorFaults(fact)).toEqual([]);
    const old = { ...held, subject: 'EXAMPLE-RCP-9\u200b', data: { ...held.data, receivedOn: '2919-01-01' } };
    expect(doorFaults(old).map(({ field }) => field)).toEqual(['subject', 'data.receivedOn']);
    const early: Fact = { ...held, time: '0000-01-01T00:00:00Z' };
    expect(doorFaults(early).map(({ field }) => field)).toEqual(['time']);
  });
});
