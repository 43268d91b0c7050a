import type { disbursementV1 } from '@duixian/proto';
import { currentTraceparent, RpcError, rpcStatus, type Session } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { refuseIf, textFault } from '../wire/request-faults.ts';
import { type ReleaseRefusal, releaseOrder as release } from './domain/release-order.ts';
import { getOrder, noSuchOrder } from './get-order.ts';

const WHY: Record<ReleaseRefusal, string> = {
  'not-rejected-or-returned': 'it is neither rejected nor returned, nor refused by the treasury',
  'already-released': 'it was released before',
  contradiction: 'statuses of the treasury contradict each other: clear that with the treasury first',
  'same-person': 'who said what became of it does not have it paid again: another person has to',
};

type Outcome =
  | { readonly refusal: ReleaseRefusal }
  | { readonly replacement: string | undefined }
  | undefined;

export function releaseOrder(
  decider: Decider,
  { id, by, reason }: disbursementV1.ReleaseOrderRequest,
): Promise<Outcome> {
  refuseIf([by === '' && 'by: who releases', textFault('reason', reason, 'why')]);
  return decider.decide<Outcome>({ orders: [id] }, currentTraceparent, (ledgerSession, orders, terms) => {
    const order = orders.get(id);
    if (!order) return undefined;
    const released = release(ledgerSession, order, by, reason, terms);
    if ('refusal' in released) return released;
    orders.set(id, released.order);
    return { replacement: ledgerSession.issued.find(({ replaces }) => replaces === id)?.id };
  });
}

export async function releasedOrder(
  collections: Collections,
  outcome: Outcome,
  { id }: disbursementV1.ReleaseOrderRequest,
  session?: Session,
): Promise<disbursementV1.ReleaseOrderResponse> {
  if (!outcome) throw noSuchOrder(id);
  if ('refusal' in outcome) {
    throw new RpcError(
      rpcStatus.FAILED_PRECONDITION,
      `order "${id}" cannot be released: ${WHY[outcome.refusal]}`,
    );
  }
  const { replacement } = outcome;
  return {
    order: await getOrder(collections, id, session),
    ...(replacement && { replacement: await getOrder(collections, replacement, session) }),
  };
}
