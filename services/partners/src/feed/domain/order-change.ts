/** What happened to an order, as partners are informed of it. */
export type OrderChange =
  | 'issued'
  | 'accepted'
  | 'paid'
  | 'rejected'
  | 'returned'
  | 'released'
  | 'contradicted'
  | 'refused_by_treasury';

export interface OrderFacts {
  readonly state: 'issued' | 'sent' | 'accepted' | 'paid' | 'rejected' | 'returned' | 'refused-by-treasury';
  readonly contradiction: string | null;
  readonly release: object | null;
  readonly returns: readonly { readonly release: object | null }[];
}

/**
 * A message has the whole order and not what changed of it, so that is read from its state: what waits for an officer
 * comes before what is settled. Undefined: the order was only sent, which concerns nobody outside.
 */
export function orderChangeOf({
  state,
  contradiction,
  release,
  returns,
}: OrderFacts): OrderChange | undefined {
  if (contradiction !== null) return 'contradicted';
  if (release !== null) return 'released';
  if (state === 'sent') return undefined;
  if (state === 'refused-by-treasury') return 'refused_by_treasury';
  if (state !== 'paid' || returns.length === 0) return state;
  return returns.every((part) => part.release !== null) ? 'released' : 'returned';
}
