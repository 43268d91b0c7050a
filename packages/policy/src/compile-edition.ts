import { defined, parseRate } from '@duixian/values';
import type { ConditionUse } from './condition-use.ts';
import {
  isSwitch,
  type PackDocument,
  type Readings,
  type Switched,
  type WrittenCondition,
  type WrittenGroup,
  type WrittenProvision,
} from './pack-document.ts';
import type { Edition, Group, Pricing, Provision } from './policy.ts';

const FEN_PER_YUAN = 100n;

/** Compiles a pack that has no faults under any of its readings. */
export function compileEdition(pack: PackDocument, readings: Readings, packDigest: string): Edition {
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
    packDigest,
    title: pack.title,
    city: pack.city,
    inForceFrom: chosen(pack.inForceFrom, readings),
    inForceUntil: pack.inForceUntil === undefined ? null : chosen(pack.inForceUntil, readings),
    groups: new Map(pack.groups.map((group) => [group.id, groupOf(group)])),
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

/** Empty where the condition belongs to a reading that was not chosen. */
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
