import { nextAfter, pageOf, refuseForeignCursor } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { sumOf } from '../orders/domain/order.ts';
import type { RunLine } from '../runs/domain/run-line.ts';
import type { Collections, RunDocument } from '../unit-of-work/collections.ts';
import { OBJECTED, WITH_OBJECTIONS } from '../unit-of-work/kinds.ts';
import { CURSORS } from '../wire/cursors.ts';
import { sumOfItems, type WorkItem, type WorkSource } from './work-item.ts';

/** Undecided objections, run by run: a payment run cannot be approved before they are decided. */
export const undecidedObjections: WorkSource = {
  async page(collections, after, limit) {
    refuseForeignCursor(after, CURSORS.objections);
    const page = await pageOf(itemsAfter(collections, after), limit);
    return { items: page.rows, next: nextAfter(page, ({ id }) => id) };
  },
  async sum(collections) {
    const items: WorkItem[] = [];
    for await (const item of itemsAfter(collections, '')) {
      if (items.length === LIMITS.workCounted.most) return sumOfItems(items, true);
      items.push(item);
    }
    return sumOfItems(items, false);
  },
};

async function* itemsAfter(collections: Collections, after: string): AsyncGenerator<WorkItem> {
  const [run = '', entity = ''] = after.split('/');
  const runs = collections.runs
    .find(
      { 'sums.undecidedObjections': { $gt: 0 }, _id: { $gte: run }, state: { $ne: 'cancelled' } },
      { hint: WITH_OBJECTIONS },
    )
    .sort({ _id: 1 });
  for await (const one of runs) yield* linesOf(collections, one, one._id === run ? entity : '');
}

async function* linesOf(
  { runLines }: Collections,
  { _id: run }: RunDocument,
  after: string,
): AsyncGenerator<WorkItem> {
  const found = runLines
    .find(
      {
        'objections.outcome.at': null,
        'objections.0': { $exists: true },
        _id: { $gt: `${run}/${after}`, $lt: `${run}0` },
      },
      { hint: OBJECTED },
    )
    .sort({ _id: 1 });
  for await (const { _id, ...line } of found) yield* itemOf(_id, line);
}

function itemOf(id: string, { entity, name, published, objections }: RunLine): WorkItem[] {
  const open = objections.find(({ outcome }) => outcome === null);
  if (!open) return [];
  return [{ id, entity, name, amountFen: sumOf(published), since: open.at.toISOString(), why: open.reason }];
}
