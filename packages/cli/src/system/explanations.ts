import { allPages } from './all-pages.ts';
import { type Explanation, exactSum, type NoClaim } from './answers.ts';
import type { SystemClient } from './system-client.ts';

const EXPLANATION = '/v1/accounts/{entity}/{year}/{group}';

type AccountKey = { readonly entity: string; readonly year: number; readonly group: string };

/** Undefined where the account does not exist any more: a correction may have removed its last claim. */
export function explanationOf(client: SystemClient, account: AccountKey): Promise<Explanation | undefined> {
  return client.find(EXPLANATION, { path: parts(account) });
}

/** Every account of an entity, for one year or for all, with its claims and reasons. */
export async function explanationsOf(
  client: SystemClient,
  entity: string,
  year?: string,
): Promise<Explanation[]> {
  const accounts: AccountKey[] = [];
  const query = { entity, ...(year !== undefined && { year: Number(year) }) };
  for await (const page of allPages(client, '/v1/accounts', { query })) accounts.push(...page.accounts);
  return Promise.all(accounts.map((account) => client.get(EXPLANATION, { path: parts(account) })));
}

/** What made no claim, for an entity and year or for one fact, even without an account. */
export async function noClaimsOf(
  client: SystemClient,
  of:
    | { readonly entity: string; readonly year: number }
    | { readonly type: string; readonly subject: string },
): Promise<NoClaim[]> {
  const noClaims: NoClaim[] = [];
  for await (const page of allPages(client, '/v1/no-claims', { query: of })) noClaims.push(...page.noClaims);
  return noClaims;
}

/**
 * Outstanding amounts, positive or negative, of the accounts of a year; for whole entities, whichever USCC was paid.
 */
export async function openAccounts(
  client: SystemClient,
  entity: string,
  year: number,
): Promise<OpenAccount[]> {
  const sums = new Map<string, OpenAccount>();
  for await (const { payables } of allPages(client, '/v1/payables', { query: { entity } }))
    for (const { group, openFen, paidFen, holds, ...payable } of payables) {
      if (payable.year !== year) continue;
      const sum = sums.get(group) ?? { year, group, openFen: 0n, paidFen: 0n, holds: [] };
      sums.set(group, {
        ...sum,
        openFen: exactSum(sum.openFen, openFen),
        paidFen: exactSum(sum.paidFen, paidFen),
        holds: [...new Set([...sum.holds, ...holds])],
      });
    }
  return [...sums.values()].filter(({ openFen }) => openFen !== 0n);
}

export type OpenAccount = {
  readonly year: number;
  readonly group: string;
  /** Negative: overpaid. Null: beyond exact figures. */
  readonly openFen: bigint | null;
  readonly paidFen: bigint | null;
  /** Why nothing of it is ordered. */
  readonly holds: readonly string[];
};

/** The parameters of its path. */
function parts({ entity, year, group }: AccountKey): AccountKey {
  return { entity, year, group };
}
