import { createHash } from 'node:crypto';
import { assert, defined, formatRate } from '@duixian/values';
import type { Account, FilledAccount, GrantedClaim } from './account.ts';

/** The digest of a result whose accounts are sorted and exact. */
export function resultDigest(accounts: Iterable<FilledAccount>): string {
  const digest = new ResultDigest();
  for (const account of accounts) digest.addAccount(account);
  for (const { claims } of accounts) for (const claim of claims) digest.addClaim(claim);
  return digest.hex();
}

/**
 * The digest of a result (facts.md §5): SHA-256 over the canonical JSON (RFC 8785) of its accounts and claims. It is
 * built piece by piece, because the text of a million claims does not fit into one string: first all accounts, then all
 * claims, each in the order of the document.
 */
export class ResultDigest {
  readonly #hash = createHash('sha256');
  /** What is not hashed yet: each call of the hash costs as much as a kilobyte. */
  #text = '{"accounts":[';
  #accounts = 0;
  #claims = 0;

  addAccount(account: Account): void {
    assert(this.#claims === 0, 'accounts come before claims');
    this.#take(`${this.#accounts === 0 ? '' : ','}${canonicalAccount(account)}`);
    this.#accounts += 1;
  }

  addClaim(claim: GrantedClaim): void {
    this.#take(`${this.#claims === 0 ? OF_CLAIMS : ','}${canonicalClaim(claim)}`);
    this.#claims += 1;
  }

  hex(): string {
    return this.#hash.update(`${this.#text}${this.#claims === 0 ? OF_CLAIMS : ''}]}`).digest('hex');
  }

  #take(text: string): void {
    this.#text += text;
    if (this.#text.length < HASHED_TOGETHER) return;
    this.#hash.update(this.#text);
    this.#text = '';
  }
}

const HASHED_TOGETHER = 65_536;

const OF_CLAIMS = '],"claims":[';

/** An account as the document shows it, its keys in the document's order. */
export function accountJson(account: Account) {
  const { entity, year, group, undecided } = account;
  return {
    entity,
    year,
    group,
    capFen: account.capFen === null ? null : Number(account.capFen),
    claimedFen: Number(account.claimedFen),
    entitledFen: Number(account.entitledFen),
    undecided,
  };
}

/** A claim as the document shows it, its keys in the document's order. */
export function claimJson(claim: GrantedClaim) {
  const { entity, year, group, date, provision, beneficiary, status } = claim;
  const fact = { type: claim.fact.type, subject: claim.fact.subject };
  const baseFen = claim.baseFen === null ? null : Number(claim.baseFen);
  const head = { entity, year, group, date, provision, fact, beneficiary, status, baseFen };
  if (claim.status === 'undecided')
    return { ...head, lowestFen: Number(claim.lowestFen), highestFen: Number(claim.highestFen) };
  return {
    ...head,
    rate: claim.rateMillionths === null ? null : formatRate(claim.rateMillionths),
    amountFen: Number(claim.amountFen),
    grantedFen: Number(defined(claim.grantedFen, 'what a decided claim is granted was computed')),
  };
}

// Canonical JSON sorts the keys and writes integers and texts as JSON.stringify does. Texts are concatenated by hand, at a
// third of its cost. Only a subject is free text: the form of all others excludes what JSON escapes.
function canonicalAccount(account: Account): string {
  const { capFen, claimedFen, entitledFen, entity, group, undecided, year } = account;
  return `{"capFen":${capFen},"claimedFen":${claimedFen},"entitledFen":${entitledFen},"entity":"${entity}","group":"${group}","undecided":${undecided},"year":${year}}`;
}

function canonicalClaim(claim: GrantedClaim): string {
  const { baseFen, beneficiary, date, entity, fact, group, provision, status, year } = claim;
  const of = `"baseFen":${baseFen},"beneficiary":"${beneficiary}","date":"${date}","entity":"${entity}","fact":{"subject":${JSON.stringify(fact.subject)},"type":"${fact.type}"}`;
  const end = `"status":"${status}","year":${year}}`;
  if (claim.status === 'undecided')
    return `{${of},"group":"${group}","highestFen":${claim.highestFen},"lowestFen":${claim.lowestFen},"provision":"${provision}",${end}`;
  const grantedFen = defined(claim.grantedFen, 'what a decided claim is granted was computed');
  const rate = claim.rateMillionths === null ? null : `"${formatRate(claim.rateMillionths)}"`;
  return `{"amountFen":${claim.amountFen},${of},"grantedFen":${grantedFen},"group":"${group}","provision":"${provision}","rate":${rate},${end}`;
}
