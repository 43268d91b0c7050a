import { allPages } from './all-pages.ts';
import { accountsPage, type Explanation, explanation, type NoClaim, noClaimsPage } from './answers.ts';
import { openPage } from './money-answers.ts';
import type { SystemClient } from './system-client.ts';

type AccountKey = { readonly entity: string; readonly year: number; readonly group: string };

/** Undefined where the account is no more: a correction may have taken its last claim. */
export function explanationOf(client: SystemClient, account: AccountKey): Promise<Explanation | undefined> {
  return client.find(accountPath(account), explanation);
}

/** Every account of an entity, of one year or of all, with its claims and reasons. */
export async function explanationsOf(
  client: SystemClient,
  entity: string,
  year?: string,
): Promise<Explanation[]> {
  const ofYear = year === undefined ? '' : `&year=${year}`;
  const accounts: AccountKey[] = [];
  const path = `/v1/accounts?entity=${encodeURIComponent(entity)}${ofYear}`;
  for await (const page of allPages(client, path, accountsPage)) accounts.push(...page.accounts);
  return Promise.all(accounts.map((account) => client.get(accountPath(account), explanation)));
}

/** What made no claim, of an entity and year or of one fact: also where there is no account. */
export async function noClaimsOf(
  client: SystemClient,
  of:
    | { readonly entity: string; readonly year: string }
    | { readonly type: string; readonly subject: string },
): Promise<NoClaim[]> {
  const noClaims: NoClaim[] = [];
  const path = `/v1/no-claims?${new URLSearchParams({ ...of })}`;
  for await (const page of allPages(client, path, noClaimsPage)) noClaims.push(...page.noClaims);
  return noClaims;
}

/** Of which accounts of a year an entity must give back how much; whole entities, whichever USCC was paid. */
export async function toGiveBack(client: SystemClient, entity: string, year: number): Promise<GiveBack[]> {
  const sums = new Map<string, GiveBack>();
  for await (const { payables } of allPages(client, `/v1/payables?entity=${entity}`, openPage))
    for (const { group, openFen, paidFen, ...payable } of payables) {
      if (payable.year !== year) continue;
      const sum = sums.get(group) ?? { group, openFen: 0n, paidFen: 0n };
      sums.set(group, { group, openFen: sum.openFen + openFen, paidFen: sum.paidFen + paidFen });
    }
  return [...sums.values()].filter(({ openFen }) => openFen < 0n);
}

export type GiveBack = { readonly group: string; readonly openFen: bigint; readonly paidFen: bigint };

function accountPath({ entity, year, group }: AccountKey): string {
  return `/v1/accounts/${encodeURIComponent(entity)}/${year}/${encodeURIComponent(group)}`;
}
