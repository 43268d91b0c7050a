import { dataToJson, type FactData, type Party, readItem } from '@duixian/facts';
import type { UnitDirectory } from './unit-directory.ts';

/** Types that are made of the files of exchanges, platforms and tax bureaus. */
export type ForeignType =
  | 'duixian.contract.v1'
  | 'duixian.instrument.v1'
  | 'duixian.usage.v1'
  | 'duixian.invoice.v1';

/** The content of a fact; its revision, time and source are given where it is taken in. */
export type ForeignFact = {
  [Name in ForeignType]: {
    readonly type: Name;
    readonly subject: string;
    readonly data: Omit<FactData<Name>, 'revision'>;
  };
}[ForeignType];

type PartyField = 'owner' | 'user' | 'seller' | 'buyer' | 'intermediary';

/** A fact that lacks parties until an officer has named them. Nothing of it is sent before. */
export type WaitingFact = {
  readonly type: ForeignType;
  readonly subject: string;
  /** Without the fields of `waitsFor`. */
  readonly data: object;
  readonly waitsFor: readonly {
    readonly field: PartyField;
    readonly unit: string;
    /** Where its sender named one. */
    readonly division?: string | undefined;
  }[];
};

/** The fact with what the directory knows now; undefined while it still waits. */
export function completedFact({ type, subject, data, waitsFor }: WaitingFact, directory: UnitDirectory) {
  const found: Partial<Record<PartyField, Party>> = {};
  for (const { field, unit, division } of waitsFor) {
    // A code means the same everywhere; only a name is meant in a division.
    const party = directory({ name: unit, division, code: division === undefined ? unit : undefined });
    if (party === undefined) return undefined;
    found[field] = party;
  }
  return { type, subject, data: { ...data, ...found } } as ForeignFact;
}

/** Stands in for a party that is not known yet, so that all other faults are found at once. */
const STAND_IN: Party = {
  ...{ uscc: '91410100170051134L', name: '待补全', kind: 'other', divisionCode: '410100' },
};

/** What the registers themselves would refuse, by the field of `data`; a stand-in is used for parties that are missing. */
export function registerFaults(
  { type, subject, data }: ForeignFact | WaitingFact,
  missing: readonly PartyField[],
  time: string,
): readonly { readonly field: string; readonly message: string }[] {
  const standIns = Object.fromEntries(missing.map((field) => [field, STAND_IN]));
  const whole = { revision: 1, ...dataToJson(data as FactData), ...standIns };
  const item = { specversion: '1.0', id: 'x', source: 'urn:x', type, subject, time, data: whole };
  const read = readItem(item, JSON.stringify(item).length);
  return 'fact' in read ? [] : read.faults.map(({ field, message }) => ({ field, message }));
}
