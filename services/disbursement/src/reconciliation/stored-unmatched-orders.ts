import type { Session } from '@duixian/runtime';
import type { Run } from '../runs/domain/run.ts';
import { readRunLinesOf, runFrom } from '../runs/stored-runs.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { type KnownRun, partsOfRunOrder } from './domain/import-run-order.ts';

/** What is known here of orders that the treasury has. */
export interface KnownOfUnmatched {
  /** Ids of orders that exist here by now. */
  readonly here: ReadonlySet<string>;
  /** By id of the order, if its run is known. */
  readonly runs: readonly (KnownRun & { readonly orderId: string })[];
}

export async function readUnmatched(
  collections: Collections,
  ids: readonly string[],
  session: Session,
): Promise<KnownOfUnmatched> {
  const found = await collections.orders
    .find({ _id: { $in: [...ids] } }, { session, projection: { _id: 1 } })
    .toArray();
  const parts = ids.flatMap((orderId) => {
    const of = partsOfRunOrder(orderId);
    return of ? [{ orderId, ...of }] : [];
  });
  const names = [...new Set(parts.map(({ run }) => run))];
  const documents = await collections.runs.find({ _id: { $in: names } }, { session }).toArray();
  const runs = await Promise.all(documents.map((document) => linesOf(runFrom(document))));
  return { here: new Set(found.map(({ _id }) => _id)), runs: runs.flat() };

  async function linesOf(run: Run) {
    const own = parts.filter((one) => one.run === run.id);
    const usccs = own.map(({ uscc }) => uscc);
    const lines = new Map(
      (await readRunLinesOf(collections, run, usccs, session)).map((line) => [line.entity, line]),
    );
    return own.map(({ orderId, uscc }) => ({ orderId, run, line: lines.get(uscc) }));
  }
}
