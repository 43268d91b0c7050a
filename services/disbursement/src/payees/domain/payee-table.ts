import { refused, repeated, type StateTable, to } from '../../ledger/domain/state-table.ts';

/**
 * 收款账户. `none`: there is no account; `proposed`: an account waits for a second person; `confirmed`: one is
 * confirmed; `changing`: one is confirmed and another waits.
 */
export type PayeeState = 'none' | 'proposed' | 'confirmed' | 'changing';

export type PayeeEvent = 'propose' | 'confirm' | 'reject' | 'suspend';

type StateRefusal = 'nothing-proposed' | 'nothing-confirmed';

/** What each event does. `payee.ts` checks before who may do it, and with what. */
export const PAYEE_TABLE: StateTable<PayeeState, PayeeEvent, StateRefusal> = {
  none: {
    propose: to('proposed'),
    confirm: refused('nothing-proposed'),
    reject: refused('nothing-proposed'),
    suspend: refused('nothing-confirmed'),
  },
  proposed: {
    propose: to('proposed'),
    confirm: to('confirmed'),
    reject: to('none'),
    suspend: refused('nothing-confirmed'),
  },
  confirmed: {
    propose: to('changing'),
    confirm: repeated,
    reject: refused('nothing-proposed'),
    suspend: to('none'),
  },
  changing: {
    propose: to('changing'),
    confirm: to('confirmed'),
    reject: to('confirmed'),
    suspend: to('proposed'),
  },
};
