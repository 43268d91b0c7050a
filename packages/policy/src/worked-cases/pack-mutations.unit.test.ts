import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { PackDocument, Readings } from '../pack-document.ts';
import type { Policy } from '../policy.ts';
import { policyOf } from '../policy-of-packs.ts';
import { readCases } from './case-file.ts';
import { differences } from './check-case.ts';
import { mutationsOf } from './pack-mutations.ts';

const POLICY = 'zhengzhou-2017-61';
const PACK_FILE = new URL(`../../packs/${POLICY}/policy.yaml`, import.meta.url);
const { cases, parties } = readCases(POLICY);
const lately = [...cases];
const pack: PackDocument = parse(readFileSync(PACK_FILE, 'utf8'));

describe('The worked cases, held against altered packs', () => {
  it('notice every alteration of the pack', () => {
    const survivors = mutationsOf(pack).filter((mutation) => !isNoticed(mutation.pack));
    expect(survivors.map(({ name }) => name)).toEqual([]);
  });

  it('say by name which yuan changed', () => {
    const provisions = pack.provisions.map((each) =>
      each.id === 'facilitation' ? { ...each, rate: 0.0324 } : each,
    );
    expect(noticed({ ...pack, provisions })).toContain(
      'Facilitation, 3% of 12,345.67 yuan: account 91410106MA4A000105/2019/facilitation (Bridge 2019 facilitation) entitles 400.00 yuan, the case says 370.37 yuan',
    );
  });
});

function isNoticed(altered: PackDocument): boolean {
  const policyUnder = policiesOf(altered);
  const place = lately.findIndex((each) => {
    try {
      return differences(each, parties, policyUnder).length > 0;
    } catch {
      // An alteration may also violate an assumption of the engine: that counts as noticed too.
      return true;
    }
  });
  // The same case mostly notices neighbouring alterations, so it runs first the next time.
  if (place > 0) lately.unshift(...lately.splice(place, 1));
  return place >= 0;
}

function noticed(altered: PackDocument): string[] {
  const policyUnder = policiesOf(altered);
  return cases.flatMap((each) => differences(each, parties, policyUnder));
}

function policiesOf(altered: PackDocument): (readings: Readings) => Policy {
  const policies = new Map<string, Policy>();
  return (readings) => {
    const key = JSON.stringify(readings);
    const policy = policies.get(key) ?? policyOf(altered, readings, '');
    policies.set(key, policy);
    return policy;
  };
}
