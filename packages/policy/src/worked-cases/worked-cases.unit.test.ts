import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { policyOf } from '../policy-of-packs.ts';
import { readCases } from './case-file.ts';
import { differences } from './check-case.ts';

const POLICY = 'zhengzhou-2017-61';
const { cases, parties } = readCases(POLICY);
const pack = parse(readFileSync(new URL(`../../packs/${POLICY}/policy.yaml`, import.meta.url), 'utf8'));

describe('The worked cases of Zhengzhou', () => {
  it.each(cases.map((each) => [each.title, each] as const))('%s', (_, each) => {
    expect(differences(each, parties, (readings) => policyOf(pack, readings, ''))).toEqual([]);
  });

  it('have each a title of their own', () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });
});
