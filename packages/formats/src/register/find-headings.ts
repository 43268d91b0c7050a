import { LIMITS } from '@duixian/values';
import { bannerUnit, editDistance, headingName, headingUnit } from '../mapping/heading-text.ts';
import type { Mapping } from '../mapping/mapping-document.ts';
import { type Slot, slotName, slotsByHeading, slotsOf } from '../mapping/slots.ts';
import type { FileFault } from '../reading.ts';
import { columnLetters } from '../tables/cell-address.ts';
import type { Cell, Row } from '../tables/table.ts';
import { nameText, quoted, shortHeading } from './read-cell.ts';

/** So many of the headings that a mapping needs make a row the row of headings. */
const ENOUGH = 0.6;

/** Of a heading that nobody mapped, this much is compared with those that are known. */
const LONGEST_COMPARED = 50;

/** Where a slot is in the file. `heading` as it stands there; `unit` in brackets behind it. */
export type Place = {
  readonly slot: Slot;
  /** From 0. */
  readonly index: number;
  readonly heading: string;
  readonly unit: string | undefined;
};

export type Headings = {
  /** Of two lines, the lower one. */
  readonly line: number;
  readonly places: readonly Place[];
  readonly ignored: readonly string[];
  readonly bannerUnits: readonly string[];
  readonly faults: readonly FileFault[];
};

type Candidate = { readonly line: number; readonly texts: readonly HeadingTexts[]; readonly found: number };

/** What may be the heading of a column: with two lines it is both together, or one of them. */
type HeadingTexts = readonly string[];

/** The first row among the first twenty that has enough of the headings; undefined where none has. */
export function findHeadings(head: readonly Row[], mapping: Mapping): Headings | undefined {
  const slots = slotsOf(mapping);
  const within = mapping.sheet?.headingWithin ?? LIMITS.importHeadingRows.most;
  const required = slots.filter(({ isRequired }) => isRequired).length;
  for (const [at, row] of head.entries()) {
    if (row.line > within) return undefined;
    const candidate = best(row, head[at + 1], slots);
    if (candidate.found >= required * ENOUGH)
      return resolved(candidate, head.slice(0, at), slots, mapping, row);
  }
  return undefined;
}

/** The row that comes nearest, for the words of a refusal. */
export function nearestHeadings(
  head: readonly Row[],
  mapping: Mapping,
): { readonly line: number; readonly found: number; readonly of: number } {
  const slots = slotsOf(mapping);
  const of = slots.filter(({ isRequired }) => isRequired).length;
  const rows = head.map((row, at) => best(row, head[at + 1], slots));
  const most = rows.reduce((a, b) => (b.found > a.found ? b : a), { line: 1, found: 0 });
  return { line: most.line, found: most.found, of };
}

/** A row alone, or joined with the one below where both together say more than each of them. */
function best(row: Row, below: Row | undefined, slots: readonly Slot[]): Candidate {
  const one = candidate(row.line, alone(row), slots);
  if (!below || below.line !== row.line + 1) return one;
  const two = candidate(below.line, joined(row.cells, below.cells), slots);
  const lower = candidate(below.line, alone(below), slots);
  return two.found > one.found && two.found > lower.found ? two : one;
}

function alone({ cells }: Row): HeadingTexts[] {
  return cells.map(({ text }) => [nameText(text)]);
}

function joined(upper: readonly Cell[], lower: readonly Cell[]): HeadingTexts[] {
  let group = '';
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const [top, bottom] = [nameText(upper[at]?.text ?? ''), nameText(lower[at]?.text ?? '')];
    // A heading over several columns stands in the first of them.
    if (top !== '') group = top;
    return bottom === '' ? [top] : [`${group}${bottom}`, bottom, top];
  });
}

function candidate(line: number, texts: readonly HeadingTexts[], slots: readonly Slot[]): Candidate {
  const known = slotsByHeading(slots);
  const found = new Set(texts.flatMap((own) => own.flatMap((text) => known.get(headingName(text)) ?? [])));
  return { line, texts, found: [...found].filter(({ isRequired }) => isRequired).length };
}

function resolved(
  { line, texts }: Candidate,
  above: readonly Row[],
  slots: readonly Slot[],
  mapping: Mapping,
  row: Row,
): Headings {
  const known = slotsByHeading(slots);
  const ignore = new Set((mapping.ignore ?? []).map(headingName));
  const places: Place[] = [];
  const ignored: string[] = [];
  const faults: FileFault[] = [];
  for (const [index, own] of texts.entries()) {
    const heading = own.find((text) => known.has(headingName(text)));
    const slot = heading === undefined ? undefined : known.get(headingName(heading));
    const shown = own[0] ?? '';
    if (heading !== undefined && slot)
      places.push({ slot, index, heading: shortHeading(heading), unit: headingUnit(heading) });
    else if (own.some((text) => text !== '' && ignore.has(headingName(text))))
      ignored.push(shortHeading(shown));
    else if (shown !== '') faults.push(unmapped(line, index, shown, [...known.keys(), ...ignore]));
  }
  const hidden = places.filter(({ index }) => row.hiddenColumns?.includes(index + 1));
  faults.push(
    ...twice(line, places),
    ...missing(line, slots, places),
    ...hidden.map((place) => unseen(line, place)),
  );
  const bannerUnits = above.flatMap(({ cells }) => cells.flatMap(({ text }) => bannerUnit(text) ?? []));
  return { line, places, ignored, bannerUnits: [...new Set(bannerUnits)], faults };
}

function unmapped(line: number, index: number, heading: string, known: readonly string[]): FileFault {
  const name = headingName(heading).slice(0, LONGEST_COMPARED);
  const nearest = known.reduce((a, b) => (editDistance(b, name) < editDistance(a, name) ? b : a));
  const message = `column ${columnLetters(index + 1)} has a heading that the mapping neither maps nor ignores; the nearest that it knows is ${nearest}: add the heading to a column of the mapping, or to ignore`;
  return { line, place: shortHeading(heading), code: 'unmapped-heading', message };
}

function twice(line: number, places: readonly Place[]): FileFault[] {
  return places
    .filter(({ slot }, at) => places.findIndex((other) => other.slot === slot) !== at)
    .map(({ slot, index, heading }) => {
      const message = `column ${columnLetters(index + 1)} is for ${slotName(slot)} as an earlier one is; leave one of them`;
      return { line, place: heading, code: 'unmapped-heading' as const, message };
    });
}

function missing(line: number, slots: readonly Slot[], places: readonly Place[]): FileFault[] {
  return slots
    .filter((slot) => slot.isRequired && !places.some((place) => place.slot === slot))
    .map((slot) => {
      const [first = ''] = slot.headings;
      const message = `there is no column for ${slotName(slot)}; the mapping knows it as ${slot.headings.map(quoted).join(', ')}`;
      return { line, place: first, code: 'missing-field' as const, message };
    });
}

function unseen(line: number, { index, heading }: Place): FileFault {
  const message = `column ${columnLetters(index + 1)} is hidden; show it, look at it, and send the file again`;
  return { line, place: heading, code: 'bad-field', message };
}
