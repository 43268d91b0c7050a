import type { WaitingRow } from '../domain/waiting-row.ts';
import type { Collections, RowFault } from './collections.ts';
import { rowId } from './waiting-store.ts';

export type Settled = Pick<WaitingRow, 'source' | 'type' | 'subject' | 'arrivedAt' | 'state'> & {
  readonly faults: RowFault[];
};

/** What registers answered; the data goes, and the outcome stays for a while. A row that was replaced meanwhile stays. */
export async function settleRows(
  { waitingRows, clock }: Pick<Collections, 'waitingRows' | 'clock'>,
  settled: readonly Settled[],
): Promise<void> {
  const settledAt = clock.now();
  const writes = settled.map((row) => ({
    updateOne: {
      filter: { _id: rowId(row), state: 'released' as const, arrivedAt: row.arrivedAt },
      update: { $set: { state: row.state, faults: row.faults, settledAt, dataJson: '', bytes: 0 } },
    },
  }));
  if (writes.length > 0) await waitingRows.bulkWrite(writes);
}
