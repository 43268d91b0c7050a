import type { Party } from '@duixian/facts';
import { testUsccs } from '@duixian/testing';
import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completedFact } from '../foreign-fact.ts';
import { directoryOf, normalisedUnit } from '../unit-directory.ts';
import { multipartSample, urlencodedSample } from './form-for-tests.ts';
import { nriiAnswer, nriiRefusal } from './nrii-answer.ts';
import { type NriiItem, type NriiTerms, readNriiPush, withoutFinal } from './read-push.ts';
import { unitsNamed } from './units-named.ts';

const [UNIVERSITY = '', FIRM = '', OTHER = ''] = testUsccs(3);
const INS_CODE = '00000000000000000000000000000001';
const OWNER: Party = { uscc: UNIVERSITY, name: '郑州示例大学', kind: 'university', divisionCode: '410102' };
const USER: Party = {
  uscc: FIRM,
  name: '郑州示例精密机械有限公司',
  kind: 'enterprise',
  divisionCode: '410100',
};
const GROUP = { ...USER, unit: '示例（集团）公司' };
const TERMS: NriiTerms = {
  time: '2018-07-01T10:00:00+08:00',
  secret: Buffer.from('secret of the source'),
  directory: directoryOf([USER, GROUP, { ...GROUP, name: '另一公司', uscc: OTHER, divisionCode: '410300' }]),
  ownerOf: (insCode) => (insCode === INS_CODE ? OWNER : undefined),
  unitOfInstrument: () => undefined,
};

type Fields = Readonly<Record<string, unknown>>;
const SERVICE: Fields = {
  ...{
    innerId: '20180001',
    insCode: INS_CODE,
    amounts: '26000',
    serviceTime: '2018-06-05',
    serviceWay: '委托共享',
  },
  ...{
    serviceAmount: '130',
    serviceContent: '样品测试',
    applicant: '示例甲',
    applicantUnit: USER.name,
    auditStatus: '0',
  },
};
const INSTRUMENT: Fields = {
  ...{
    innerId: '20180001',
    cname: '气相色谱仪',
    instrVersion: 'X-8',
    worth: '190.00',
    beginDate: '2018-01-08',
  },
  ...{ shareMode: '外部共享', status: '正常' },
};

const form = (type: string, data: unknown, name = 'instruData') =>
  new Map<string, string[]>([
    ['insCode', [INS_CODE]],
    ['instruType', [type]],
    [name, [typeof data === 'string' ? data : JSON.stringify(data)]],
  ]);
function push(fields: ReadonlyMap<string, readonly string[]>, terms: Partial<NriiTerms> = {}) {
  const read = readNriiPush(fields, 'instru', { ...TERMS, ...terms });
  if ('status' in read) throw new Error(read.faults.map(({ message }) => message).join());
  return read;
}
const services = (...records: readonly Fields[]) =>
  push(
    form(
      '6',
      records.map((record) => ({ ...SERVICE, ...record })),
    ),
  ).items;
const service = (record: Fields, terms: Partial<NriiTerms> = {}) =>
  push(form('6', [{ ...SERVICE, ...record }]), terms).items[0] as NriiItem;
const instrument = (record: Fields) => push(form('4', [{ ...INSTRUMENT, ...record }])).items[0] as NriiItem;
const placesOf = (item: NriiItem) =>
  item.outcome === 'refused' ? item.faults.map(({ place }) => place) : [item.outcome];
const dataOf = (item: NriiItem) => ('fact' in item ? item.fact.data : undefined);

describe('the samples', () => {
  it('of an instrument is one', () => {
    expect(push(multipartSample()).items).toEqual([
      {
        ...{ index: 0, innerId: '20180001', outcome: 'fact', warnings: [] },
        fact: {
          type: 'duixian.instrument.v1',
          subject: `${UNIVERSITY}/20180001`,
          data: {
            name: '气相色谱-质谱联用仪（示例）',
            owner: OWNER,
            model: 'EXAMPLE-GCMS-8',
            originalValueFen: 190_000_000n,
            openSince: '2018-01-08',
            status: 'open',
          },
        },
      },
    ]);
  });

  it('of service records are a draft, one that waits for a unit, and one that is refused', () => {
    const { items } = push(urlencodedSample());
    expect(items).toMatchObject([
      {
        outcome: 'fact',
        fact: {
          type: 'duixian.usage.v1',
          subject: expect.stringMatching(/^n-[A-Z2-7]{24}$/),
          data: {
            ...{
              instrumentId: `${UNIVERSITY}/20180001`,
              owner: OWNER,
              user: USER,
              quantity: '130',
              unit: 'hour',
            },
            ...{ startedAt: '2018-06-05T00:00:00+08:00', endedAt: '2018-06-06T00:00:00+08:00' },
            ...{ feeFen: 2_600_000n, way: 'entrust', status: 'draft' },
          },
        },
      },
      {
        outcome: 'waiting',
        fact: {
          waitsFor: [{ field: 'user', unit: '郑州示例精密机械有限公司研发部' }],
          data: { startedAt: '2018-06-06T08:00:00+08:00', quantity: '3.5', unit: 'hour', feeFen: 120_050n },
        },
      },
      {
        outcome: 'refused',
        faults: [{ place: '[2].serviceTime', message: expect.stringContaining('a number is neither') }],
      },
    ]);
  });
});

it('no person, telephone, address or code of a unit is in any part of the output', () => {
  const person = {
    ...{ applicant: '张三丰', applicantPhone: '13800138000', applicantEmail: 'zhang@example.invalid' },
    ...{ applicatPhone: '13900139000', applicatEmail: 'feng@example.invalid', comment: '张三丰很满意' },
    ...{ subjectName: '张三丰的课题', contact: '张三丰', phone: '13700137000', email: 'san@example.invalid' },
    ...{ address: '张三丰路1号' },
  };
  const pushes = [
    form('6', [
      { ...SERVICE, ...person },
      { ...SERVICE, ...person },
      { ...SERVICE, ...person, amounts: 'x', serviceTime: '3' },
    ]),
    form('6', [
      { ...SERVICE, ...person, applicantUnit: '未知单位' },
      { ...SERVICE, ...person, insCode: 'x' },
    ]),
    form('4', [
      { ...INSTRUMENT, ...person },
      { ...INSTRUMENT, ...person, worth: '' },
    ]),
    form('6', `[{"applicant":"张三丰", "applicantPhone":"13800138000"`),
    form('6', `[{"applicant":"张三丰"}, "张三丰 13800138000"]`),
    form('2', [person]),
  ];
  const output = pushes.map((fields) => {
    const read = readNriiPush(fields, 'instru', TERMS);
    const items = 'items' in read ? withoutFinal(read.items, new Set()) : [];
    return [read, items, 'status' in read ? nriiRefusal(read.faults) : undefined];
  });
  const text = JSON.stringify(output, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  expect(text).toContain('未知单位');
  expect(text).not.toMatch(/张三|138001|139001|137001|@example/);
  expect(text).not.toContain(INS_CODE);
});

it('the units of a push are those that it names, once', () => {
  const records = [
    SERVICE,
    { ...SERVICE, applicantUnit: '', applicatUnit: '甲' },
    { ...SERVICE, applicantUnit: '' },
    SERVICE,
  ];
  expect(unitsNamed(form('6', records), 'instru')).toEqual([INS_CODE, USER.name, '甲']);
  expect(unitsNamed(form('4', [INSTRUMENT]), 'instru')).toEqual([INS_CODE]);
  expect(unitsNamed(form('6', 'x'), 'instru')).toEqual([]);
});

describe('the form', () => {
  const refusal = (fields: ReadonlyMap<string, readonly string[]>, way: 'instru' | 'effect' = 'instru') => {
    const read = readNriiPush(fields, way, TERMS);
    return 'status' in read ? [read.status, read.faults.map(({ message }) => message).join('\n')] : [];
  };
  const without = (name: string) => new Map([...form('6', [SERVICE])].filter(([key]) => key !== name));
  const record = JSON.stringify(SERVICE);

  it.each(['instruData', 'effectData', 'instruList'])('has its records in %s', (name) => {
    expect(push(form('6', [SERVICE], name)).items).toMatchObject([{ outcome: 'fact' }]);
  });

  it('of one object is taken, and warned of', () => {
    expect(push(form('6', record))).toMatchObject({
      items: [{ outcome: 'fact' }],
      warnings: [{ place: 'instruData' }],
    });
  });

  it('at effect needs no type', () => {
    const read = readNriiPush(without('instruType'), 'effect', TERMS);
    expect(read).toMatchObject({ items: [{ outcome: 'fact' }] });
  });

  it.each(['1', '2', '3', '5', '7'])('of type %s is ignored and counted', (type) => {
    expect(push(form(type, [{}, { innerId: 'A' }])).items).toEqual([
      { index: 0, innerId: '', outcome: 'ignored' },
      { index: 1, innerId: 'A', outcome: 'ignored' },
    ]);
  });

  const many = (count: number) => `[${Array.from({ length: count }, () => record).join()}]`;
  it.each<[string, ReadonlyMap<string, readonly string[]>, number, string]>([
    [
      'two arrays of two names',
      new Map([...form('6', [SERVICE]), ['effectData', ['[]']]]),
      400,
      'instruData and effectData',
    ],
    [
      'two arrays of one name',
      new Map([...form('6', [SERVICE]), ['instruData', ['[]', '[]']]]),
      400,
      'instruData and instruData',
    ],
    [
      'an array and an object',
      new Map([...form('6', [SERVICE]), ['instruList', [record]]]),
      400,
      'instruData and instruList',
    ],
    ['two arrays after one another', form('6', '[][]'), 400, 'not JSON'],
    ['no array', without('instruData'), 400, 'is missing; right is a JSON array'],
    ['no code', without('insCode'), 400, 'insCode is missing'],
    [
      'two codes',
      new Map([...form('6', [SERVICE]), ['insCode', [INS_CODE, 'x']]]),
      400,
      'insCode occurs 2 times',
    ],
    ['no type', without('instruType'), 400, 'instruType is missing'],
    ['type 8', form('8', [SERVICE]), 400, 'right is 4 or 6'],
    ['no record', form('6', []), 400, 'has no record'],
    ['a text', form('6', '"x"'), 400, 'is no object'],
    ['an array of arrays', form('6', [[SERVICE]]), 400, 'instruData[0] is no object'],
    ['10,000 levels', form('6', `${'['.repeat(10_000)}${']'.repeat(10_000)}`), 413, 'nested too deep'],
    ['20,000 records', form('6', many(20_000)), 413, '20000 records; right is at most 1000'],
  ])('with %s is refused', (_, fields, status, message) => {
    expect(refusal(fields)).toEqual([status, expect.stringContaining(message)]);
  });

  it('with 1,000 records is read', () => {
    expect(push(form('6', many(1_000))).items).toHaveLength(1_000);
  });
});

describe('an instrument', () => {
  it.each<[string, Fields, string]>([
    ['外部共享', { shareMode: '外部共享' }, 'open'],
    ['内部共享', { shareMode: '内部共享' }, 'closed'],
    ['不共享', { shareMode: '不共享' }, 'closed'],
    ['待报废', { status: '待报废' }, 'closed'],
    ['待修', { status: '待修' }, 'open'],
  ])('%s is %p %s', (_, record, status) => expect(dataOf(instrument(record))).toMatchObject({ status }));

  it('has an exact value, also as a number and in full-width digits', () => {
    const valued = (worth: unknown) => dataOf(instrument({ worth }));
    expect(valued('１９０.０７')).toMatchObject({ originalValueFen: 190_070_000n });
    expect(
      push(
        form(
          '4',
          '[{"innerId":1,"cname":"x","instrVersion":"y","worth":0.07,"beginDate":"2018-01-08","shareMode":"不共享"}]',
        ),
      ).items,
    ).toMatchObject([{ innerId: '1', fact: { data: { originalValueFen: 70_000n } } }]);
  });

  it.each<[string, Fields, string]>([
    ['a value of three decimals', { worth: '1.001' }, 'worth'],
    ['a value with its unit', { worth: '190万' }, 'worth'],
    ['a negative value', { worth: '-1' }, 'worth'],
    ['no value', { worth: null }, 'worth'],
    ['another way of sharing', { shareMode: '部分共享' }, 'shareMode'],
    ['no name', { cname: '' }, 'cname'],
    ['no model', { instrVersion: '' }, 'instrVersion'],
    ['a day that does not exist', { beginDate: '2018-02-30' }, 'beginDate'],
    ['no number', { innerId: '' }, 'innerId'],
    ['too long a number', { innerId: 'x'.repeat(90) }, 'innerId'],
    ['the code of another unit', { insCode: 'other' }, 'insCode'],
  ])('of %s is refused', (_, record, field) =>
    expect(placesOf(instrument(record))).toEqual([`[0].${field}`]),
  );
});

describe('a service record', () => {
  it.each<[string, string, string, string]>([
    ['2018-06-05', '2018-06-05T00:00:00+08:00', '2018-06-06T00:00:00+08:00', 'a day'],
    ['2018/6/5', '2018-06-05T00:00:00+08:00', '2018-06-06T00:00:00+08:00', 'a day'],
    ['2018年6月30日', '2018-06-30T00:00:00+08:00', '2018-07-01T00:00:00+08:00', 'a day'],
    ['20180605', '2018-06-05T00:00:00+08:00', '2018-06-06T00:00:00+08:00', 'a day'],
    ['２０１８－０６－０５', '2018-06-05T00:00:00+08:00', '2018-06-06T00:00:00+08:00', 'a day'],
    ['2018-07-01', '2018-07-01T00:00:00+08:00', '2018-07-01T10:00:00+08:00', 'the day of the push'],
    [
      '2018-06-29~2018-07-01',
      '2018-06-29T00:00:00+08:00',
      '2018-07-01T10:00:00+08:00',
      'days to that of the push',
    ],
    ['2018-06-05 至 2018-06-06', '2018-06-05T00:00:00+08:00', '2018-06-07T00:00:00+08:00', 'days'],
    [
      '2018-06-06 08:00～2018-06-06 11:30',
      '2018-06-06T08:00:00+08:00',
      '2018-06-06T11:30:00+08:00',
      'a period',
    ],
    ['2018-06-06 8:00 - 11:30:15', '2018-06-06T08:00:00+08:00', '2018-06-06T11:30:15+08:00', 'a period'],
    [
      '2018-12-31 22:00~2019-01-01 02:00',
      '2018-12-31T22:00:00+08:00',
      '2019-01-01T02:00:00+08:00',
      'a period',
    ],
  ])('%s is from %s to %s (%s)', (text, startedAt, endedAt) => {
    const item = service({ serviceTime: text, auditStatus: '-1' });
    expect(dataOf(item)).toMatchObject({ startedAt, endedAt });
  });

  it.each([
    '3',
    '3.5',
    '',
    '2018-02-30',
    '2018-06',
    '18-06-05',
    '6/5/2018',
    '2018-06-06 08:00',
    '2018-06-06 25:00~26:00',
    '2018-06-06 11:30~08:00',
    '2018-06-07~2018-06-05',
    '2018-06-06~2018-06-07~2018-06-08',
    '2018-06-06 08:00~2018-06-07',
    '08:00~11:30',
  ])('at %j is refused', (serviceTime) =>
    expect(placesOf(service({ serviceTime }))).toEqual(['[0].serviceTime']),
  );

  it('of tomorrow is refused if it is final', () => {
    expect(placesOf(service({ serviceTime: '2018-07-02' }))).toEqual(['[0].serviceTime']);
    expect(service({ serviceTime: '2018-07-02', auditStatus: '-1' }).outcome).toBe('fact');
  });

  it.each([
    ['3.5小时', '3.5', 'hour'],
    ['3.5 机时', '3.5', 'hour'],
    ['12样', '12', 'sample'],
    ['12个样品', '12', 'sample'],
    ['2次', '2', 'time'],
    ['０１２', '12', 'sample'],
    [7, '7', 'sample'],
  ])('of %s is %s in %s', (serviceAmount, quantity, unit) => {
    const terms = { unitOfInstrument: () => 'sample' as const };
    expect(dataOf(service({ serviceAmount }, terms))).toMatchObject({ quantity, unit });
  });

  it.each([
    ['占用共享', 'occupy'],
    ['技术共享', 'technical'],
    ['委托共享', 'entrust'],
    ['远程共享', 'remote'],
    ['其他共享', 'other'],
  ])('%s is %s', (serviceWay, way) => expect(dataOf(service({ serviceWay }))).toMatchObject({ way }));

  it('of several ways has the first, and is warned of', () => {
    const item = service({ serviceWay: '技术共享，远程共享' });
    expect(item).toMatchObject({ fact: { data: { way: 'technical' } }, warnings: [{ place: 'serviceWay' }] });
  });

  it('has the unit of the applicant in both spellings', () => {
    expect(service({ applicantUnit: undefined, applicatUnit: USER.name }).outcome).toBe('fact');
  });

  it.each<[string, Fields, string]>([
    ['an amount with a comma and 元', { amounts: '12,000元' }, 'amounts'],
    ['an amount in words', { amounts: '一万二' }, 'amounts'],
    ['an amount of three decimals', { amounts: '0.001' }, 'amounts'],
    ['an amount below zero', { amounts: '-5' }, 'amounts'],
    ['no amount', { amounts: '' }, 'amounts'],
    ['a list as an amount', { amounts: ['5'] }, 'amounts'],
    ['an amount of 100 billion yuan', { amounts: '100000000000' }, 'amounts'],
    ['an unknown unit of quantity', { serviceAmount: '3天' }, 'serviceAmount'],
    ['a quantity of seven decimals', { serviceAmount: '1.0000001' }, 'serviceAmount'],
    ['an unknown way', { serviceWay: '其它' }, 'serviceWay'],
    ['a way that is a name of objects', { serviceWay: 'constructor' }, 'serviceWay'],
    ['an unknown state', { auditStatus: '1' }, 'auditStatus'],
    ['no unit', { applicantUnit: '' }, 'applicantUnit'],
    ['the code of another unit', { insCode: 'other' }, 'insCode'],
  ])('with %s is refused', (_, record, field) => expect(placesOf(service(record))).toEqual([`[0].${field}`]));

  it('tells all that is wrong at once', () => {
    const item = service({ amounts: 'x', serviceTime: '3', serviceWay: '', applicantUnit: '' });
    expect(placesOf(item)).toEqual(['[0].amounts', '[0].serviceWay', '[0].serviceTime', '[0].applicantUnit']);
  });
});

describe('a unit', () => {
  it('is looked up by its name without spaces, whatever its brackets and widths', () => {
    expect(service({ applicantUnit: ' 郑州示例 精密机械有限公司 ' }).outcome).toBe('fact');
    expect(normalisedUnit('示例（集团）公司【Ａ】')).toBe('示例(集团)公司(A)');
  });

  it('of two divisions waits, and so does one that nobody knows, until an officer completes it', () => {
    for (const applicantUnit of ['示例（集团）公司', '外地示例公司']) {
      const item = service({ applicantUnit });
      expect(item).toMatchObject({
        outcome: 'waiting',
        fact: { waitsFor: [{ field: 'user', unit: applicantUnit }] },
      });
      if (item.outcome !== 'waiting') continue;
      expect(completedFact(item.fact, () => undefined)).toBeUndefined();
      const complete = completedFact(item.fact, () => USER);
      expect(complete).toMatchObject({ type: 'duixian.usage.v1', data: { user: USER, feeFen: 2_600_000n } });
      expect(complete).not.toHaveProperty('waitsFor');
    }
  });

  it('that is not that of the address refuses every record', () => {
    expect(push(form('6', [SERVICE]), { ownerOf: () => undefined }).items).toMatchObject([
      { outcome: 'refused', faults: [{ place: '[0].insCode' }] },
    ]);
  });
});

describe('the key of a record', () => {
  const subjectOf = (item: NriiItem | undefined) => (item && 'fact' in item ? item.fact.subject : undefined);
  const base = subjectOf(service({}));

  it.each(['amounts', 'serviceAmount', 'auditStatus', 'serviceWay', 'comment'])(
    'does not change with %s',
    (field) => {
      const other = {
        amounts: '1',
        serviceAmount: '1',
        auditStatus: '-1',
        serviceWay: '技术共享',
        comment: 'x',
      };
      expect(subjectOf(service({ [field]: other[field as keyof typeof other] }))).toBe(base);
    },
  );

  it.each(['innerId', 'serviceTime', 'applicant', 'applicantUnit', 'serviceContent'])(
    'changes with %s',
    (field) => {
      const other = { serviceTime: '2018-06-04' }[field] ?? 'other';
      expect(subjectOf(service({ [field]: other }))).not.toBe(base);
    },
  );

  it('changes with the secret', () => {
    expect(subjectOf(service({}, { secret: Buffer.from('other') }))).not.toBe(base);
  });

  it('is the number that the sender gives, within its unit', () => {
    const items = services({ recordId: 'R-1' }, { recordId: 'R-2' }, { recordId: 'R-1' });
    expect(items.map(subjectOf)).toEqual([`${UNIVERSITY}/R-1`, `${UNIVERSITY}/R-2`, undefined]);
    expect(items[2]).toMatchObject({ outcome: 'refused', faults: [{ place: '[2].recordId' }] });
  });

  it('of equals is counted, and they are ambiguous', () => {
    const items = services({}, { amounts: '5' }, { serviceContent: 'x' });
    expect(items.map(subjectOf)).toEqual([base, `${base}-2`, expect.not.stringContaining(base ?? '')]);
    expect(items.map(({ outcome }) => outcome)).toEqual(['ambiguous', 'ambiguous', 'fact']);
  });

  it('has no two meanings, whatever stands in its fields', () => {
    const pair = fc.tuple(fc.string(), fc.string());
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const [first, second] = [
          service({ applicant: a, serviceContent: b }),
          service({ applicant: c, serviceContent: d }),
        ];
        const isSame = a.trim() === c.trim() && b.trim() === d.trim();
        expect(subjectOf(first) === subjectOf(second)).toBe(isSame);
      }),
      { numRuns: examples(200) },
    );
  });
});

it('a record that is final is not changed until it is sent back', () => {
  const items = services({}, { innerId: '2' });
  const [final] = items.flatMap((item) => ('fact' in item ? [item.fact.subject] : []));
  expect(withoutFinal(items, new Set([final ?? '']))).toMatchObject([
    { index: 0, innerId: '20180001', outcome: 'already-final' },
    { index: 1, outcome: 'fact' },
  ]);
});

it('the answer says what became of each record', () => {
  const result = (index: number, outcome: 'recorded' | 'refused') => ({
    index,
    innerId: 'A',
    outcome,
    message: '',
  });
  expect(nriiAnswer([result(0, 'recorded'), result(1, 'recorded')])).toMatchObject({
    code: 0,
    message: '共 2 条：已接收 2 条',
  });
  expect(nriiAnswer([result(0, 'recorded'), result(1, 'refused')])).toMatchObject({
    code: 1,
    message: '共 2 条：已接收 1 条，已拒绝 1 条',
  });
});
