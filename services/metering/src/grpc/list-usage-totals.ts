import { meteringV1 } from '@duixian/proto';
import { type GrpcService, pageLimit, unary } from '@duixian/runtime';
import { decimalOf } from '../domain/usage-total.ts';
import type { TotalDocument, Totals } from '../store/total-store.ts';

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
  const asked = Object.entries({ instrumentId, owner, user, month }).filter(([, value]) => value !== '');
  const filter = { ...Object.fromEntries(asked), _id: { $gt: after }, records: { $gt: 0n } };
  const found = await totals.find(filter).sort({ _id: 1 }).limit(pageLimit(limit)).toArray();
  return {
    totals: found.map(totalOf),
    next: found.length === pageLimit(limit) ? (found.at(-1)?._id ?? '') : '',
  };
}

function totalOf({
  instrumentId,
  owner,
  user,
  month,
  hours,
  samples,
  times,
  feeFen,
  records,
}: TotalDocument): meteringV1.UsageTotal {
  return {
    instrumentId,
    owner,
    user,
    month,
    hours: decimalOf(hours),
    samples: decimalOf(samples),
    times: decimalOf(times),
    feeFen,
    records,
  };
}
