import { meteringV1 } from '@duixian/proto';
import { type GrpcService, pageLimit, refuseForeignCursor, unary } from '@duixian/runtime';
import { fitsInt64, MAX_INT64 } from '@duixian/values';
import { decimalOf } from '../domain/usage-total.ts';
import { readTotal, type TotalDocument, type Totals } from '../store/total-store.ts';

/** Totals of use in the order of their keys, by page (proto/duixian/metering/v1). */
export function meteringService(totals: Totals): GrpcService {
  const implementation: meteringV1.MeteringServiceServer = {
    listUsageTotals: unary((request) => listUsageTotals(totals, request)),
  };
  return { definition: meteringV1.MeteringServiceService, implementation };
}

async function listUsageTotals(
  totals: Totals,
  { instrumentId, owner, user, month, after, limit }: meteringV1.ListUsageTotalsRequest,
): Promise<meteringV1.ListUsageTotalsResponse> {
  refuseForeignCursor(after, CURSOR);
  const asked = Object.entries({ owner, user, month }).filter(([, value]) => value !== '');
  const keys = instrumentId === '' ? { $gt: after } : keysOf(instrumentId, after);
  const most = pageLimit(limit);
  const found = await totals
    .find({ month: WITHIN_YEARS, ...Object.fromEntries(asked), _id: keys, records: { $gt: 0n } })
    .hint(narrowest({ instrumentId, owner, user, month }))
    .sort({ _id: 1 })
    .limit(most + 1)
    .toArray();
  const page = found.slice(0, most);
  return { totals: page.map(totalOf), next: found.length > most ? (page.at(-1)?._id ?? '') : '' };
}

/** The key of a total: its instrument, owner, user and month, as JSON. */
const CURSOR = /^\[(?:"(?:[^"\\]|\\.)*",){3}"[+-]?\d+-\d\d"\]$/u;

/**
 * Older databases may hold months of years beyond 9999 or before 1, such as `+010000`; these begin with a
 * sign.
 */
const WITHIN_YEARS = { $gte: '0' };

/** Keys begin with the instrument: its totals are a range of them. */
function keysOf(instrumentId: string, after: string): { $gt: string; $lt: string } {
  const first = JSON.stringify([instrumentId]).slice(0, -1);
  const from = `${first},`;
  return { $gt: after > from ? after : from, $lt: `${first}-` };
}

/** The index that leaves the least to read, in the order of the page. */
function narrowest(asked: Record<'instrumentId' | 'owner' | 'user' | 'month', string>): Record<string, 1> {
  if (asked.instrumentId !== '') return { _id: 1 };
  const field = (['user', 'owner', 'month'] as const).find((one) => asked[one] !== '');
  return field === undefined ? { _id: 1 } : { [field]: 1, _id: 1 };
}

function totalOf(stored: TotalDocument): meteringV1.UsageTotal {
  const { hours, samples, times, feeFen, ...rest } = readTotal(stored);
  const quantities = { hours: decimalOf(hours), samples: decimalOf(samples), times: decimalOf(times) };
  // Clients show no figure beyond exact ones, so the largest 64-bit integer means the same there.
  return { ...rest, ...quantities, feeFen: fitsInt64(feeFen) ? feeFen : MAX_INT64 };
}
