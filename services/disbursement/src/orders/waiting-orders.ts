import { HELD, NOT_RELEASED, PARTS_NOT_RELEASED, UNPAID } from '../unit-of-work/kinds.ts';

/** What an order waits for; each order is in at most one of these. */
export type OrderWaits = 'held' | 'rejected' | 'returned' | 'refused' | 'unpaid';

/** Orders that wait to be sent. Those that are paid by file have no instant at which they are sent. */
export const TO_SEND = { state: 'issued', nextAttemptAt: { $gte: new Date(0) } } as const;

type Query = { readonly filter: object; readonly hint: Readonly<Record<string, 1>> };

const notReleased = (state: string): Query => ({
  filter: { state, 'release.at': null, contradiction: '' },
  hint: NOT_RELEASED,
});

/**
 * The indexes by which waiting orders are found, in the order of their issue. Orders that came back whole and
 * orders that came back in parts are in two indexes.
 */
export const WAITING_ORDERS: Readonly<Record<OrderWaits, readonly Query[]>> = {
  held: [{ filter: { contradiction: { $gt: '' } }, hint: HELD }],
  rejected: [notReleased('rejected')],
  returned: [
    notReleased('returned'),
    {
      filter: {
        state: 'paid',
        'returns.release.at': null,
        'returns.0': { $exists: true },
        contradiction: '',
      },
      hint: PARTS_NOT_RELEASED,
    },
  ],
  refused: [notReleased('refused-by-treasury')],
  unpaid: [{ filter: { state: { $in: ['issued', 'sent', 'accepted'] }, contradiction: '' }, hint: UNPAID }],
};
