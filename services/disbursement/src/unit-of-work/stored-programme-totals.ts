import type { Session } from '@duixian/runtime';
import { budgetId } from '../budgets/domain/budget.ts';
import {
  NO_TOTALS,
  type ProgrammeTotals,
  programmeIdOf,
  type TotalsByProgramme,
} from '../budgets/domain/programme-totals.ts';
import type { Order } from '../orders/domain/order.ts';
import type { Programme } from '../programmes/domain/programme.ts';
import type { Collections } from './collections.ts';

/**
 * Totals are kept in parts that are added up on request. What new orders add is beside the counter from which
 * they take their positions, in a document that is written anyway. What changes of orders add is in one of
 * these documents, chosen at random, so that processes that record statuses at the same time seldom conflict.
 */
const PARTS = 16;

type Increments = Record<`totals.${string}`, bigint>;

/** For `$inc`: exact, because all are 64-bit integers. */
export function incrementsOf(moved: TotalsByProgramme): Increments {
  const increments: Increments = {};
  for (const [key, totals] of moved)
    for (const [what, fen] of Object.entries(totals) as [string, bigint][])
      if (fen !== 0n) increments[`totals.${key}.${what}`] = fen;
  return increments;
}

export async function saveMovedTotals(
  { totals }: Collections,
  moved: TotalsByProgramme,
  session: Session,
): Promise<void> {
  if (moved.size === 0) return;
  const _id = Math.floor(Math.random() * PARTS);
  await totals.updateOne({ _id }, { $inc: incrementsOf(moved) }, { session, upsert: true });
}

/**
 * The totals of the requested programmes, in the same order: constant cost, however many orders there are.
 */
export async function readTotals(
  { sequences, totals }: Collections,
  ids: readonly string[],
  session?: Session,
): Promise<ProgrammeTotals[]> {
  const within = session ? { session } : {};
  const counting = sequences.findOne({ _id: 'orders' }, { projection: { totals: 1 }, ...within });
  // A transaction takes one statement after the other.
  if (session) await counting;
  const [counter, parts] = await Promise.all([counting, totals.find({}, within).toArray()]);
  return ids.map((id) =>
    [counter, ...parts].reduce((sum, part) => {
      const own = part?.totals?.[id];
      return {
        orderedFen: sum.orderedFen + (own?.orderedFen ?? 0n),
        paidFen: sum.paidFen + (own?.paidFen ?? 0n),
        returnedFen: sum.returnedFen + (own?.returnedFen ?? 0n),
      };
    }, NO_TOTALS),
  );
}

/** Runs once for a database of a version that kept no totals: all orders are scanned. */
export async function startTotals(collections: Collections, programmes: readonly Programme[]): Promise<void> {
  const { sequences, orders } = collections;
  if ((await sequences.countDocuments({ _id: 'orders', totals: { $exists: true } })) > 0) return;
  const sumIf = (condition: object) => ({ $sum: { $cond: [condition, '$amountFen', 0] } });
  const keys = ['fiscalYear', 'programmeId', 'budget', 'programme', 'group'] as const;
  const rows = await orders
    .aggregate<{ _id: Pick<Order, (typeof keys)[number]> } & Record<keyof ProgrammeTotals, bigint | number>>([
      {
        $group: {
          _id: Object.fromEntries(keys.map((key) => [key, `$${key}`])),
          orderedFen: sumIf({ $eq: ['$release', null] }),
          paidFen: sumIf({ $eq: ['$state', 'paid'] }),
          returnedFen: sumIf({ $eq: ['$state', 'returned'] }),
        },
      },
    ])
    .toArray();
  const totals: Record<string, ProgrammeTotals> = {};
  for (const { _id, orderedFen, paidFen, returnedFen } of rows) {
    const id = budgetId(_id.fiscalYear, programmeIdOf(_id, programmes));
    const sum = totals[id] ?? NO_TOTALS;
    totals[id] = {
      orderedFen: sum.orderedFen + BigInt(orderedFen),
      paidFen: sum.paidFen + BigInt(paidFen),
      returnedFen: sum.returnedFen + BigInt(returnedFen),
    };
  }
  await sequences.updateOne({ _id: 'orders', totals: { $exists: false } }, { $set: { totals } });
}
