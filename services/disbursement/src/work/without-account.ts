import { refuseForeignCursor } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { openOf } from '../ledger/domain/entry.ts';
import type { Collections, LedgerDocument } from '../unit-of-work/collections.ts';
import { WITHOUT_ACCOUNT } from '../unit-of-work/kinds.ts';
import { ledgerFrom } from '../unit-of-work/load-ledger-session.ts';
import { CURSORS } from '../wire/cursors.ts';
import { sumOfItems, type WorkItem, type WorkSource } from './work-item.ts';

/** USCCs with an open amount for which nothing is ordered because their entity has no confirmed account. */
export const withoutAccount: WorkSource = {
  async page(collections, after, limit, { needsPayee }) {
    refuseForeignCursor(after, CURSORS.withoutAccount);
    if (!needsPayee) return { items: [], next: '' };
    const read = await ledgersAfter(collections, after);
    const items = await itemsOf(collections, read.rows, limit);
    const last = items.length === limit ? items.at(-1) : undefined;
    if (last) return { items, next: `${last.entity}/${last.id}` };
    const end = read.rows.at(-1);
    return { items, next: read.isWhole || !end ? '' : `${end.entity}/${end._id}` };
  },
  async sum(collections, { needsPayee }) {
    if (!needsPayee) return sumOfItems([], false);
    const { rows, isWhole } = await ledgersAfter(collections, '');
    return sumOfItems(await itemsOf(collections, rows, rows.length), !isWhole);
  },
};

/** Many ledgers have nothing open any more, so a page reads a stretch of them and can be short. */
async function ledgersAfter(
  { ledgers }: Collections,
  after: string,
): Promise<{ rows: LedgerDocument[]; isWhole: boolean }> {
  const [entity = '', uscc = ''] = after.split('/');
  const later = { $or: [{ entity, _id: { $gt: uscc } }, { entity: { $gt: entity } }] };
  const most = LIMITS.ledgersReadAPage.most;
  const rows = await ledgers
    .find({ payee: null, 'payables.0': { $exists: true }, ...later }, { hint: WITHOUT_ACCOUNT })
    .sort({ entity: 1, _id: 1 })
    .limit(most + 1)
    .toArray();
  return { rows: rows.slice(0, most), isWhole: rows.length <= most };
}

async function itemsOf(
  collections: Collections,
  rows: readonly LedgerDocument[],
  limit: number,
): Promise<WorkItem[]> {
  const open = rows.flatMap(itemOf);
  const branches = open.filter(({ id, entity }) => id !== entity).map(({ entity }) => entity);
  const paid = await entitiesWithAccount(collections, [...new Set(branches)]);
  return open.filter(({ entity }) => !paid.has(entity)).slice(0, limit);
}

/** The account is stored in the ledger of the entity, not in those of its branches. */
async function entitiesWithAccount(
  { ledgers }: Collections,
  entities: readonly string[],
): Promise<ReadonlySet<string>> {
  if (entities.length === 0) return new Set();
  const found = ledgers.find(
    { _id: { $in: [...entities] }, payee: { $ne: null } },
    { projection: { _id: 1 } },
  );
  return new Set((await found.toArray()).map(({ _id }) => _id));
}

function itemOf(document: LedgerDocument): WorkItem[] {
  const { uscc, entity, name, payables } = ledgerFrom(document);
  const open = payables.filter((payable) => openOf(payable) > 0n);
  if (open.length === 0) return [];
  const since = Math.min(...open.map(({ standsSince }) => standsSince.getTime()));
  const amountFen = open.reduce((sum, payable) => sum + openOf(payable), 0n);
  return [{ id: uscc, entity, name, amountFen, since: new Date(since).toISOString(), why: '' }];
}
