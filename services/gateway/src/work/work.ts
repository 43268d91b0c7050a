import type { workV1 } from '@duixian/proto';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { next, nextOf, page } from '../http/parameters.ts';
import { count, exactNumber, exactSum } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';
import type { Services } from '../services.ts';
import { type WorkItemJson, workItemSchema } from './json.ts';
import { undecidedWork, undecidedWorkSum } from './undecided.ts';

const WORK_LISTS = [
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
const PREFIX = 'WORK_LIST_';
/** Kept by awards; all others by disbursement. */
const UNDECIDED = 'undecided-claims' as const;
const OF_MONEY = {
  'held-orders': 'WORK_LIST_HELD_ORDERS',
  'rejected-orders': 'WORK_LIST_REJECTED_ORDERS',
  'returned-orders': 'WORK_LIST_RETURNED_ORDERS',
  'refused-orders': 'WORK_LIST_REFUSED_ORDERS',
  'unpaid-orders': 'WORK_LIST_UNPAID_ORDERS',
  'without-account': 'WORK_LIST_WITHOUT_ACCOUNT',
  objections: 'WORK_LIST_OBJECTIONS',
  'due-demands': 'WORK_LIST_DUE_DEMANDS',
} as const satisfies Record<Exclude<(typeof WORK_LISTS)[number], typeof UNDECIDED>, workV1.WorkList>;

const listName = z.enum(WORK_LISTS, { error: `one of ${WORK_LISTS.join(', ')}` });

const summary = z.strictObject({
  list: listName,
  count: count.describe('Of claims: the things that make them.'),
  isAtLeast: z.boolean().describe('There are more than were counted.'),
  oldest: workItemSchema.nullable().describe('The one that waits longest, of those counted.'),
});

const summariseWork = endpoint({
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
  async handle(_asked, services) {
    const [{ lists }, undecided] = await Promise.all([
      services.work.summariseWork({}),
      undecidedWorkSum(services),
    ]);
    return { lists: [...lists.map(summaryJson), { list: UNDECIDED, ...undecided }] };
  },
});

const listWork = endpoint({
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
  handle: ({ params, query: { after = '', limit } }, services) =>
    params.list === UNDECIDED
      ? undecidedWork(services, after, limit)
      : moneyWork(services, OF_MONEY[params.list], after, limit),
});

async function moneyWork({ work }: Services, list: workV1.WorkList, after: string, limit: number) {
  const { items, next: following } = await work.listWork({ list, after, limit });
  return { items: items.map(itemJson), next: nextOf(following) };
}

function summaryJson({ list, count: counted, isAtLeast, oldest }: workV1.SummariseWorkResponse_List) {
  return {
    list: wireWord(PREFIX, list) as keyof typeof OF_MONEY,
    count: exactNumber(counted),
    isAtLeast,
    oldest: oldest ? itemJson(oldest) : null,
  };
}

function itemJson({ amountFen, name, why, ...item }: workV1.WorkItem): WorkItemJson {
  return { ...item, name: name || null, amountFen: exactSum(amountFen), why: why || null };
}

export const workEndpoints: readonly Endpoint[] = [summariseWork, listWork];
