import {
  isSwitch,
  type PackDocument,
  type WrittenCondition,
  type WrittenProvision,
} from '../pack-document.ts';
import { DATES, type FactCase, ROLES } from '../roles.ts';

/** A pack that differs in one statement from its original. */
export type Mutation = { readonly name: string; readonly pack: PackDocument };

type Path = readonly (string | number)[];
type Change = { readonly path: Path; readonly value: unknown };

const STATUSES: Readonly<Record<FactCase, readonly string[]>> = {
  contract: ['registered', 'voided'],
  receipt: ['received', 'returned'],
  invoice: ['issued', 'paid', 'voided'],
  recognition: ['recognized', 'revoked', 'voided'],
  decision: ['made', 'withdrawn'],
};
const PARTY_KINDS = ['enterprise', 'university', 'research-institute', 'public-institution', 'other'];
const CATEGORIES = ['development', 'transfer', 'licence', 'consulting', 'service'];
const RECOGNITION_KINDS = ['service-institution', 'demonstration', 'international'];
const LEVELS = ['municipal', 'provincial', 'national'];
const COUNTRIES = ['DE', 'HK', 'MO', 'TW'];
const CONTRACT_BASES = ['technologyAmount', 'technologyAmountUpToReceipts', 'totalAmount'];
const SMALLEST_RATE = 0.000001;
const DAY_MS = 86_400_000;
const UNCAPPED_TRIALS_YUAN = [0, 49_999, 250_000];

/**
 * Every small alteration of what a pack states: a number slightly higher or lower, a condition missing, added or with
 * other parameters, another group, date, base or beneficiary, another default or effect of a reading. Undefined as a
 * value removes the entry.
 */
export function mutationsOf(pack: PackDocument): Mutation[] {
  const spread = withOwnConditions(pack);
  const changes: Change[] = [
    ...daysMoved(spread),
    ...spread.groups.flatMap(({ capYuan }, index) => set(['groups', index, 'capYuan'], capsBeside(capYuan))),
    ...spread.provisions.flatMap((provision, index) => provisionChanges(spread, provision, index)),
    ...readingChanges(spread),
  ];
  return changes.map((change) => ({ name: describe(spread, change), pack: changed(spread, change) }));
}

/** The same pack with the conditions of every type written out at each provision, so that each can be removed alone. */
function withOwnConditions(pack: PackDocument): PackDocument {
  const provisions = pack.provisions.map((provision) => ({
    ...provision,
    conditions: [...pack.conditions.every, ...pack.conditions[provision.from], ...provision.conditions],
  }));
  const none = { every: [], contract: [], receipt: [], invoice: [], recognition: [], decision: [] };
  return { ...pack, conditions: none, provisions };
}

function provisionChanges(pack: PackDocument, provision: WrittenProvision, index: number): Change[] {
  const { from, conditions } = provision;
  const at = (...path: Path): Path => ['provisions', index, ...path];
  const bases = from === 'contract' ? CONTRACT_BASES : [];
  return [
    ...(['lowest', 'highest'] as const).flatMap((end) =>
      set(at('decidedRate', end), ratesBeside(provision.decidedRate?.[end])),
    ),
    ...set(at('rate'), ratesBeside(provision.rate)),
    ...set(at('amountYuan'), amountsBeside(provision.amountYuan)),
    ...alternatives(at('date'), provision.date, DATES[from]),
    ...alternatives(at('base'), provision.base, bases),
    ...alternatives(at('beneficiary'), provision.beneficiary, ROLES[from]),
    ...alternatives(
      at('group'),
      provision.group,
      pack.groups.map(({ id }) => id),
    ),
    ...recognitionChanges(pack, provision, at),
    ...conditions.flatMap((condition, place) => [
      { path: at('conditions', place), value: undefined },
      ...conditionChanges(pack, provision, condition, at('conditions', place)),
    ]),
    ...conditionsElsewhere(pack, provision).map((value) => ({
      path: at('conditions', conditions.length),
      value,
    })),
  ];
}

function recognitionChanges(
  pack: PackDocument,
  { recognition, lessLargestOf }: WrittenProvision,
  at: (...path: Path) => Path,
): Change[] {
  if (!recognition) return [];
  const fixed = pack.provisions.filter(({ from }) => from === 'recognition').map(({ id }) => id);
  return [
    ...alternatives(at('recognition', 'kind'), recognition.kind, RECOGNITION_KINDS),
    ...(recognition.level ? [{ path: at('recognition', 'level'), value: undefined }] : []),
    ...alternatives(at('recognition', 'level'), recognition.level, LEVELS),
    ...lists(at('lessLargestOf'), lessLargestOf, fixed),
  ];
}

function conditionChanges(
  pack: PackDocument,
  { id, from }: WrittenProvision,
  use: WrittenCondition,
  at: Path,
): Change[] {
  const roles = ROLES[from];
  const others = pack.provisions
    .filter((other) => other.from === from && other.id !== id)
    .map((each) => each.id);
  return [
    ...lists([...at, 'statusIs'], use.statusIs, STATUSES[from]),
    ...lists([...at, 'contractStatusIs'], use.contractStatusIs, STATUSES.contract),
    ...lists([...at, 'contractCategoryIs'], use.contractCategoryIs, CATEGORIES),
    ...lists([...at, 'kindIs', 'among'], use.kindIs?.among, PARTY_KINDS),
    ...lists([...at, 'crossesBorder', 'notAbroad'], use.crossesBorder?.notAbroad, COUNTRIES),
    ...alternatives([...at, 'kindIs', 'party'], use.kindIs?.party, roles),
    ...alternatives([...at, 'inCity'], use.inCity, roles),
    ...alternatives([...at, 'holdsRecognition', 'party'], use.holdsRecognition?.party, roles),
    ...alternatives([...at, 'holdsRecognition', 'kind'], use.holdsRecognition?.kind, [
      'any',
      ...RECOGNITION_KINDS,
    ]),
    ...[0, 1].flatMap((place) =>
      alternatives([...at, 'separateEntities', place], use.separateEntities?.[place], roles),
    ),
    ...alternatives([...at, 'contractEarnsNothingUnder'], use.contractEarnsNothingUnder, others),
    ...alternatives([...at, 'entityEarnsNothingUnder'], use.entityEarnsNothingUnder, others),
    ...Object.entries(use.underReading ?? {}).flatMap(([reading, value]) => [
      { path: [...at, 'underReading'], value: undefined },
      ...alternatives([...at, 'underReading', reading], value, pack.readings[reading]?.values ?? []),
    ]),
  ];
}

/** Conditions that other provisions of the same type of fact have and this one does not. */
function conditionsElsewhere(
  pack: PackDocument,
  { id, from, conditions }: WrittenProvision,
): WrittenCondition[] {
  const own = new Set(conditions.map((use) => JSON.stringify(use)));
  const others = pack.provisions.filter((other) => other.from === from).flatMap((other) => other.conditions);
  return [...new Map(others.map((use) => [JSON.stringify(use), use]))]
    .filter(([text]) => !own.has(text))
    .map(([, use]) => use)
    .filter((use) => id !== (use.contractEarnsNothingUnder ?? use.entityEarnsNothingUnder));
}

/** Each reading with another default, each switch with its branches exchanged or with only one of them. */
function readingChanges(pack: PackDocument): Change[] {
  const defaults = Object.entries(pack.readings).map(([id, { values }]) => ({
    path: ['readings', id, 'values'],
    value: values.toReversed(),
  }));
  return [...defaults, ...switchChanges(pack, [])];
}

function switchChanges(value: unknown, path: Path): Change[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!isSwitch(value)) {
    return Object.entries(value).flatMap(([key, inner]) => switchChanges(inner, [...path, key]));
  }
  const { byReading, ...written } = value as Record<string, unknown>;
  const names = Object.keys(written);
  const branches = Object.values(written);
  const exchanged = Object.fromEntries(names.map((name, place) => [name, branches.toReversed()[place]]));
  return [{ byReading, ...exchanged }, ...branches].map((each) => ({ path, value: each }));
}

function daysMoved({ inForceFrom }: PackDocument): Change[] {
  if (!isSwitch(inForceFrom)) return set(['inForceFrom'], daysBeside(inForceFrom));
  const { byReading: _, ...days } = inForceFrom;
  return Object.entries(days).flatMap(([name, day]) => set(['inForceFrom', name], daysBeside(day)));
}

function daysBeside(day: string): string[] {
  return [-1, 1].map((days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10));
}

function capsBeside(capYuan: number | null): (number | null)[] {
  return capYuan === null ? UNCAPPED_TRIALS_YUAN : [capYuan - 1, capYuan + 1, null];
}

function ratesBeside(rate: unknown): number[] {
  if (typeof rate !== 'number') return [];
  const beside = [rate - SMALLEST_RATE, rate + SMALLEST_RATE].map((each) => Number(each.toFixed(6)));
  return beside.filter((each) => each >= 0 && each <= 1);
}

function amountsBeside(amountYuan: unknown): number[] {
  return typeof amountYuan === 'number' ? [amountYuan - 1, amountYuan + 1] : [];
}

function set(path: Path, values: readonly unknown[]): Change[] {
  return values.map((value) => ({ path, value }));
}

/** Every other possible value, in each branch of a switch. */
function alternatives(path: Path, value: unknown, possible: readonly string[]): Change[] {
  if (value === undefined) return [];
  return branchesOf(path, value).flatMap(([place, written]) =>
    set(
      place,
      possible.filter((each) => each !== written),
    ),
  );
}

/** A list with one element more or one less, in each branch of a switch. */
function lists(path: Path, value: unknown, possible: readonly string[]): Change[] {
  if (value === undefined) return [];
  return branchesOf(path, value).flatMap(([place, written]) => {
    const list = written as readonly string[];
    const longer = possible.filter((each) => !list.includes(each)).map((each) => [...list, each]);
    const shorter = list.map((each) => list.filter((other) => other !== each));
    return set(place, [...longer, ...shorter]);
  });
}

function branchesOf(path: Path, value: unknown): [Path, unknown][] {
  if (!isSwitch(value)) return [[path, value]];
  const { byReading: _, ...branches } = value;
  return Object.entries(branches).map(([name, written]) => [[...path, name], written]);
}

function changed(pack: PackDocument, { path, value }: Change): PackDocument {
  const copy = structuredClone(pack);
  const last = path.at(-1) as string;
  const holder = holderOf(copy, path);
  if (value !== undefined) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

function describe(pack: PackDocument, { path, value }: Change): string {
  const [list, index, ...rest] = path;
  const owner = pack[list as 'provisions' | 'groups'];
  const place = Array.isArray(owner) ? [list, owner[index as number].id, ...rest] : path;
  const was = JSON.stringify(holderOf(pack, path)[path.at(-1) as string]);
  return `${place.join('.')}: ${was ?? 'nothing'} → ${JSON.stringify(value) ?? 'nothing'}`;
}

function holderOf(pack: PackDocument, path: Path): Record<string, unknown> {
  let holder = pack as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  return holder;
}
