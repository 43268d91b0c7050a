import { headingName } from './heading-text.ts';
import type { Column, Mapping } from './mapping-document.ts';
import { slotName, slotsOf } from './slots.ts';
import { TARGETS, type Target, valuesOf } from './targets.ts';

/** What the form of a mapping does not show: each fault with its place, all at once. */
export function mappingFaults(mapping: Mapping): string[] {
  const targets = TARGETS[mapping.makes];
  return [
    ...Object.entries(mapping.columns).flatMap(([field, column]) =>
      columnFaults(mapping.makes, field, column, targets[field]),
    ),
    ...Object.entries(targets).flatMap(([field, target]) => missingFaults(mapping, field, target)),
    ...unitFaults(mapping),
    ...headingFaults(mapping),
  ];
}

function columnFaults(
  makes: Mapping['makes'],
  field: string,
  column: Column,
  target: Target | undefined,
): string[] {
  const place = `columns.${field}`;
  if (!target)
    return [`${place}: ${makes} has no such field; it has ${Object.keys(TARGETS[makes]).join(', ')}`];
  if (column.as !== target.as) return [`${place}: as must be ${target.as}, not ${column.as}`];
  const allowed = valuesOf(makes, field);
  if (column.as !== 'text' || !allowed) return [];
  const given = [...Object.entries(column.values ?? {}), ...absentValue(column)];
  if (column.values === undefined && column.absent === undefined)
    return [`${place}: values must say which text becomes which of ${allowed.join(', ')}`];
  return given
    .filter(([, value]) => !allowed.includes(value))
    .map(([text, value]) => `${place}: ${text} becomes ${value}; it must be one of ${allowed.join(', ')}`);
}

function absentValue(column: Extract<Column, { as: 'text' }>): [string, string | boolean][] {
  return column.absent ? [['absent', column.absent.value]] : [];
}

function missingFaults({ columns, makes }: Mapping, field: string, { required }: Target): string[] {
  if (columns[field] !== undefined || required === false) return [];
  if (required === true) return [`columns.${field}: it is missing; ${makes} needs it`];
  if (required.every((other) => columns[other] !== undefined)) return [];
  return [`columns.${field}: it is missing; ${makes} needs it, or ${required.join(' and ')}`];
}

function unitFaults({ columns, unit }: Mapping): string[] {
  const amounts = Object.keys(columns).filter((field) => columns[field]?.as === 'money');
  const named = unit?.of ?? [];
  return [
    ...amounts
      .filter((field) => !named.includes(field))
      .map((field) => `unit.of: ${field} is missing; without its unit an amount cannot be read`),
    ...named
      .filter((field) => !amounts.includes(field))
      .map((field) => `unit.of: ${field} is no column with as: money`),
  ];
}

/** One heading leads to one field. */
function headingFaults(mapping: Mapping): string[] {
  const slots = slotsOf(mapping).map((slot) => ({ name: slotName(slot), headings: slot.headings }));
  const users = new Map<string, Set<string>>();
  for (const { name, headings } of [...slots, { name: 'ignore', headings: mapping.ignore ?? [] }])
    for (const heading of headings) {
      const key = headingName(heading);
      users.set(key, (users.get(key) ?? new Set()).add(name));
    }
  return [...users]
    .filter(([, names]) => names.size > 1)
    .map(([heading, names]) => `the heading ${heading} stands for ${[...names].join(' and for ')}`);
}
