import { canonicalJson, sha256Hex } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { fillAccounts, isExact } from './account.ts';
import { decisionCheck } from './check-decision.ts';
import { loadPolicy } from './load-policy.ts';
import { provisionOf } from './policy.ts';
import { arithmetic, arithmeticZh } from './price.ts';
import { claimsOf } from './recompute.ts';
import { accountJson, claimJson, resultDigest } from './result-document.ts';
import { readCases } from './worked-cases/case-file.ts';
import { readNotedFact } from './worked-cases/fact-notation.ts';

const policy = loadPolicy('zhengzhou-2017-61');
const accounts = readCases('zhengzhou-2017-61').cases.map(({ facts }) => {
  const read = facts.map((each) =>
    readNotedFact(
      each,
      decisionCheck(() => policy),
    ),
  );
  return fillAccounts(
    policy,
    claimsOf(
      policy,
      read.flatMap((each) => ('fact' in each ? [each.fact] : [])),
    ),
  );
});

describe('An account', () => {
  it('is exact up to 2^53 − 1 fen and not beyond', () => {
    expect(isExact({ claimedFen: 9_007_199_254_740_991n })).toBe(true);
    expect(isExact({ claimedFen: 9_007_199_254_740_992n })).toBe(false);
  });

  it('is digested with all others as their canonical JSON', () => {
    for (const each of accounts) {
      const document = {
        accounts: each.map(accountJson),
        claims: each.flatMap(({ claims }) => claims.map(claimJson)),
      };
      expect(resultDigest(each)).toBe(sha256Hex(canonicalJson(document)));
    }
  });
});

describe('The arithmetic of a claim in words', () => {
  const lines = new Set(
    accounts
      .flat()
      .flatMap(({ claims }) =>
        claims.map(
          (claim) =>
            `${claim.provision}: ${arithmetic(claim, provisionOf(policy, claim.provision, claim.date).base)}`,
        ),
      ),
  );

  it.each([
    'import-technology: 1,234,567.89 (核定技术交易额 verified technology amount) × 0.2 = 246,913.58 yuan',
    'facilitation: 12,345.67 (合同交易额 contract amount) × 0.03 = 370.37 yuan',
    'commissioned-research: 123,456.75 (到位资金 amount received) × 0.3 = 37,037.03 yuan',
    'commissioned-research: 123,456.75 (到位资金 amount received) × (待定 not decided) = 0.00 … 61,728.38 yuan',
    'sharing-owner: 450.55 (实际缴纳费用（以计量费用为限） fee paid, at most the metered fee) × 0.1 = 45.06 yuan',
    'service-institution: 300,000.00 yuan (定额 fixed)',
  ])('%s', (line) => {
    expect([...lines]).toContain(line);
  });

  it.each([
    '1,234,567.89（核定技术交易额）× 0.2 = 246,913.58 元',
    '123,456.75（到位资金）× 待定比例 = 0.00 至 61,728.38 元',
    '300,000.00 元（定额）',
  ])('in Chinese: %s', (line) => {
    const all = accounts.flat().flatMap(({ claims }) => claims);
    const chinese = all.map((claim) =>
      arithmeticZh(claim, provisionOf(policy, claim.provision, claim.date).base),
    );
    expect(chinese).toContain(line);
    for (const one of chinese) expect(one).not.toMatch(/[a-z]/i);
  });
});
