import type { ConditionParameters } from './condition-use.ts';
import type { BaseName, City, RecognitionMatch, Words } from './policy.ts';
import type { FactCase, Role } from './roles.ts';

/** One value for each value of a reading: `{ byReading: R6, registered: registeredOn, signed: signedOn }`. */
export type Switch<Value> = { readonly byReading: string } & {
  readonly [readingValue: string]: Value | string;
};

export type Switched<Value> = Value | Switch<Value>;

/** A condition as written: one name with its parameters, possibly only under one value of a reading. */
export type WrittenCondition = {
  readonly [Name in Exclude<keyof ConditionParameters, 'crossesBorder'>]?: ConditionParameters[Name];
} & {
  readonly crossesBorder?: { readonly notAbroad: Switched<readonly string[]> };
  readonly underReading?: Readonly<Record<string, string>>;
};

export type WrittenReading = Words & { readonly values: readonly [string, ...string[]] };

export type WrittenGroup = {
  readonly id: string;
  readonly article: number;
  readonly text: string | null;
  readonly capYuan: number | null;
};

export type WrittenProvision = {
  readonly id: string;
  readonly article: number;
  readonly title: Words;
  readonly text: string;
  readonly from: FactCase;
  readonly recognition?: RecognitionMatch;
  readonly date: Switched<string>;
  readonly beneficiary: Role;
  readonly conditions: readonly WrittenCondition[];
  readonly base?: Switched<BaseName>;
  /** Exactly one of the next four. */
  readonly rate?: Switched<number>;
  readonly decidedRate?: { readonly lowest: number; readonly highest: number };
  readonly amountYuan?: Switched<number>;
  readonly decidedAmount?: true;
  readonly lessLargestOf?: Switched<readonly string[]>;
  readonly group: Switched<string>;
};

/** A pack as its file states it; packs/pack.schema.json describes the same for editors and for the check at load. */
export type PackDocument = {
  readonly id: string;
  readonly document: string;
  readonly title: Words;
  /** Determines which parties are in the city: by the beginning of their division codes. */
  readonly city: City;
  readonly inForceFrom: Switched<string>;
  /** The first day on which it is no longer in force; absent: until further notice. */
  readonly inForceUntil?: Switched<string>;
  readonly readings: Readonly<Record<string, WrittenReading>>;
  readonly groups: readonly WrittenGroup[];
  readonly conditions: Readonly<Record<FactCase | 'every', readonly WrittenCondition[]>>;
  readonly provisions: readonly WrittenProvision[];
};

export type Readings = Readonly<Record<string, string>>;

export function isSwitch<Value>(value: Switched<Value> | undefined): value is Switch<Value> {
  return typeof value === 'object' && value !== null && 'byReading' in value;
}
