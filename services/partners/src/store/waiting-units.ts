import type { Party } from '@duixian/facts';
import { suggestedParties } from '@duixian/formats/unit-suggestions';
import { nextAfter, pageOf, refuseForeignCursor } from '@duixian/runtime';
import type { Collections } from './collections.ts';
import { entryOf } from './read-units.ts';

export type WaitingUnit = {
  readonly source: string;
  readonly unit: string;
  readonly rows: number;
  readonly since: Date;
  readonly suggestions: readonly Party[];
};

type Grouped = { _id: string; source: string; unit: string; rows: number; since: Date };

/** The units for which rows wait, with parties of nearly their name. */
export async function waitingUnits(
  { waitingRows, units }: Collections,
  { after, limit, source }: { after: string; limit: number; source: string },
): Promise<{ units: WaitingUnit[]; next: string }> {
  refuseForeignCursor(after, /^[^\p{Cc}]{1,1000}$/u);
  const found = waitingRows.aggregate<Grouped>([
    { $match: { state: 'waiting', ...(source && { source }) } },
    { $unwind: '$waitsFor' },
    {
      $group: {
        _id: { $concat: ['$source', ' ', '$waitsFor.unit'] },
        source: { $first: '$source' },
        unit: { $first: '$waitsFor.unit' },
        rows: { $sum: 1 },
        since: { $min: '$arrivedAt' },
      },
    },
    { $match: { _id: { $gt: after } } },
    { $sort: { _id: 1 } },
  ]);
  const page = await pageOf(found, limit);
  const known =
    page.rows.length === 0
      ? []
      : await units.find({}, { projection: { source: 1, unit: 1, party: 1 } }).toArray();
  const byName = (unit: string, own: string) => {
    // What the same source means by a name comes first.
    const [ofSource, others] = [
      known.filter(({ source: of }) => of === own),
      known.filter(({ source: of }) => of !== own),
    ];
    return suggestedParties(unit, [...ofSource, ...others].map(entryOf));
  };
  return {
    units: page.rows.map(({ _id, ...one }) => ({ ...one, suggestions: byName(one.unit, one.source) })),
    next: nextAfter(page, ({ _id }) => _id),
  };
}
