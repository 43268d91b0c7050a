import { readdirSync, readFileSync } from 'node:fs';
import { assert } from '@duixian/values';
import { parse } from 'yaml';
import type { Readings } from '../pack-document.ts';
import { factOfLine, type NotedFact } from './fact-notation.ts';
import { Parties } from './parties.ts';

type Texts = Readonly<Record<string, string>>;

/** The result that a case expects, under readings. */
export type Expected = {
  readonly readings: Readings;
  readonly claims: Texts;
  readonly accounts: Texts;
  /** For facts that make no claim: the conditions that are not met. */
  readonly unmet: Readonly<Record<string, readonly string[]>>;
  /** For facts that intake refuses: the reasons. */
  readonly refused: Texts;
};

export type WorkedCase = {
  readonly title: string;
  readonly zh: string;
  readonly article: number;
  readonly facts: readonly NotedFact[];
  readonly expected: readonly Expected[];
};

export type CaseFolder = { readonly parties: Parties; readonly cases: readonly WorkedCase[] };

type Written = Record<string, unknown>;

const PACKS = new URL('../../packs/', import.meta.url);
export const PARTIES_FILE = 'parties.yaml';
const HEAD = ['title', 'zh', 'article', 'facts'];
const OUTCOME = ['claims', 'accounts', 'unmet', 'refused'];
const READING = /^(R\d+) = ([a-z]+)( \(default\))?$/;

/** The worked cases beside a pack, in the order of their files. */
export function readCases(policyId: string): CaseFolder {
  return readCasesIn(new URL(`${policyId}/cases/`, PACKS), policyId);
}

/** The cases of a folder, whose decisions name this policy. */
export function readCasesIn(folder: URL, policyId: string): CaseFolder {
  const parties = new Parties(new URL(PARTIES_FILE, folder));
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== PARTIES_FILE);
  const cases = files.sort().flatMap((name) => {
    const written: Written[] = parse(readFileSync(new URL(name, folder), 'utf8'), { schema: 'failsafe' });
    return written.map((each) => caseOf(each, parties, policyId));
  });
  return { parties, cases };
}

function caseOf(written: Written, parties: Parties, policyId: string): WorkedCase {
  const { title, zh, article, facts } = written as {
    title: string;
    zh: string;
    article: string;
    facts: Texts;
  };
  assert(Boolean(title && zh && facts) && Number(article) > 0, `a case without its head: ${title}`);
  return {
    title,
    zh,
    article: Number(article),
    facts: Object.entries(facts).map(([key, text]) => factOfLine(key, text, parties, policyId)),
    expected: expectedOf(title, written),
  };
}

/** One outcome under the default readings, or one under each named value; `(default)` means that none is given. */
function expectedOf(title: string, written: Written): Expected[] {
  const readings = Object.keys(written).filter((key) => READING.test(key));
  const known = readings.length > 0 ? [...HEAD, ...readings] : [...HEAD, ...OUTCOME];
  const unknown = Object.keys(written).filter((key) => !known.includes(key));
  assert(unknown.length === 0, `${title}: unknown members: ${unknown.join(', ')}`);
  if (readings.length === 0) return [outcomeOf(title, {}, written)];
  return readings.map((key) => {
    const [, id = '', value = '', isDefault] = READING.exec(key) ?? [];
    return outcomeOf(title, isDefault ? {} : { [id]: value }, written[key] as Written);
  });
}

function outcomeOf(title: string, readings: Readings, written: Written): Expected {
  const { claims, accounts = {}, unmet = {}, refused = {} } = written;
  assert(claims !== undefined, `${title}: a case must have claims, or "claims: none"`);
  return {
    readings,
    claims: (claims === 'none' ? {} : claims) as Texts,
    accounts: accounts as Texts,
    unmet: Object.fromEntries(Object.entries(unmet as object).map(([key, list]) => [key, [list].flat()])),
    refused: refused as Texts,
  };
}
