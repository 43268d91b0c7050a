import { z } from 'zod';
import { count, sumFen } from './amounts.ts';
import { month, name, next, page } from './parameters.ts';
import { route } from './route.ts';

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

export const listUsage = route({
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
});
