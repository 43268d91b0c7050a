import { exactNumber, exactSum } from '@duixian/answers';
import * as api from '@duixian/api';
import { mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';

export const listUsage = endpoint(api.listUsage, async ({ key, query }, services) => {
  const usccs = [query.owner, query.user].filter((uscc) => uscc !== undefined);
  if (!key.read && usccs.length === 0) {
    throw new Problem(
      'out-of-scope',
      'This key reads the use of its own entity only; give it as owner or user.',
    );
  }
  await mustBeReadable(key, usccs, services);
  const { totals, next } = await services.metering.listUsageTotals({
    instrumentId: query.instrumentId ?? '',
    owner: query.owner ?? '',
    user: query.user ?? '',
    month: query.month ?? '',
    after: query.after ?? '',
    limit: query.limit,
  });
  const json = totals.map(({ feeFen, records, ...rest }) => ({
    ...rest,
    feeFen: exactSum(feeFen),
    records: exactNumber(records),
  }));
  return { totals: json, next: nextOf(next) };
});
