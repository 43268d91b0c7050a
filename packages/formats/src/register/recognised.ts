import { slotName } from '../mapping/slots.ts';
import type { FileFault } from '../reading.ts';
import { columnLetters } from '../tables/cell-address.ts';
import type { Table } from '../tables/table.ts';
import type { Headings } from './find-headings.ts';
import type { RowPlan } from './row-plan.ts';

/** What was recognised of a file, for a person to look at. */
export type Recognised = {
  readonly kind: Table['kind'];
  readonly encoding: string | undefined;
  readonly is1904: boolean;
  readonly sheet: string;
  readonly headingLine: number;
  readonly columns: readonly {
    readonly column: string;
    readonly heading: string;
    readonly field: string;
    readonly unit: string | undefined;
  }[];
  readonly ignored: readonly string[];
  /** Fields that the file has no column for, and what the mapping says that they are. */
  readonly absent: readonly {
    readonly field: string;
    readonly value: string | boolean;
    readonly document: string;
  }[];
  /** What an officer should know of the file before its rows. */
  readonly notes: readonly FileFault[];
};

export function recognisedOf(table: Table, sheet: number, headings: Headings, plan: RowPlan): Recognised {
  const units = new Map(plan.columns.map(({ field, unit }) => [field, unit]));
  const absent = plan.columns.flatMap(({ field, column, places }) =>
    column.as !== 'party' && column.absent && places.size === 0 ? [{ field, ...column.absent }] : [],
  );
  return {
    kind: table.kind,
    encoding: table.encoding,
    is1904: table.is1904,
    sheet: table.sheets[sheet]?.name ?? '',
    headingLine: headings.line,
    columns: headings.places.map(({ slot, index, heading }) => ({
      column: columnLetters(index + 1),
      heading,
      field: slotName(slot),
      unit: slot.part === 'value' ? units.get(slot.field) : undefined,
    })),
    ignored: headings.ignored,
    absent,
    notes: [...intermediaryNotes(plan, headings.line)],
  };
}

/** Henan pays an intermediary only if it signs as third party. */
function intermediaryNotes({ columns }: RowPlan, line: number): FileFault[] {
  const places = columns.find(({ field }) => field === 'intermediary')?.places;
  const name = places?.get('name');
  if (!name || places?.has('signed')) return [];
  const message =
    'whether the intermediary signed as third party (签字) is not in this file; each that is named counts as if it had';
  return [{ line, place: name.heading, code: 'missing-field', message }];
}
