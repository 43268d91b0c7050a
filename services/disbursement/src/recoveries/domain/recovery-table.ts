import { refused, repeated, type StateTable, to } from '../../ledger/domain/state-table.ts';

/** 追回. `none`: nothing is demanded; recoverable amounts are netted against later payables. */
export type RecoveryState = 'none' | 'demanded' | 'settled' | 'written-off';

/**
 * `receive-part` leaves something outstanding, `receive-rest` nothing; `cleared`: netted or due again
 * meanwhile.
 */
export type RecoveryEvent = 'demand' | 'receive-part' | 'receive-rest' | 'write-off' | 'cleared';

type StateRefusal = 'not-demanded' | 'already-demanded' | 'settled' | 'written-off';

export const RECOVERY_TABLE: StateTable<RecoveryState, RecoveryEvent, StateRefusal> = {
  none: {
    demand: to('demanded'),
    'receive-part': refused('not-demanded'),
    'receive-rest': refused('not-demanded'),
    'write-off': refused('not-demanded'),
    cleared: refused('not-demanded'),
  },
  demanded: {
    demand: refused('already-demanded'),
    'receive-part': to('demanded'),
    'receive-rest': to('settled'),
    'write-off': to('written-off'),
    cleared: to('settled'),
  },
  settled: {
    demand: refused('settled'),
    'receive-part': refused('settled'),
    'receive-rest': refused('settled'),
    'write-off': refused('settled'),
    cleared: repeated,
  },
  'written-off': {
    demand: refused('written-off'),
    'receive-part': refused('written-off'),
    'receive-rest': refused('written-off'),
    'write-off': repeated,
    cleared: refused('written-off'),
  },
};
