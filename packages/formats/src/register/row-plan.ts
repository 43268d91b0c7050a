import type { Column, Mapping } from '../mapping/mapping-document.ts';
import type { Slot } from '../mapping/slots.ts';
import type { FileFault } from '../reading.ts';
import type { Headings, Place } from './find-headings.ts';
import { isMoneyUnit } from './read-money.ts';
import { type KnownValues, knownValues, usageUnit } from './read-values.ts';

const NO_VALUES: KnownValues = new Map();

/** A column of the mapping, and where its parts are in the file. */
export type PlannedColumn = {
  readonly field: string;
  readonly column: Column;
  readonly places: ReadonlyMap<Slot['part'], Place>;
  /** Of an amount, 元 or 万元; of a quantity, what a fact calls it. */
  readonly unit: string | undefined;
  /** Of texts that become others. */
  readonly values: KnownValues;
};

/** How each row of a table is read. */
export type RowPlan = {
  readonly mapping: Mapping;
  readonly columns: readonly PlannedColumn[];
  readonly faults: readonly FileFault[];
};

export function rowPlan(mapping: Mapping, headings: Headings): RowPlan {
  const faults: FileFault[] = [];
  const columns = Object.entries(mapping.columns).map(([field, column]) => {
    const own = headings.places.filter(({ slot }) => slot.field === field);
    const places = new Map(own.map((place) => [place.slot.part, place]));
    const place = places.get('value');
    const unit = place && (column.as === 'money' ? moneyUnit(mapping, headings, place, faults) : undefined);
    const ofUse = column.as === 'quantity' && place?.unit !== undefined ? usageUnit(place.unit) : undefined;
    const values = column.as === 'text' ? knownValues(column) : NO_VALUES;
    return { field, column, places, unit: unit ?? ofUse, values };
  });
  return { mapping, columns, faults };
}

function moneyUnit(
  mapping: Mapping,
  { bannerUnits, line }: Headings,
  { heading, unit }: Place,
  faults: FileFault[],
): string | undefined {
  const from = mapping.unit?.from ?? [];
  if (from.includes('heading') && unit !== undefined && isMoneyUnit(unit)) return unit;
  const [banner, ...others] = from.includes('banner') ? bannerUnits : [];
  if (banner !== undefined && others.length === 0) return banner;
  const why =
    others.length > 0
      ? `the lines above name several units, ${bannerUnits.join(' and ')}`
      : 'neither the heading nor a line above it (单位：万元) names its unit';
  const message = `${why}; write （万元） or （元） behind the heading`;
  faults.push({ line, place: heading, code: 'no-unit', message });
  return undefined;
}
