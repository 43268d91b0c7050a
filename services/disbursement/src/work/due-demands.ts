import { refuseForeignCursor } from '@duixian/runtime';
import { LIMITS, shanghaiTime } from '@duixian/values';
import { recoveryMessages } from '../recoveries/recovery-message.ts';
import { recoveryFrom } from '../recoveries/stored-recoveries.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { DUE } from '../unit-of-work/kinds.ts';
import { CURSORS } from '../wire/cursors.ts';
import type { WorkItem, WorkSource } from './work-item.ts';

/** A demand is on the list from two weeks before its last day until it is settled. */
const DAYS_AHEAD = 14;
const DAY_MS = 24 * 3_600_000;

/** Demands whose last day is past or near, the earliest first. */
export const dueDemands: WorkSource = {
  async page(collections, after, limit) {
    refuseForeignCursor(after, CURSORS.dueDemands);
    const [dueOn = '', id = ''] = after.split('/');
    const until = lastDay(collections);
    const found = await collections.recoveries
      .find(
        {
          state: 'demanded',
          dueOn: { $lte: until },
          $or: [{ dueOn, _id: { $gt: id } }, { dueOn: { $gt: dueOn } }],
        },
        { hint: DUE },
      )
      .sort({ dueOn: 1, _id: 1 })
      .limit(limit + 1)
      .toArray();
    const items = await itemsOf(collections, found.slice(0, limit));
    const last = found.length > limit ? found[limit - 1] : undefined;
    return { items, next: last ? `${last.dueOn}/${last._id}` : '' };
  },
  /** Some of the counted demands were settled by netting since: only the ledger shows which, page by page. */
  async sum(collections, terms) {
    const most = LIMITS.workCounted.most;
    const filter = { state: 'demanded' as const, dueOn: { $lte: lastDay(collections) } };
    const count = await collections.recoveries.countDocuments(filter, { hint: DUE, limit: most + 1 });
    const { items } = await dueDemands.page(collections, '', 1, terms);
    return { count: Math.min(count, most), isAtLeast: count > most, oldest: items[0] };
  },
};

function lastDay({ clock }: Collections): string {
  return shanghaiTime(new Date(clock.now().getTime() + DAYS_AHEAD * DAY_MS)).slice(0, 10);
}

async function itemsOf(
  collections: Collections,
  found: readonly Parameters<typeof recoveryFrom>[0][],
): Promise<WorkItem[]> {
  const messages = await recoveryMessages(collections, found.map(recoveryFrom));
  return messages.map(({ id, entity, name, outstandingFen, dueOn, reason }) => ({
    id,
    entity,
    name,
    amountFen: outstandingFen,
    since: dueOn,
    why: reason,
  }));
}
