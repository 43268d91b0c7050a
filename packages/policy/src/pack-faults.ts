import { readFileSync } from 'node:fs';
import { isDay, parseRate } from '@duixian/values';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { ConditionName } from './condition-use.ts';
import { CONDITIONS } from './conditions.ts';
import {
  isSwitch,
  type PackDocument,
  type Switched,
  type WrittenCondition,
  type WrittenProvision,
} from './pack-document.ts';
import { DATES, type FactCase, ROLES, type Role } from './roles.ts';

const SCHEMA_FILE = new URL('../packs/pack.schema.json', import.meta.url);

/** Everything that is wrong with a pack, each with its place: first by the schema, then what no schema can express. */
export function packFaults(document: unknown): string[] {
  const validate = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  }).compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')));
  if (!validate(document)) {
    // An "if" only repeats the error of its branch.
    return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(schemaFault);
  }
  return crossFaults(document as PackDocument);
}

function schemaFault({ instancePath, message, params, data }: ErrorObject): string {
  const named = params['additionalProperty'] ?? params['allowedValues'] ?? params['allowedValue'];
  const detail = named === undefined ? '' : ` (${JSON.stringify(named)})`;
  const found = typeof data === 'object' ? '' : `, not ${JSON.stringify(data)}`;
  return `${placeOf(instancePath)} ${message}${detail}${found}`;
}

function placeOf(instancePath: string): string {
  return instancePath === '' ? 'the pack' : instancePath.slice(1).replaceAll('/', '.');
}

function crossFaults(pack: PackDocument): string[] {
  const provisions = pack.provisions.map(({ id }) => id);
  const groups = pack.groups.map(({ id }) => id);
  const used = new Set(pack.provisions.flatMap(({ group }) => branches(group)));
  return [
    ...repeated(provisions).map((id) => `provision ${id} occurs twice`),
    ...repeated(groups).map((id) => `group ${id} occurs twice`),
    ...groups.filter((id) => !used.has(id)).map((id) => `group ${id} is used by no provision`),
    ...[...used].filter((id) => !groups.includes(id)).map((id) => `group ${id} is not among groups`),
    ...(['inForceFrom', 'inForceUntil'] as const).flatMap((field) =>
      branches(pack[field])
        .filter((day) => !isDay(day))
        .map((day) => `${field}: ${day} is not a day`),
    ),
    ...switchFaults(pack, pack),
    ...Object.entries(pack.conditions).flatMap(([of, conditions]) =>
      conditions.flatMap((condition) =>
        conditionFaults(pack, `conditions.${of}`, of === 'every' ? undefined : (of as FactCase), condition),
      ),
    ),
    ...pack.provisions.flatMap((provision) => provisionFaults(pack, provision)),
  ];
}

function provisionFaults(pack: PackDocument, provision: WrittenProvision): string[] {
  const { id, from, beneficiary, conditions } = provision;
  const prices = (['rate', 'decidedRate', 'amountYuan', 'decidedAmount'] as const).filter(
    (name) => provision[name] !== undefined,
  );
  const needsBase = prices[0] === 'rate' || prices[0] === 'decidedRate';
  const place = `provision ${id}`;
  return [
    ...(prices.length === 1
      ? []
      : [`${place} must have exactly one of rate, decidedRate, amountYuan, decidedAmount`]),
    ...(needsBase === (provision.base !== undefined) ? [] : [`${place}: base goes with rate or decidedRate`]),
    ...((from === 'recognition') === (provision.recognition !== undefined)
      ? []
      : [`${place}: recognition goes with from: recognition`]),
    ...(ROLES[from].includes(beneficiary) ? [] : [`${place}: ${from} has no ${beneficiary}`]),
    ...branches(provision.date)
      .filter((date) => !DATES[from].includes(date))
      .map((date) => `${place}: ${from} has no ${date}`),
    ...branches(provision.base)
      .filter((base) => BASE_OF[base] !== from)
      .map((base) => `${place}: ${from} has no ${base}`),
    ...rateFaults(provision),
    ...branches(provision.lessLargestOf ?? [])
      .flat()
      .filter((other) => !isFixedRecognition(pack, other))
      .map((other) => `${place}: lessLargestOf names ${other}, which is no fixed amount for a recognition`),
    ...conditions.flatMap((condition) => conditionFaults(pack, place, from, condition)),
  ];
}

const BASE_OF: Record<string, FactCase> = {
  technologyAmount: 'contract',
  technologyAmountUpToReceipts: 'contract',
  totalAmount: 'contract',
  receivedAmount: 'receipt',
  paidAmountUpToMeteredFee: 'invoice',
};

function rateFaults({ id, rate, decidedRate }: WrittenProvision): string[] {
  const rates = [
    ...branches(rate ?? []).flat(),
    ...(decidedRate ? [decidedRate.lowest, decidedRate.highest] : []),
  ];
  return [
    ...rates
      .filter((value) => parseRate(String(value)) === undefined)
      .map((value) => `provision ${id}: rate ${value} has more than six decimals`),
    ...(decidedRate && decidedRate.lowest > decidedRate.highest
      ? [`provision ${id}: decidedRate.lowest is above highest`]
      : []),
  ];
}

function conditionFaults(
  pack: PackDocument,
  place: string,
  from: FactCase | undefined,
  { underReading, ...condition }: WrittenCondition,
): string[] {
  const [name, ...more] = Object.keys(condition) as ConditionName[];
  if (name === undefined || more.length > 0) return [`${place}: a condition has exactly one name`];
  const parameters = condition[name];
  const faults: string[] = [];
  const cases = from ? [from] : (Object.keys(ROLES) as FactCase[]);
  if (cases.some((each) => !CONDITIONS[name].of.includes(each)))
    faults.push(`${place}: ${name} cannot be asked of ${from ?? 'every fact'}`);
  for (const role of rolesIn(parameters))
    if (from && !ROLES[from].includes(role)) faults.push(`${place}: ${name}: ${from} has no ${role}`);
  if (name === 'contractEarnsNothingUnder' || name === 'entityEarnsNothingUnder')
    faults.push(...exclusionFaults(pack, `${place}: ${name}`, from, String(parameters)));
  for (const [reading, value] of Object.entries(underReading ?? {}))
    if (!pack.readings[reading]?.values.includes(value))
      faults.push(`${place}: ${name}: reading ${reading} has no value ${value}`);
  return faults;
}

/** A provision that excludes another must not itself be excluded: neither could be decided before the other. */
function exclusionFaults(
  pack: PackDocument,
  place: string,
  from: FactCase | undefined,
  id: string,
): string[] {
  const excluding = pack.provisions.find((provision) => provision.id === id);
  if (!excluding) return [`${place}: there is no provision ${id}`];
  if (excluding.from !== from) return [`${place}: ${id} is not made by a ${from}`];
  const conditions = [...pack.conditions.every, ...pack.conditions[excluding.from], ...excluding.conditions];
  return conditions.some((use) => use.contractEarnsNothingUnder ?? use.entityEarnsNothingUnder)
    ? [`${place}: ${id} is itself excluded by another provision`]
    : [];
}

function rolesIn(parameters: unknown): Role[] {
  const known = new Set<unknown>(Object.values(ROLES).flat());
  if (Array.isArray(parameters)) return parameters.filter((each) => known.has(each));
  if (typeof parameters === 'object' && parameters !== null && 'party' in parameters)
    return [parameters.party as Role];
  return known.has(parameters) ? [parameters as Role] : [];
}

/** Every switch, at any place, has a branch for each value of its reading and no other. */
function switchFaults(pack: PackDocument, value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, content]) =>
    switchFaults(pack, content, place === '' ? key : `${place}.${key}`),
  );
  if (!isSwitch(value)) return inner;
  const { byReading, ...written } = value;
  const values = pack.readings[byReading]?.values;
  if (!values) return [`${place}: there is no reading ${byReading}`, ...inner];
  const missing = values
    .filter((each) => !(each in written))
    .map((each) => `${place}: ${byReading} has no branch ${each}`);
  const foreign = Object.keys(written)
    .filter((each) => !values.includes(each))
    .map((each) => `${place}: ${byReading} has no value ${each}`);
  return [...missing, ...foreign, ...inner];
}

function isFixedRecognition(pack: PackDocument, id: string): boolean {
  const provision = pack.provisions.find((each) => each.id === id);
  return provision?.from === 'recognition' && provision.amountYuan !== undefined;
}

function branches<Value>(value: Switched<Value> | undefined): Value[] {
  if (value === undefined) return [];
  if (!isSwitch(value)) return [value as Value];
  const { byReading: _, ...written } = value;
  return Object.values(written) as Value[];
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
