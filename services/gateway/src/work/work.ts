import { exactNumber, exactSum, wireWord } from '@duixian/answers';
import * as api from '@duixian/api';
import type { workV1 } from '@duixian/proto';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { undecidedWork, undecidedWorkSum, type WorkItemJson } from './undecided.ts';

const PREFIX = 'WORK_LIST_';
/** Awards keeps this list; disbursement keeps all others. */
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
} as const satisfies Record<Exclude<(typeof api.WORK_LISTS)[number], typeof UNDECIDED>, workV1.WorkList>;

const summariseWork = endpoint(api.summariseWork, async (_asked, services) => {
  const [{ lists }, undecided] = await Promise.all([
    services.work.summariseWork({}),
    undecidedWorkSum(services),
  ]);
  return { lists: [...lists.map(summaryJson), { list: UNDECIDED, ...undecided }] };
});

const listWork = endpoint(api.listWork, ({ params, query: { after = '', limit } }, services) =>
  params.list === UNDECIDED
    ? undecidedWork(services, after, limit)
    : moneyWork(services, OF_MONEY[params.list], after, limit),
);

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
