import type { disbursementV1 } from '@duixian/proto';
import { currentTraceparent, RpcError, rpcStatus } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { refuseIf, textFault } from '../wire/request-faults.ts';
import { type ConfirmedOutcome, type ResolveRefusal, resolveException } from './domain/resolve-exception.ts';
import { getOrder, noSuchOrder } from './get-order.ts';

const CONFIRMED_OUTCOMES: Partial<Record<disbursementV1.OrderState, ConfirmedOutcome>> = {
  ORDER_STATE_PAID: 'paid',
  ORDER_STATE_REJECTED: 'rejected',
  ORDER_STATE_RETURNED: 'returned',
};

const WHY: Record<ResolveRefusal, string> = {
  'no-contradiction': 'its statuses of the treasury do not contradict each other',
  'no-budget': 'the budget does not cover what was paid: raise the appropriation first',
  'same-person':
    'the person who reported its outcome, or resolved it before, may not resolve it: another person has to',
};

export async function resolveOrder(
  collections: Collections,
  decider: Decider,
  { id, state, by, document }: disbursementV1.ResolveOrderRequest,
): Promise<disbursementV1.ResolveOrderResponse> {
  const given = CONFIRMED_OUTCOMES[state];
  refuseIf([
    !given && 'state: its outcome: paid, rejected or returned',
    by === '' && 'by: the person who resolves it',
    textFault('document', document, 'the document on which it is based'),
  ]);
  const confirmedOutcome = defined(given, 'a state was given');
  const outcome = await decider.decide(
    { orders: [id] },
    currentTraceparent,
    (ledgerSession, orders, terms) => {
      const order = orders.get(id);
      if (!order) return undefined;
      const resolved = resolveException(ledgerSession, order, confirmedOutcome, { by, document }, terms);
      if ('order' in resolved) orders.set(id, resolved.order);
      return resolved;
    },
  );
  if (!outcome) throw noSuchOrder(id);
  if ('refusal' in outcome)
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, `order "${id}": ${WHY[outcome.refusal]}`);
  return { order: await getOrder(collections, id) };
}
