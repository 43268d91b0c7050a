import type { Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { nextAfter, readPage, refuseForeignCursor } from '@duixian/runtime';
import type { Collections } from '../store/collections.ts';
import { entityOf } from '../store/entity-of.ts';
import { accountMessages } from './account-message.ts';

/** "USCC/year/group". */
const CURSOR = /^[0-9A-Za-z-]{1,64}\/-?\d{1,9}\/[^\p{Cc}]{1,64}$/u;

/** In the order of entity, year and group. */
export async function listAccounts(
  policy: Policy,
  collections: Collections,
  { entity: uscc, year, group, after, limit }: awardsV1.ListAccountsRequest,
): Promise<awardsV1.ListAccountsResponse> {
  refuseForeignCursor(after, CURSOR);
  const entity = uscc ? (await entityOf(collections, uscc)).entity : '';
  const found = collections.accounts
    .find({
      claims: { $gt: 0 },
      _id: { $gt: after, ...(entity && { $gte: `${entity}/`, $lt: `${entity}0` }) },
      ...(year && { year }),
      ...(group && { group }),
    })
    .sort({ _id: 1 });
  const page = await readPage(found, limit);
  const accounts = await accountMessages(policy, collections, page.rows);
  return { accounts, next: nextAfter(page, ({ _id }) => _id) };
}
