import { LIMITS, parseInstant } from '@duixian/values';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { faultsOf } from './faults-of-issues.ts';
import { oneOf, text } from './fields.ts';
import { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
import { FACT_TYPES, type Fact, isFactTypeName } from './registry.ts';

/** An item as UTF-8 JSON. */
export const MAX_ITEM_BYTES = LIMITS.itemBytes.most;

const TIME = 'an RFC 3339 time with capital T and Z or an offset, seconds 00–59, at most 9 decimals';
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const URI = 'an absolute URI of the system that says so, such as urn:duixian:exchange:henan';

/** The attributes of CloudEvents 1.0 that a fact needs; extension attributes are let through. */
export const envelope = z.looseObject({
  specversion: z.literal('1.0', { error: '"1.0"' }),
  id: text.describe('Unique within source; names the delivery, not the thing.'),
  source: z.string({ error: URI }).check(z.refine((value) => ABSOLUTE_URI.test(value), { error: URI })),
  type: text.describe('One of the nine types.'),
  subject: text.describe('The key of the thing the fact is about.'),
  time: z
    .string({ error: TIME })
    .check(z.refine((value) => parseInstant(value) !== undefined, { error: TIME })),
  datacontenttype: oneOf(['application/json']).optional(),
});

/** Without these an item is no CloudEvent at all. */
const CLOUDEVENT_ATTRIBUTES = ['specversion', 'id', 'source', 'type'];

/**
 * A check of a service's own on an item's data as it arrived, such as that of a decision against the policy. It runs
 * also where the type's own checks found faults, so fields may have any content.
 */
export type OwnCheck = (type: FactTypeName, data: Readonly<Record<string, unknown>>) => readonly Fault[];

type Fields = Record<string, unknown>;

export type ReadItem = { readonly fact: Fact } | { readonly faults: readonly [Fault, ...Fault[]] };

/** The type and subject of an item as far as they can be read, for answers and lists of refusals. */
export function namesOf(item: unknown): { type: string | null; subject: string | null } {
  const { type, subject } = isObject(item) ? item : {};
  return {
    type: typeof type === 'string' ? type : null,
    subject: typeof subject === 'string' ? subject : null,
  };
}

/**
 * Checks one item by itself (facts.md §1): its fact, or all that is wrong with it at once. What depends on earlier
 * revisions or on the source is judged by the register.
 */
export function readItem(item: unknown, sizeBytes: number, ownCheck?: OwnCheck): ReadItem {
  if (sizeBytes > MAX_ITEM_BYTES) {
    return refusal('', 'too-large', `the item has ${sizeBytes} bytes; at most 131,072 (128 KiB) are taken`);
  }
  if (!isObject(item)) return refusal('', 'not-cloudevent', 'the item must be a CloudEvent: a JSON object');
  const faults = isPlainEnvelope(item) ? [] : envelopeFaults(item);
  if (typeof item['type'] === 'string' && item['type'] !== '' && !isFactTypeName(item['type'])) {
    faults.push(unknownType(item['type']));
  }
  if (!isFactTypeName(item['type'])) return { faults: nonEmpty(faults) };
  return readData(item, item['type'], faults, ownCheck);
}

/** What passes here passes the schema, which copies the whole item to find out and costs several times as much. */
function isPlainEnvelope({ specversion, id, source, type, subject, time, datacontenttype }: Fields): boolean {
  return (
    specversion === '1.0' &&
    isPlainText(id) &&
    typeof source === 'string' &&
    ABSOLUTE_URI.test(source) &&
    isFactTypeName(type) &&
    isPlainText(subject) &&
    typeof time === 'string' &&
    parseInstant(time) !== undefined &&
    (datacontenttype === undefined || datacontenttype === 'application/json')
  );
}

function isPlainText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

function envelopeFaults(item: Fields): Fault[] {
  const read = envelope.safeParse(item);
  return read.success ? [] : faultsOf(read.error.issues, item, '').map(asCloudEventFault);
}

/** As `readItem`, from the text of one line or message. */
export function readItemText(itemText: string, ownCheck?: OwnCheck): ReadItem & { item: unknown } {
  try {
    const item: unknown = JSON.parse(itemText);
    const read = readItem(item, Buffer.byteLength(itemText), ownCheck);
    return 'fact' in read ? { fact: read.fact, item } : { faults: read.faults, item };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const read = refusal('', 'not-json', `the item is not valid JSON: ${error.message}`);
    return { ...read, item: undefined };
  }
}

function readData(
  item: Fields,
  type: FactTypeName,
  faults: Fault[],
  ownCheck: OwnCheck | undefined,
): ReadItem {
  const { data, subject } = item;
  if (!isObject(data)) {
    const reason = data === undefined ? 'missing-field' : 'bad-field';
    return {
      faults: [
        ...faults,
        { field: 'data', reason, message: `data must be an object: the state of the thing` },
      ] as never,
    };
  }
  const definition = FACT_TYPES[type];
  const right =
    typeof subject === 'string' && subject !== '' ? definition.subjectMustBe(subject, data) : undefined;
  if (right) faults.push({ field: 'subject', reason: 'bad-field', message: `subject must be ${right}` });
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, data, 'data'));
  if (ownCheck) faults.push(...ownCheck(type, data));
  if (faults.length > 0) return { faults: nonEmpty(faults) };
  const { id, source, time } = item;
  return { fact: { type, subject, source, id, time, data: parsed.data } as Fact };
}

function asCloudEventFault(fault: Fault): Fault {
  return CLOUDEVENT_ATTRIBUTES.includes(fault.field) ? { ...fault, reason: 'not-cloudevent' } : fault;
}

function unknownType(type: string): Fault {
  const message = `type ${JSON.stringify(type.slice(0, 100))} is not known; it must be one of ${FACT_TYPE_NAMES.join(', ')}`;
  return { field: 'type', reason: 'unknown-type', message };
}

function refusal(field: string, reason: Fault['reason'], message: string): { faults: [Fault] } {
  return { faults: [{ field, reason, message }] };
}

function nonEmpty(faults: readonly Fault[]): [Fault, ...Fault[]] {
  return faults as [Fault, ...Fault[]];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
