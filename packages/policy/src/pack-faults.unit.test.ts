import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CONDITIONS } from './conditions.ts';
import { loadPolicy } from './load-policy.ts';
import { packFaults } from './pack-faults.ts';
import { PolicyFault, policyOfPacks } from './policy-of-packs.ts';

const PACK = new URL('../packs/zhengzhou-2017-61/', import.meta.url);
const packText = readFileSync(new URL('policy.yaml', PACK), 'utf8');
const regulation = readFileSync(new URL('regulation.txt', PACK), 'utf8');
const schema = JSON.parse(readFileSync(new URL('../packs/pack.schema.json', import.meta.url), 'utf8'));

/** A place in the pack and its new value; undefined removes it. */
type Break = readonly [path: string, value: unknown];

describe('The pack of Zhengzhou', () => {
  const pack = parse(packText);

  it('is right by its schema and in itself', () => {
    expect(packFaults(pack)).toEqual([]);
  });

  it('quotes each provision and cap word for word from the article that it cites', () => {
    const quotes = [...pack.provisions, ...pack.groups].filter(({ text }) => text !== null);
    const strangers = quotes.filter(({ text, article }) => !articleText(article).includes(text));
    expect(strangers.map(({ id }) => id)).toEqual([]);
  });

  it('says of each cap in yuan what its sentence says in 万元, and of each group without a sentence that it has none', () => {
    const wrong = pack.groups.filter(({ text, capYuan }: { text: string | null; capYuan: number | null }) => {
      const tenThousands = /(\d+) ?万元/.exec(text ?? '')?.[1];
      return tenThousands === undefined ? capYuan !== null : Number(tenThousands) * 10_000 !== capYuan;
    });
    expect(wrong.map(({ id }: { id: string }) => id)).toEqual([]);
  });

  it('knows in its schema the conditions that the engine knows', () => {
    const written = Object.keys(schema.$defs.condition.properties).filter((name) => name !== 'underReading');
    expect(written.sort()).toEqual(Object.keys(CONDITIONS).sort());
  });
});

describe('A pack that is not right says so, each fault with its place', () => {
  it.each<[string, Break[], string[]]>([
    [
      'several by the schema at once',
      [
        ['id', 'Zhengzhou!'],
        ['groups.0.capYuan', -1],
        ['groups.2.capYuan', 0.5],
        ['provisions.0.rate', 1.5],
        ['provisions.0.beneficiary', 'payee'],
        ['provisions.4.text', undefined],
        ['provisions.5.bonus', 1],
        ['conditions.decision', [{ statusWas: ['made'] }]],
      ],
      [
        'id must match pattern "^[a-z0-9]+(-[a-z0-9]+)*$", not "Zhengzhou!"',
        'groups.0.capYuan must be >= 0, not -1',
        'groups.2.capYuan must be integer,null, not 0.5',
        'conditions.decision.0 must NOT have additional properties ("statusWas")',
        'provisions.0.beneficiary must be equal to one of the allowed values (["seller","buyer","intermediary","owner","user","institution","decidedEntity"]), not "payee"',
        'provisions.0.rate must be <= 1, not 1.5',
        "provisions.4 must have required property 'text'",
        'provisions.5 must NOT have additional properties ("bonus")',
      ],
    ],
    [
      'several that no schema can see at once',
      [
        ['groups.0.id', 'imports'],
        ['provisions.1.beneficiary', 'owner'],
        ['provisions.1.date', 'signedOn'],
        ['provisions.1.decidedRate', { lowest: 0.6, highest: 0.5 }],
        ['provisions.2.base', undefined],
        ['provisions.3.rate', undefined],
        ['provisions.4.recognition', undefined],
        ['provisions.6.lessLargestOf', ['facilitation']],
        ['provisions.9.base', 'totalAmount'],
      ],
      [
        'group imports is used by no provision',
        'group import-technology is not among groups',
        'provision commissioned-research: receipt has no owner',
        'provision commissioned-research: receipt has no signedOn',
        'provision commissioned-research: decidedRate.lowest is above highest',
        'provision facilitation: base goes with rate or decidedRate',
        'provision international-facilitation must have exactly one of rate, decidedRate, amountYuan, decidedAmount',
        'provision international-facilitation: base goes with rate or decidedRate',
        'provision service-institution: recognition goes with from: recognition',
        'provision demonstration-provincial: lessLargestOf names facilitation, which is no fixed amount for a recognition',
        'provision sharing-user: invoice has no totalAmount',
      ],
    ],
    [
      'conditions that cannot be asked there',
      [
        [
          'provisions.4.conditions',
          [{ inCity: 'institution' }, { kindIs: { party: 'buyer', among: ['other'] } }],
        ],
        ['provisions.2.conditions', [{ contractEarnsNothingUnder: 'nothing-of-the-kind' }]],
        ['provisions.3.conditions', [{ contractEarnsNothingUnder: 'sharing-user' }]],
        ['provisions.9.conditions', [{ inCity: 'user', statusIs: ['paid'] }]],
      ],
      [
        'provision facilitation: contractEarnsNothingUnder: there is no provision nothing-of-the-kind',
        'provision international-facilitation: contractEarnsNothingUnder: sharing-user is not made by a contract',
        'provision service-institution: inCity cannot be asked of recognition',
        'provision service-institution: kindIs: recognition has no buyer',
        'provision sharing-user: a condition has exactly one name',
      ],
    ],
    [
      'provisions that exclude each other, or all of their kind',
      [
        ['provisions.3.conditions', [{ contractEarnsNothingUnder: 'facilitation' }]],
        ['conditions.recognition', [{ entityEarnsNothingUnder: 'international-institution' }]],
        ['provisions.4.conditions', []],
      ],
      [
        'conditions.recognition: entityEarnsNothingUnder: international-institution is itself excluded by another provision',
        'provision facilitation: contractEarnsNothingUnder: international-facilitation is itself excluded by another provision',
        'provision international-facilitation: contractEarnsNothingUnder: facilitation is itself excluded by another provision',
      ],
    ],
    [
      'readings that do not fit',
      [
        ['readings.R6.values', ['registered', 'signed', 'first']],
        ['inForceFrom', { byReading: 'R8', issued: '2017-02-30' }],
        ['provisions.10.date', { byReading: 'R77', issued: 'issuedOn' }],
      ],
      [
        'inForceFrom: 2017-02-30 is not a day',
        'inForceFrom: R8 has no branch approved',
        'provisions.0.date: R6 has no branch first',
        'provisions.2.date: R6 has no branch first',
        'provisions.3.date: R6 has no branch first',
        'provisions.10.date: there is no reading R77',
      ],
    ],
    [
      'things that stand twice',
      [
        ['groups.1.id', 'facilitation'],
        ['provisions.1.id', 'facilitation'],
      ],
      [
        'provision facilitation occurs twice',
        'group facilitation occurs twice',
        'group commissioned-research is not among groups',
      ],
    ],
  ])('%s', (_, breaks, faults) => {
    expect(packFaults(broken(breaks))).toEqual(faults);
  });

  it('with all of them in one error when it is loaded', () => {
    const text = packText.replace('capYuan: 1000000', 'capYuan: -1').replace('rate: 0.2', 'rate: 2');
    expect(faultsIn(() => policyOfPacks([{ name: 'altered', text }]))).toEqual([
      'groups.0.capYuan must be >= 0, not -1',
      'provisions.0.rate must be <= 1, not 2',
    ]);
  });

  it('also where it is no YAML', () => {
    expect(faultsIn(() => policyOfPacks([{ name: 'broken', text: 'id: [' }])).join()).toContain('line 1');
  });
});

describe('Loading a policy', () => {
  it('names the policies that are known when there is none of that name', () => {
    expect(faultsIn(() => loadPolicy('luoyang-2024'))).toEqual(['known: zhengzhou-2017-61']);
    expect(faultsIn(() => loadPolicy('../zhengzhou-2017-61'))).toEqual(['known: zhengzhou-2017-61']);
  });

  it('names every reading that it does not know', () => {
    expect(faultsIn(() => loadPolicy('zhengzhou-2017-61', { R2: 'neither', R10: 'yes' }))).toEqual([
      'R2 must be one of larger, both, not neither',
      'there is no reading R10; known: R1, R2, R3, R4, R5, R6, R7, R8, R9',
    ]);
  });

  it('takes the first value of every reading that is not given', () => {
    expect(loadPolicy('zhengzhou-2017-61', { R2: 'both' }).readings).toEqual({
      R1: 'together',
      R2: 'both',
      R3: 'both',
      R4: 'full',
      R5: 'verified',
      R6: 'registered',
      R7: 'total',
      R8: 'issued',
      R9: 'yes',
    });
  });
});

/** "11. …" up to "12. …". */
function articleText(article: number): string {
  const start = regulation.indexOf(`\n${article}. `);
  return regulation.slice(start, regulation.indexOf(`\n${article + 1}. `, start));
}

function broken(breaks: readonly Break[]): unknown {
  const pack = parse(packText);
  for (const [path, value] of breaks) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const holder = keys.reduce((at, key) => at[key], pack);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return pack;
}

function faultsIn(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof PolicyFault) return error.faults;
    throw error;
  }
  return [];
}
