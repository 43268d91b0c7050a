import type { disbursementV1 } from '@duixian/proto';
import { type Payee, stateOf } from './domain/payee.ts';
import type { PayeeState } from './domain/payee-table.ts';

const STATES: Readonly<Record<PayeeState, disbursementV1.PayeeState>> = {
  none: 'PAYEE_STATE_NONE',
  proposed: 'PAYEE_STATE_PROPOSED',
  confirmed: 'PAYEE_STATE_CONFIRMED',
  changing: 'PAYEE_STATE_CHANGING',
};

export function payeeMessage(payee: Payee): disbursementV1.Payee {
  const { uscc, waiting, standing, proposals, notes } = payee;
  return {
    entity: uscc,
    state: STATES[stateOf(payee)],
    ...(waiting !== null && { waiting }),
    ...(standing !== null && { standing }),
    proposals: proposals.map(
      ({ number, by, at, document, sharedWith = [], sharedBecause = '', ...account }) => ({
        ...{ number, account, by, document, sharedBecause },
        at: at.toISOString(),
        sharedWith: [...sharedWith],
      }),
    ),
    notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })),
  };
}
