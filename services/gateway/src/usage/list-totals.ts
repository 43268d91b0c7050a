import { z } from 'zod';
import { mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { month, name, next, nextOf, page } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { count, exactNumber, exactSum, sumFen } from '../json/exact-number.ts';

const total = z.strictObject({
  instrumentId: z.string(),
  owner: z.string().describe('USCC, or country and name for one outside mainland China.'),
  user: z.string(),
  month: z.string().describe('YYYY-MM of Asia/Shanghai in which the use began.'),
  hours: z.string(),
  samples: z.string(),
  times: z.string(),
  feeFen: sumFen,
  records: count,
});

export const listUsage = endpoint({
  method: 'GET',
  path: '/v1/usage',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Totals of instrument use per instrument, owner, user and month',
  summaryZh: '大型仪器使用汇总：仪器、所有者、使用者、月份',
  query: z.strictObject({
    instrumentId: name.optional(),
    owner: name.optional(),
    user: name.optional(),
    month: month.optional(),
    ...page,
  }),
  answer: z.strictObject({ totals: z.array(total), next }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
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
  },
});
