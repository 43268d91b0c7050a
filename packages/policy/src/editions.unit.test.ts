import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fact } from '@duixian/facts';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fillAccounts } from './account.ts';
import { decisionCheck } from './check-decision.ts';
import { findPacks, loadPolicy } from './load-policy.ts';
import { type PackText, PolicyFault, policyOfPacks } from './policy-of-packs.ts';
import { claimsOf } from './recompute.ts';
import { readCases } from './worked-cases/case-file.ts';
import { factOfLine, readNotedFact } from './worked-cases/fact-notation.ts';

const ID = 'zhengzhou-2017-61';
const PACK = fileURLToPath(new URL(`../packs/${ID}/`, import.meta.url));
const text = readFileSync(join(PACK, 'policy.yaml'), 'utf8');
const { parties } = readCases(ID);
const START = 'inForceFrom: { byReading: R8, issued: 2017-05-12, approved: 2017-03-17 }';
const folder = mkdtempSync(join(tmpdir(), 'packs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An edition of the pack in force from and until these days, with other numbers where wanted. */
function edition(name: string, from: string, until: string | null, change: readonly [string, string][] = []) {
  const period = `inForceFrom: ${from}${until ? `\ninForceUntil: ${until}` : ''}`;
  const changed = change.reduce((pack, [is, becomes]) => pack.replace(is, becomes), text);
  return { name, text: changed.replace(START, period) };
}

const OLD = edition(ID, '2017-05-12', '2020-01-01');
const RAISED: [string, string][] = [['capYuan: 1000000', 'capYuan: 3000000']];
const NEW = edition(`${ID}@2020`, '2020-01-01', null, RAISED);

function paid(packs: readonly PackText[], lines: Readonly<Record<string, string>>): string[] {
  const policy = policyOfPacks(packs);
  const facts = Object.entries(lines).map(([key, line]): Fact => {
    const read = readNotedFact(
      factOfLine(key, line, parties, ID),
      decisionCheck(() => policy),
    );
    if (!('fact' in read)) throw new Error(read.refusal);
    return read.fact;
  });
  return fillAccounts(policy, claimsOf(policy, facts)).map(
    ({ year, group, entitledFen, undecided }) => `${year} ${group} ${entitledFen} ${undecided}`,
  );
}

describe('Editions of a policy', () => {
  it('leave the years before a raised cap alone', () => {
    const lines = {
      'contract C1 2019-05-06': 'Institute → Optics; 30,000,000.00',
      'contract C2 2020-01-01': 'Institute → Optics; 30,000,000.00',
    };
    expect(paid([NEW, OLD], lines)).toEqual([
      '2019 import-technology 100000000 0',
      '2020 import-technology 300000000 0',
    ]);
  });

  it('pay nothing on a day that none of them has', () => {
    const later = edition(`${ID}@2021`, '2021-01-01', null);
    expect(paid([OLD, later], { 'contract C1 2020-05-06': 'Institute → Optics; 30,000,000.00' })).toEqual([]);
  });

  it('take decisions only as far as each leaves something to decide', () => {
    const narrower = edition(`${ID}@2020`, '2020-01-01', null, [
      ['decidedRate: { lowest: 0, highest: 0.5 }', 'decidedRate: { lowest: 0, highest: 0.2 }'],
    ]);
    const lines = {
      'contract C1 2019-05-06': 'Institute → Optics; 1,000,000.00; development; related',
      'contract C2 2019-05-07': 'Institute → Optics; 1,000,000.00; development',
      'receipt K1 2019-06-01': 'of C2; 100,000.00',
      'receipt K2 2020-06-01': 'of C2; 100,000.00',
      'decision D1 2019-07-01': 'under commissioned-research; 40%; for receipt K1',
      'decision D2 2019-07-01': 'under commissioned-research; 40%; for receipt K2',
    };
    const research = paid([OLD, narrower], lines).filter((line) => line.includes('commissioned'));
    expect(research).toEqual(['2019 commissioned-research 4000000 0', '2020 commissioned-research 0 1']);
  });
});

describe('Editions that do not fit together are refused', () => {
  it.each<[string, PackText[], string]>([
    [
      'where their periods overlap',
      [edition(ID, '2017-05-12', null), NEW],
      `${ID} (from 2017-05-12 without end) overlaps ${ID}@2020 (from 2020-01-01): give ${ID} an inForceUntil of 2020-01-01 or earlier, the first day on which it is not in force`,
    ],
    [
      'where a cap would change over in the midst of its year',
      [edition(ID, '2017-05-12', '2020-03-01'), edition('later', '2020-03-01', null)],
      'share the cap groups import-technology',
    ],
    [
      'where one ends before it begins',
      [edition(ID, '2017-05-12', '2017-05-12')],
      `${ID}: inForceUntil must be a day after inForceFrom, 2017-05-12; it is 2017-05-12`,
    ],
    [
      'where they are of two policies',
      [OLD, { ...NEW, text: NEW.text.replace(`id: ${ID}`, 'id: luoyang') }],
      `${ID}@2020: id must be ${ID}, as in ${ID}; it is luoyang`,
    ],
  ])('%s', (_, packs, fault) => {
    expect(faultsOf(() => policyOfPacks(packs)).join('\n')).toContain(fault);
  });
});

describe('A pack outside the source tree', () => {
  it('is found beside those that come with the system', () => {
    cpSync(PACK, join(folder, 'luoyang'), { recursive: true });
    writeFileSync(join(folder, 'luoyang/policy.yaml'), text.replace(`id: ${ID}`, 'id: luoyang'));
    expect(faultsOf(() => loadPolicy('anyang', {}, folder))).toEqual([`known: ${ID}, luoyang`]);
    // Only these cases name the policy of Zhengzhou.
    rmSync(join(folder, 'luoyang/cases/decisions.yaml'));
    expect(findPacks('luoyang', folder).map(({ name }) => name)).toEqual(['luoyang']);
    rmSync(join(folder, 'luoyang'), { recursive: true });
  });

  it('is refused without worked cases, saying what is missing', () => {
    const path = join(folder, `${ID}@2020`);
    cpSync(PACK, path, { recursive: true });
    writeFileSync(join(path, 'policy.yaml'), text.replace('capYuan: 200000', 'capYuan: 150000'));
    expect(faultsOf(() => findPacks(ID, folder)).join('\n')).toContain(
      'entitles 150,000.00 yuan of 200,000.00, the case says 200,000.00 yuan',
    );
    for (const file of readdirSync(join(path, 'cases')))
      if (!/parties|article-(05|06|1)/.test(file)) rmSync(join(path, 'cases', file));
    rmSync(join(path, 'cases/article-15-ip-service.yaml'));
    rmSync(join(path, 'cases/article-17-sanctions.yaml'));
    expect(faultsOf(() => findPacks(ID, folder))).toEqual([
      `no case claims anything under ip-service: add one to ${join(path, 'cases')}`,
    ]);
    rmSync(join(path, 'cases'), { recursive: true });
    expect(faultsOf(() => findPacks(ID, folder))).toEqual([
      `${join(path, 'cases')} is missing: at least one worked case per provision, and parties.yaml`,
    ]);
  });
});

function faultsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof PolicyFault) return error.faults;
    throw error;
  }
  return [];
}
