import type { Fact } from '@duixian/facts';
import { type FilledAccount, fillAccounts } from '../account.ts';
import { AllFactsContext } from '../all-facts-context.ts';
import { findings } from '../assess.ts';
import { decisionCheck } from '../check-decision.ts';
import { conditionWords } from '../condition-words.ts';
import type { Readings } from '../pack-document.ts';
import type { Policy } from '../policy.ts';
import { claimsOf } from '../recompute.ts';
import type { Expected, WorkedCase } from './case-file.ts';
import { readNotedFact } from './fact-notation.ts';
import type { Parties } from './parties.ts';
import { accountKey, accountText, claimKey, claimText } from './result-notation.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * Runs a case as `replay` would, under each reading that it names, and describes each difference from the expected
 * result in a sentence; empty where there is none.
 */
export function differences(
  { title, facts, expected }: WorkedCase,
  parties: Parties,
  policyUnder: (readings: Readings) => Policy,
): string[] {
  return expected.flatMap((wanted) => {
    const policy = policyUnder(wanted.readings);
    const name = [title, ...Object.entries(wanted.readings).map(([id, value]) => `${id} = ${value}`)].join(
      ', ',
    );
    return outcomeDifferences(policy, facts, wanted, parties).map((sentence) => `${name}: ${sentence}`);
  });
}

function outcomeDifferences(
  policy: Policy,
  noted: WorkedCase['facts'],
  wanted: Expected,
  parties: Parties,
): string[] {
  const facts: Fact[] = [];
  const refused: Record<string, string> = {};
  for (const each of noted) {
    const read = readNotedFact(
      each,
      decisionCheck(() => policy),
    );
    if ('fact' in read) facts.push(read.fact);
    else refused[each.name] = read.refusal;
  }
  const accounts = fillAccounts(policy, claimsOf(policy, facts));
  const accountsFound = accountTexts(accounts, parties);
  const claimsFound = claimTexts(accounts, parties);
  return [
    ...compare(accountsFound, wanted.accounts, (key, is, expected) =>
      accountSentence(accounts, parties, key, is, expected),
    ),
    ...compare(claimsFound, wanted.claims, (key, is, expected) => {
      if (is === undefined) return `${key} makes no claim, the case says ${expected}`;
      return `${key} claims ${is}, the case says ${expected ?? 'nothing'}`;
    }),
    ...orderDifference('accounts', accountsFound, wanted.accounts),
    ...orderDifference('claims', claimsFound, wanted.claims),
    ...compare(
      refused,
      wanted.refused,
      (key, is, expected) =>
        `${key} is refused for ${is ?? 'nothing'}, the case says ${expected ?? 'nothing'}`,
    ),
    ...compare(
      reasons(policy, facts, wanted),
      joined(wanted.unmet),
      (key, is, expected) => `${key} fails for ${is || 'nothing'}, the case says ${expected}`,
    ),
  ];
}

function accountTexts(accounts: readonly FilledAccount[], parties: Parties): Texts {
  return Object.fromEntries(accounts.map((account) => [accountKey(account, parties), accountText(account)]));
}

function claimTexts(accounts: readonly FilledAccount[], parties: Parties): Texts {
  return Object.fromEntries(
    accounts.flatMap(({ claims }) => claims.map((claim) => [claimKey(claim), claimText(claim, parties)])),
  );
}

function accountSentence(
  accounts: readonly FilledAccount[],
  parties: Parties,
  key: string,
  is: string | undefined,
  expected: string | undefined,
): string {
  const account = accounts.find((each) => accountKey(each, parties) === key);
  const name = account ? `${account.entity}/${account.year}/${account.group} (${key})` : key;
  if (is === undefined) return `account ${name} does not exist, the case says ${yuan(expected)}`;
  return `account ${name} entitles ${yuan(is)}, the case says ${yuan(expected)}`;
}

/** "1,000,000.00 of 1,200,000.00; 1 undecided" → "1,000,000.00 yuan of 1,200,000.00; 1 undecided". */
function yuan(text: string | undefined): string {
  return text?.replace(/^[\d,.]+/, '$& yuan') ?? 'nothing';
}

/** For each provision and fact of `unmet`, the conditions that do not hold. */
function reasons(policy: Policy, facts: readonly Fact[], { unmet }: Expected): Texts {
  const found: Record<string, string> = {};
  if (Object.keys(unmet).length === 0) return found;
  const context = new AllFactsContext(facts);
  for (const fact of facts) {
    for (const { provision, edition, failed } of findings(policy, fact, context)) {
      const key = claimKey({ provision: provision.id, fact });
      if (unmet[key]) found[key] = failed.map((use) => conditionWords(use, edition).en).join('; ');
    }
  }
  return found;
}

function joined(unmet: Expected['unmet']): Texts {
  return Object.fromEntries(Object.entries(unmet).map(([key, list]) => [key, list.join('; ')]));
}

type Sentence = (key: string, is: string | undefined, expected: string | undefined) => string;

function compare(is: Texts, expected: Texts, sentence: Sentence): string[] {
  const keys = new Set([...Object.keys(is), ...Object.keys(expected)]);
  return [...keys]
    .filter((key) => is[key] !== expected[key])
    .map((key) => sentence(key, is[key], expected[key]));
}

/** Accounts by entity, year and group, and their claims by date, provision and fact: the order is part of the result. */
function orderDifference(what: string, is: Texts, expected: Texts): string[] {
  const [found, wanted] = [Object.keys(is).join(', '), Object.keys(expected).join(', ')];
  const isSameSet =
    Object.keys(is).length === Object.keys(expected).length &&
    Object.keys(is).every((key) => key in expected);
  return isSameSet && found !== wanted
    ? [`the ${what} are in the order ${found}, the case says ${wanted}`]
    : [];
}
