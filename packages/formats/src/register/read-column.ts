import { defined, type Fen, MAX_FACT_FEN } from '@duixian/values';
import { compact } from '../mapping/heading-text.ts';
import type { Column, ColumnOf } from '../mapping/mapping-document.ts';
import { PARTY_PARTS, type PartyPart } from '../mapping/slots.ts';
import type { Cell } from '../tables/table.ts';
import type { UnitDirectory } from '../unit-directory.ts';
import type { Place } from './find-headings.ts';
import { codeText, nameText, type Read, tooLong } from './read-cell.ts';
import { instantOf, readDay, readMoment } from './read-day.ts';
import { readMoney } from './read-money.ts';
import { type PartyTexts, readParty } from './read-party.ts';
import { readPeriod } from './read-period.ts';
import { readDigits, readIds, readQuantity, readText } from './read-values.ts';
import type { RowDraft } from './row-draft.ts';
import type { PlannedColumn } from './row-plan.ts';

/** What every cell of a file is read by, beside its mapping. */
export type CellContext = {
  readonly is1904: boolean;
  /** When the facts are recorded, RFC 3339. */
  readonly time: string;
  readonly unitOf: UnitDirectory;
};

const SIGNED: Readonly<Record<string, boolean>> = {
  是: true,
  '√': true,
  已签: true,
  已签字: true,
  否: false,
  未签: false,
  '': false,
};
/** What a fact has where a file says nothing of an optional field. */
const NOTHING: Partial<Record<Column['as'], unknown>> = { party: null, ids: [] };

/** Reads what a row says under one column of the mapping into its draft. */
export function readColumn(draft: RowDraft, planned: PlannedColumn, context: CellContext): void {
  const { field, column } = planned;
  if (column.as === 'party') {
    readPartyColumns(draft, planned, column, context);
    return;
  }
  const place = planned.places.get('value');
  if (place === undefined) {
    // The unit of a quantity may stand behind the number.
    if (column.absent && draft.data[field] === undefined) draft.set(field, column.absent.value);
    else if (column.as in NOTHING) draft.set(field, NOTHING[column.as]);
    return;
  }
  const cell = draft.cellAt(place);
  if (!cell) return;
  if (draft.isBlankAt(place) && !mayBeBlank(column)) {
    if (column.optional !== true) draft.wrong(place, mustBe(column), 'missing-field');
    else if (column.as in NOTHING) draft.set(field, NOTHING[column.as]);
    return;
  }
  readValue(draft, planned, place, cell, context);
}

function mayBeBlank(column: Column): boolean {
  return column.as === 'money' || (column.as === 'text' && column.values?.[''] !== undefined);
}

function mustBe(column: Exclude<Column, { as: 'party' }>): string {
  if (column.as === 'day' || column.as === 'instant') return 'it is empty; write the day as 2019-03-18';
  if (column.as === 'text' && column.values)
    return `it is empty; it must be one of ${Object.keys(column.values).slice(0, 12).join(', ')}`;
  return 'it is empty; write what the register has';
}

function readValue(
  draft: RowDraft,
  { field, column, unit, values }: PlannedColumn,
  place: Place,
  cell: Cell,
  { is1904, time }: CellContext,
): void {
  const take = <Value>(read: Read<Value>, set: (value: Value) => void): void => {
    if ('wrong' in read) draft.wrong(place, read.wrong);
    else set(read.value);
  };
  const long = column.as === 'text' || column.as === 'ids' ? undefined : tooLong(cell);
  if (long !== undefined) {
    draft.wrong(place, long);
    return;
  }
  switch (column.as) {
    case 'text': {
      const read = readText(cell, column, values);
      if (read.warning !== undefined) draft.warn(place, read.warning);
      take(read, (value) => draft.set(field, value));
      break;
    }
    case 'digits':
      take(readDigits(cell), (value) => draft.set(field, value));
      break;
    case 'day':
      take(readDay(cell, is1904), (value) => draft.set(field, value));
      break;
    case 'instant':
      take(readMoment(cell, is1904), (value) => {
        if (value.seconds === undefined) draft.wrong(place, `it has no time; write it as ${value.day} 13:45`);
        else draft.set(field, instantOf(value));
      });
      break;
    case 'period':
      take(readPeriod(cell, is1904, time), (value) => Object.assign(draft.data, value));
      break;
    case 'money':
      take(readMoney(cell, defined(unit, 'a file whose amounts have no unit is stopped')), (fen) =>
        setAmount(draft, field, place, fen),
      );
      break;
    case 'quantity':
      take(readQuantity(cell), (value) => {
        draft.set('quantity', value.quantity);
        setUnit(draft, place, value.unit ?? unit);
      });
      break;
    case 'ids':
      take(readIds(cell), (value) => draft.set(field, value));
      break;
  }
}

function setAmount(draft: RowDraft, field: string, place: Place, fen: Fen): void {
  draft.amounts.set(field, fen);
  if (fen > MAX_FACT_FEN)
    draft.wrong(place, `it is more than a fact may have, ${MAX_FACT_FEN} fen; look at its unit`);
  else draft.set(field, Number(fen));
}

/** The unit behind a number, or behind its heading, goes before what the mapping says of all rows. */
function setUnit(draft: RowDraft, place: Place, unit: string | undefined): void {
  if (unit === undefined) return;
  const column = draft.plan.columns.find(({ field }) => field === 'unit');
  const ofColumn = column?.places.get('value') && column.column.as === 'text' ? column : undefined;
  const cell = ofColumn && draft.row.cells[ofColumn.places.get('value')?.index ?? -1];
  const stated = cell && readText(cell, ofColumn.column as ColumnOf<'text'>, ofColumn.values);
  if (stated && 'value' in stated && stated.value !== unit)
    draft.wrong(
      place,
      `its unit is ${unit} here and ${stated.value} in the column of units; one of the two is wrong`,
    );
  draft.set('unit', unit);
}

function readPartyColumns(
  draft: RowDraft,
  { field, places }: PlannedColumn,
  column: ColumnOf<'party'>,
  { unitOf }: CellContext,
): void {
  const name = places.get('name');
  if (name === undefined || isNobody(draft, places, column)) {
    draft.data[field] = null;
    return;
  }
  const before = draft.faults.length;
  const texts = Object.fromEntries(
    PARTY_PARTS.map((part) => [part, partText(draft, part, places.get(part))]),
  ) as PartyTexts & Record<PartyPart, string | undefined>;
  if (draft.faults.length > before) return;
  const read = readParty(texts, unitOf);
  const placeOf = (part: PartyPart): Place => places.get(part) ?? name;
  for (const { part, wrong } of read.warnings) draft.warn(placeOf(part), wrong);
  if ('mistakes' in read) for (const { part, wrong } of read.mistakes) draft.wrong(placeOf(part), wrong);
  else if ('waiting' in read) draft.waiting.push({ field, unit: read.waiting });
  else draft.data[field] = read.party;
}

/** An optional party of which nothing is written, or that did not sign. */
function isNobody(
  draft: RowDraft,
  places: PlannedColumn['places'],
  { optional }: ColumnOf<'party'>,
): boolean {
  if (optional !== true) return false;
  if (PARTY_PARTS.every((part) => part === 'signed' || draft.isBlankAt(places.get(part)))) return true;
  const place = places.get('signed');
  if (place === undefined) return false;
  const signed = SIGNED[compact(draft.row.cells[place.index]?.text ?? '')];
  if (signed === undefined) draft.wrong(place, 'it must be one of 是, √, 已签字, 否, or empty');
  return signed !== true;
}

function partText(draft: RowDraft, part: PartyPart, place: Place | undefined): string | undefined {
  const cell = place && draft.cellAt(place);
  if (!place || !cell || part === 'signed') return undefined;
  if (part === 'name') return nameText(cell.text);
  const long = tooLong(cell);
  if (long !== undefined) {
    draft.wrong(place, long);
    return undefined;
  }
  if (part === 'country') return codeText(cell.text);
  const read = part === 'nature' && cell.kind === 'text' ? { value: codeText(cell.text) } : readDigits(cell);
  if ('value' in read) return read.value;
  draft.wrong(place, read.wrong);
  return undefined;
}
