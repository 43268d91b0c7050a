import { allPages } from './all-pages.ts';
import { accountsPage, type Explanation, explanation } from './answers.ts';
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

function accountPath({ entity, year, group }: AccountKey): string {
  return `/v1/accounts/${encodeURIComponent(entity)}/${year}/${encodeURIComponent(group)}`;
}
