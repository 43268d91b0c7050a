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
  readonly #hash = createHash('sha256').update('{"accounts":[');
  #accounts = 0;
  #claims = 0;

  addAccount(account: Account): void {
    assert(this.#claims === 0, 'accounts come before claims');
    this.#hash.update(`${this.#accounts === 0 ? '' : ','}${canonicalAccount(account)}`);
    this.#accounts += 1;
  }

  addClaim(claim: GrantedClaim): void {
    this.#hash.update(`${this.#claims === 0 ? OF_CLAIMS : ','}${canonicalClaim(claim)}`);
    this.#claims += 1;
  }

  hex(): string {
    return this.#hash.update(`${this.#claims === 0 ? OF_CLAIMS : ''}]}`).digest('hex');
  }
}

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

// Canonical JSON sorts the keys and writes integers and texts as JSON.stringify does. The keys are written sorted here,
// which is an order of magnitude cheaper than sorting those of a million claims.
function canonicalAccount(account: Account): string {
  const { capFen, claimedFen, entitledFen, entity, group, undecided, year } = accountJson(account);
  return JSON.stringify({ capFen, claimedFen, entitledFen, entity, group, undecided, year });
}

function canonicalClaim(claim: GrantedClaim): string {
  const json = claimJson(claim);
  const { baseFen, beneficiary, date, entity, group, provision, status, year } = json;
  const fact = { subject: json.fact.subject, type: json.fact.type };
  if ('lowestFen' in json) {
    const { lowestFen, highestFen } = json;
    return JSON.stringify({
      baseFen,
      beneficiary,
      date,
      entity,
      fact,
      group,
      highestFen,
      lowestFen,
      provision,
      status,
      year,
    });
  }
  const { amountFen, grantedFen, rate } = json;
  return JSON.stringify({
    amountFen,
    baseFen,
    beneficiary,
    date,
    entity,
    fact,
    grantedFen,
    group,
    provision,
    rate,
    status,
    year,
  });
}
