import { headingName } from './heading-text.ts';
import type { Column, Mapping } from './mapping-document.ts';

export const PARTY_PARTS = ['name', 'uscc', 'nature', 'division', 'country', 'code', 'signed'] as const;
export type PartyPart = (typeof PARTY_PARTS)[number];

/** A place that a column of the file can take: a field, or a part of a party. */
export type Slot = {
  readonly field: string;
  readonly part: PartyPart | 'value';
  readonly headings: readonly string[];
  readonly isRequired: boolean;
};

export function slotsOf({ columns }: Pick<Mapping, 'columns'>): Slot[] {
  return Object.entries(columns).flatMap(([field, column]) =>
    column.as === 'party' ? partySlots(field, column) : [valueSlot(field, column)],
  );
}

/** `seller.uscc`, or the field alone. */
export function slotName({ field, part }: Pick<Slot, 'field' | 'part'>): string {
  return part === 'value' ? field : `${field}.${part}`;
}

/** Each name of a heading, as it is compared, and the slot that it leads to. */
export function slotsByHeading(slots: readonly Slot[]): ReadonlyMap<string, Slot> {
  return new Map(slots.flatMap((slot) => slot.headings.map((heading) => [headingName(heading), slot])));
}

function valueSlot(field: string, column: Exclude<Column, { as: 'party' }>): Slot {
  const isRequired = column.optional !== true && column.absent === undefined;
  return { field, part: 'value', headings: column.headings, isRequired };
}

function partySlots(field: string, column: Extract<Column, { as: 'party' }>): Slot[] {
  return PARTY_PARTS.flatMap((part) => {
    const headings = column[part];
    if (headings === undefined) return [];
    return [{ field, part, headings, isRequired: part === 'name' && column.optional !== true }];
  });
}
