import { z } from 'zod';
import { count, sumFen } from './amounts.ts';
import { next, page } from './parameters.ts';
import { route } from './route.ts';

/** An item that waits for a person. */
export const workItemSchema = z.strictObject({
  id: z
    .string()
    .describe(
      'Of the order or the demand; the USCC without an account; "RUN/USCC" of an objection; "type/subject" of a claim.',
    ),
  entity: z.string(),
  name: z.string().nullable(),
  amountFen: sumFen.describe('Of a claim: what the highest rate would pay.'),
  since: z
    .string()
    .describe('Since when it waits; of a demand its last day, of a claim its date (YYYY-MM-DD).'),
  why: z.string().nullable().describe('The obstacle, in the words of the service or the treasury.'),
});

export const WORK_LISTS = [
  'held-orders',
  'rejected-orders',
  'returned-orders',
  'refused-orders',
  'unpaid-orders',
  'without-account',
  'objections',
  'due-demands',
  'undecided-claims',
] as const;

const listName = z.enum(WORK_LISTS, { error: `one of ${WORK_LISTS.join(', ')}` });

const summary = z.strictObject({
  list: listName,
  count: count.describe('Of claims: the records that make them.'),
  isAtLeast: z.boolean().describe('There are more than were counted.'),
  oldest: workItemSchema.nullable().describe('The one that waits longest, of those counted.'),
});

export const summariseWork = route({
  method: 'GET',
  path: '/v1/work',
  access: ['read'],
  tag: 'Operations',
  summary: 'What waits for a person: how much of each kind, and the oldest',
  summaryZh: '待办事项：各类数量与最久未办的一项',
  description:
    'Orders that are held, rejected, returned, refused by the treasury or not paid yet; entities without a confirmed ' +
    'account; undecided objections; demands whose last day is past or in the next 14 days; undecided claims. Each list ' +
    'is read whole at /v1/work/{list}.',
  answer: z.strictObject({ lists: z.array(summary) }),
  problems: ['unavailable'],
});

export const listWork = route({
  method: 'GET',
  path: '/v1/work/:list',
  access: ['read'],
  tag: 'Operations',
  summary: 'One list of what waits for a person',
  summaryZh: '一类待办事项的全部',
  description: 'A page can be short, or empty, and not the last: go on while there is a `next`.',
  params: z.strictObject({ list: listName }),
  query: z.strictObject(page),
  answer: z.strictObject({ items: z.array(workItemSchema), next }),
  problems: ['unavailable'],
});
