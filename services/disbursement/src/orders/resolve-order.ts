import type { disbursementV1 } from '@duixian/proto';
import { currentTraceparent, RpcError, rpcStatus, type Session } from '@duixian/runtime';
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
  'no-contradiction': 'nothing that the treasury said of it contradicts',
  'no-budget': 'the budget does not have what was paid after all: raise the appropriation first',
  'same-person':
    'who reported what became of it, or resolved it before, does not resolve it: another person has to',
};

type Outcome = ReturnType<typeof resolveException> | undefined;

export function resolveOrder(
  decider: Decider,
  { id, state, by, document }: disbursementV1.ResolveOrderRequest,
): Promise<Outcome> {
  const given = CONFIRMED_OUTCOMES[state];
  refuseIf([
    !given && 'state: what became of it: paid, rejected or returned',
    by === '' && 'by: who says so',
    textFault('document', document, 'on what paper'),
  ]);
  const confirmedOutcome = defined(given, 'a state was given');
  return decider.decide<Outcome>({ orders: [id] }, currentTraceparent, (ledgerSession, orders, terms) => {
    const order = orders.get(id);
    if (!order) return undefined;
    const resolved = resolveException(ledgerSession, order, confirmedOutcome, { by, document }, terms);
    if ('order' in resolved) orders.set(id, resolved.order);
    return resolved;
  });
}

export async function resolvedOrder(
  collections: Collections,
  outcome: Outcome,
  { id }: disbursementV1.ResolveOrderRequest,
  session?: Session,
): Promise<disbursementV1.ResolveOrderResponse> {
  if (!outcome) throw noSuchOrder(id);
  if ('refusal' in outcome)
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, `order "${id}": ${WHY[outcome.refusal]}`);
  return { order: await getOrder(collections, id, session) };
}
