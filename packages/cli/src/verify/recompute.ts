import {
  AccountSums,
  accountLine,
  claimLine,
  dueLine,
  PassingFacts,
  type Policy,
  SetHash,
} from '@duixian/policy';
import type { SystemClient } from '../system/system-client.ts';
import { storedFacts } from './stored-facts.ts';

/** What the facts give, as far as it can be compared without keeping all claims. */
export type Recomputed = {
  readonly facts: number;
  readonly accounts: number;
  readonly claims: number;
  readonly circles: readonly (readonly string[])[];
  readonly of: { readonly accounts: string; readonly claims: string; readonly payables: string };
};

/** Computed while the registers' facts arrive. */
export async function recompute(policy: Policy, client: SystemClient): Promise<Recomputed> {
  const sums = new AccountSums(policy);
  const ofClaims = new SetHash();
  let claims = 0;
  const facts = new PassingFacts(policy, (claim) => {
    claims += 1;
    ofClaims.add(claimLine(claim));
    sums.add(claim);
  });
  for await (const some of storedFacts(client)) for (const fact of some) facts.take(fact);
  const circles = facts.end().circles();
  const { accounts, ofAccounts, ofPayables } = setHashesOf(sums);
  const of = { accounts: ofAccounts, claims: `${ofClaims}`, payables: ofPayables };
  return { facts: facts.count, accounts, claims, circles, of };
}

function setHashesOf(sums: AccountSums) {
  const ofAccounts = new SetHash();
  const ofPayables = new SetHash();
  let accounts = 0;
  for (const account of sums.accounts()) {
    accounts += 1;
    ofAccounts.add(accountLine(account));
    if (account.entitledFen !== 0n) ofPayables.add(dueLine(account));
  }
  return { accounts, ofAccounts: `${ofAccounts}`, ofPayables: `${ofPayables}` };
}
