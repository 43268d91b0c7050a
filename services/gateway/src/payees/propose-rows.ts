import type * as api from '@duixian/api';
import type { ReadTable } from '@duixian/documents/reading';
import { problemOfError } from '../http/problem-of-error.ts';
import type { Services } from '../services.ts';

type Row = ReadTable['rows'][number];
type RowResult = {
  readonly line: number;
  readonly entity: string;
  readonly outcome: (typeof api.ROW_OUTCOMES)[number];
  readonly reason: string | null;
};

/** Enough to keep disbursement busy, with room for other requests. */
const AT_ONCE = 8;
const REFUSALS = ['bad-request', 'not-found', 'conflict'];

/**
 * Proposes the account of each row in the name of the person who sent the table. Results are in the order of the rows.
 * Throws where the service does not answer: rows that were proposed by then are unchanged when the table is sent again.
 */
export async function proposeRows(
  { disbursement }: Pick<Services, 'disbursement'>,
  rows: readonly Row[],
  by: string,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const left = rows.entries();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;

  async function work(): Promise<void> {
    // All workers share one iterator.
    for (const [index, row] of left) results[index] = await propose(disbursement, row, by);
  }
}

async function propose(disbursement: Services['disbursement'], row: Row, by: string): Promise<RowResult> {
  const { line, entity, document, ...account } = row;
  try {
    const act = { $case: 'propose', value: account } as const;
    const { isNew } = await disbursement.changePayee({
      ...{ entity, by, because: document, act, sharedBecause: '' },
    });
    return { line, entity, outcome: isNew ? 'proposed' : 'unchanged', reason: null };
  } catch (error) {
    const { kind, message } = problemOfError(error);
    if (!REFUSALS.includes(kind)) throw error;
    return { line, entity, outcome: 'refused', reason: message };
  }
}
