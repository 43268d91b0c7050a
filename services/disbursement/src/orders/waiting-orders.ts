import { HELD, NOT_RELEASED, PARTS_NOT_RELEASED, UNPAID } from '../unit-of-work/kinds.ts';

/** What an order waits for; each is in one of these at most. */
export type OrderWaits = 'held' | 'rejected' | 'returned' | 'refused' | 'unpaid';

type Query = { readonly filter: object; readonly hint: Readonly<Record<string, 1>> };

const notReleased = (state: string): Query => ({
  filter: { state, 'release.at': null, contradiction: '' },
  hint: NOT_RELEASED,
});

/**
 * By which indexes those that wait are found, in the order of their issue. What came back whole and what came back in parts
 * lie in two.
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
