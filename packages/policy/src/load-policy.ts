import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defined, parseRate, sha256Hex } from '@duixian/values';
import { parseDocument } from 'yaml';
import type { ConditionUse } from './conditions.ts';
import {
  isSwitch,
  type PackDocument,
  type Readings,
  type Switched,
  type WrittenCondition,
  type WrittenGroup,
  type WrittenProvision,
} from './pack-document.ts';
import { packFaults } from './pack-faults.ts';
import type { Group, Policy, Pricing, Provision } from './policy.ts';

const PACKS = new URL('../packs/', import.meta.url);
const FEN_PER_YUAN = 100n;

/** A pack or the choice of readings is wrong; `faults` says everything that is, each with its place. */
export class PolicyFault extends Error {
  override name = 'PolicyFault';
  readonly faults: readonly string[];

  constructor(title: string, faults: readonly string[]) {
    super([title, ...faults].join('\n  '));
    this.faults = faults;
  }
}

/** The policy of a pack that comes with the system, under its default readings but for those given. */
export function loadPolicy(id: string, readings: Readings = {}): Policy {
  const file = new URL(`${id}/policy.yaml`, PACKS);
  if (!/^[a-z0-9-]+$/.test(id) || !existsSync(file)) {
    throw new PolicyFault(`There is no policy ${JSON.stringify(id)}`, [`known: ${packIds().join(', ')}`]);
  }
  return readPolicy(readFileSync(file, 'utf8'), readings);
}

/** By their digests: a pack that was found right is not checked again, where one process starts many services. */
const packs = new Map<string, PackDocument>();

/** The policy that a pack's text describes; throws a `PolicyFault` with every fault of pack and readings. */
export function readPolicy(packText: string, readings: Readings = {}): Policy {
  const packDigest = sha256Hex(packText);
  const pack = packs.get(packDigest) ?? checkedPack(packText);
  packs.set(packDigest, pack);
  return policyOf(pack, readings, packDigest);
}

function checkedPack(packText: string): PackDocument {
  const parsed = parseDocument(packText);
  if (parsed.errors.length > 0) {
    throw new PolicyFault(
      'The pack is not YAML',
      parsed.errors.map(({ message }) => message),
    );
  }
  const document: unknown = parsed.toJS();
  const faults = packFaults(document);
  if (faults.length > 0) throw new PolicyFault('The pack is not right', faults);
  return document as PackDocument;
}

/** The policy of a pack that has no faults. */
export function policyOf(pack: PackDocument, readings: Readings, packDigest: string): Policy {
  return compile(pack, chooseReadings(pack, readings), packDigest);
}

function packIds(): string[] {
  return readdirSync(PACKS, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/** All readings of the pack in its order: the value given, else the first. */
function chooseReadings(pack: PackDocument, given: Readings): Readings {
  const faults = Object.entries(given).flatMap(([id, value]) => {
    const values = pack.readings[id]?.values;
    if (!values) return [`there is no reading ${id}; known: ${Object.keys(pack.readings).join(', ')}`];
    return values.includes(value) ? [] : [`${id} must be one of ${values.join(', ')}, not ${value}`];
  });
  if (faults.length > 0) throw new PolicyFault(`The readings for ${pack.id} are not right`, faults);
  return Object.fromEntries(
    Object.entries(pack.readings).map(([id, { values }]) => [id, given[id] ?? values[0]]),
  );
}

function compile(pack: PackDocument, readings: Readings, packDigest: string): Policy {
  const { id, document, title } = pack;
  const groups = new Map(pack.groups.map((group) => [group.id, groupOf(group)]));
  const compiled = new Map<string, Provision>();
  const provisionNamed = (name: string): Provision => {
    const known = compiled.get(name);
    if (known) return known;
    const written = defined(
      pack.provisions.find((each) => each.id === name),
      `a checked pack has ${name}`,
    );
    const provision = provisionOf(pack, written, readings, provisionNamed);
    compiled.set(name, provision);
    return provision;
  };
  return {
    id,
    document,
    title,
    readings,
    packDigest,
    inForceFrom: chosen(pack.inForceFrom, readings),
    groups,
    provisions: pack.provisions.map((written) => provisionNamed(written.id)),
  };
}

function groupOf({ id, article, text, capYuan }: WrittenGroup): Group {
  return { id, article, text, capFen: capYuan === null ? null : BigInt(capYuan) * FEN_PER_YUAN };
}

function provisionOf(
  pack: PackDocument,
  written: WrittenProvision,
  readings: Readings,
  provisionNamed: (id: string) => Provision,
): Provision {
  const { id, article, title, text, from, recognition, beneficiary } = written;
  const conditions = [...pack.conditions.every, ...pack.conditions[from], ...written.conditions];
  return {
    id,
    article,
    title,
    text,
    from,
    recognition,
    beneficiary,
    date: chosen(written.date, readings),
    conditions: conditions.flatMap((condition) => conditionUse(condition, readings)),
    base: written.base === undefined ? undefined : chosen(written.base, readings),
    pricing: pricingOf(written, readings, provisionNamed),
    group: chosen(written.group, readings),
  };
}

function pricingOf(
  { rate, decidedRate, amountYuan, lessLargestOf }: WrittenProvision,
  readings: Readings,
  provisionNamed: (id: string) => Provision,
): Pricing {
  if (rate !== undefined) return { kind: 'rate', rateMillionths: millionths(chosen(rate, readings)) };
  if (decidedRate) {
    const { lowest, highest } = decidedRate;
    return {
      kind: 'decided-rate',
      lowestMillionths: millionths(lowest),
      highestMillionths: millionths(highest),
    };
  }
  if (amountYuan === undefined) return { kind: 'decided-amount' };
  return {
    kind: 'amount',
    amountFen: BigInt(chosen(amountYuan, readings)) * FEN_PER_YUAN,
    lessLargestOf: chosen(lessLargestOf ?? [], readings).map(provisionNamed),
  };
}

/** Nothing where the condition belongs to a reading that was not chosen. */
function conditionUse({ underReading, ...written }: WrittenCondition, readings: Readings): ConditionUse[] {
  const isMeant = Object.entries(underReading ?? {}).every(([id, value]) => readings[id] === value);
  if (!isMeant) return [];
  const { crossesBorder } = written;
  if (crossesBorder) {
    const notAbroad = chosen(crossesBorder.notAbroad, readings);
    return [{ name: 'crossesBorder', parameters: { notAbroad } }];
  }
  return Object.entries(written).map(([name, parameters]) => ({ name, parameters }) as ConditionUse);
}

function chosen<Value>(value: Switched<Value>, readings: Readings): Value {
  if (!isSwitch(value)) return value;
  const reading = defined(readings[value.byReading], 'a checked pack has the reading');
  return value[reading] as Value;
}

function millionths(rate: number): bigint {
  return defined(parseRate(String(rate)), 'a checked rate has at most six decimals');
}
