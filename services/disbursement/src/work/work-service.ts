import { workV1 } from '@duixian/proto';
import { type GrpcService, pageLimit, RpcError, rpcStatus, unary } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import { dueDemands } from './due-demands.ts';
import { undecidedObjections } from './objections.ts';
import { waitingOrders } from './waiting-orders.ts';
import { withoutAccount } from './without-account.ts';
import type { WorkSource, WorkTerms } from './work-item.ts';

type List = Exclude<workV1.WorkList, 'WORK_LIST_UNSPECIFIED' | 'UNRECOGNIZED'>;

const LISTS: Readonly<Record<List, WorkSource>> = {
  WORK_LIST_HELD_ORDERS: waitingOrders('held'),
  WORK_LIST_REJECTED_ORDERS: waitingOrders('rejected'),
  WORK_LIST_RETURNED_ORDERS: waitingOrders('returned'),
  WORK_LIST_REFUSED_ORDERS: waitingOrders('refused'),
  WORK_LIST_UNPAID_ORDERS: waitingOrders('unpaid'),
  WORK_LIST_WITHOUT_ACCOUNT: withoutAccount,
  WORK_LIST_OBJECTIONS: undecidedObjections,
  WORK_LIST_DUE_DEMANDS: dueDemands,
};

/** What waits for a person: a summary of each kind, and each list by page. */
export function workService(collections: Collections, terms: WorkTerms): GrpcService {
  const implementation: workV1.WorkServiceServer = {
    summariseWork: unary(async () => ({ lists: await sums(collections, terms) })),
    listWork: unary(({ list, after, limit }) =>
      sourceOf(list).page(collections, after, pageLimit(limit), terms),
    ),
  };
  return { definition: workV1.WorkServiceService, implementation };
}

function sums(collections: Collections, terms: WorkTerms) {
  return Promise.all(
    Object.entries(LISTS).map(async ([list, source]) => {
      const { count, isAtLeast, oldest } = await source.sum(collections, terms);
      return { list: list as List, count: BigInt(count), isAtLeast, oldest };
    }),
  );
}

function sourceOf(list: workV1.WorkList): WorkSource {
  const known: WorkSource | undefined = LISTS[list as List];
  if (!known) throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'list: not a list of what waits');
  return known;
}
