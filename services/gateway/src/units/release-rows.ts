import type { waitingV1 } from '@duixian/proto';
import { type Logger, PeriodicTask } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import type { Keyring } from '../access/keyring.ts';
import { type ContentResult, recordByContent } from '../events/record-by-content.ts';
import type { Services } from '../services.ts';

const ASK_EVERY_MS = 1_000;
/** Where nothing was released, which is nearly always; nobody waits for seconds after two persons have named a unit. */
const AT_REST_MS = 4_000;

/**
 * Records what waited for a unit that two persons have named, by the same way in as everything else (adr 24). Whoever
 * ends before it has answered leaves the rows to the next: recorded twice they are duplicates.
 */
export function releasingRows(keyring: Keyring, services: Services, log: Logger): PeriodicTask {
  const failure = 'records whose units are known now could not be recorded; they are tried again';
  const options = { name: 'released-rows', everyMs: ASK_EVERY_MS, failure, log };
  return new PeriodicTask(options, async () => {
    const count = await releaseRows(keyring, services);
    if (count === 0) return AT_REST_MS;
    // There may be more.
    return count === LIMITS.rowsTaken.most ? 0 : ASK_EVERY_MS;
  });
}

/** Returns how many there were. */
export async function releaseRows(keyring: Keyring, services: Services): Promise<number> {
  const { rows } = await services.waiting.takeReleased({ limit: LIMITS.rowsTaken.most });
  if (rows.length === 0) return 0;
  const records = rows.map(({ source, type, subject, dataJson, arrivedAt }) => ({
    ...{ source, type, subject, data: JSON.parse(dataJson), arrivedAt: new Date(arrivedAt), hasWaited: true },
  }));
  const results = await recordByContent(records, { keyring, traceparent: '' }, services);
  await services.waiting.settleReleased({ rows: rows.map((row, index) => settled(row, results[index])) });
  return rows.length;
}

function settled(
  { source, type, subject, arrivedAt }: waitingV1.ReleasedRow,
  result: ContentResult | undefined,
): waitingV1.SettledRow {
  const { outcome, faults } = defined(result, 'every row is answered');
  return { source, type, subject, arrivedAt, state: STATE[outcome], faults: [...faults] };
}

const STATE = {
  recorded: 'ROW_STATE_RECORDED',
  duplicate: 'ROW_STATE_DUPLICATE',
  stale: 'ROW_STATE_STALE',
  'already-final': 'ROW_STATE_ALREADY_FINAL',
  refused: 'ROW_STATE_REFUSED',
} as const satisfies Record<ContentResult['outcome'], waitingV1.RowState>;
