import { DELIVERY, ID, isFactInstant, LIMITS, type TextRule, textMistake, visible } from '@duixian/values';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { excerpt, faultsOf } from './faults-of-issues.ts';
import { fewFaults, withFewWrongIds } from './few-faults.ts';
import { deliveryId, id, instant, text } from './fields.ts';
import { membersOf, outlineOf, parseExactly, repeatedName } from './json-text.ts';
import { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
import { FACT_TYPES, type Fact, isFactTypeName } from './registry.ts';
import { timeFaults } from './time-faults.ts';

/** An item as UTF-8 JSON. */
export const MAX_ITEM_BYTES = LIMITS.itemBytes.most;

const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/;
/** Completes "it must be …". */
export const SOURCE_URI = `an absolute URI in printable ASCII of the system that records the fact, such as urn:duixian:exchange:henan, of at most ${LIMITS.idCodePoints.most} characters`;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

const CONTENT_TYPE = '"application/json" (also with "; charset=utf-8"), or absent';

export function isSourceUri(value: string): boolean {
  return value.length <= LIMITS.idCodePoints.most && ABSOLUTE_URI.test(value);
}

/** The attributes of CloudEvents 1.0 that a fact needs; extension attributes are allowed. */
export const envelope = z.looseObject({
  specversion: z.literal('1.0', { error: '"1.0"' }),
  id: deliveryId.describe('Unique within source; names the delivery, not the record.'),
  source: z.string({ error: SOURCE_URI }).check(z.refine(isSourceUri, { error: SOURCE_URI })),
  type: text.describe('One of the nine types.'),
  subject: id.describe('The key of the record that the fact is about.'),
  time: instant.describe('When the source recorded it.'),
  datacontenttype: z
    .string({ error: CONTENT_TYPE })
    .check(z.refine((value) => JSON_TYPE.test(value), { error: CONTENT_TYPE }))
    .nullish(),
});

/** Without these an item is not a CloudEvent at all. */
const CLOUDEVENT_ATTRIBUTES = ['specversion', 'id', 'source', 'type'];

/**
 * A service's own check of an item's data as it arrived, such as that of a decision against the policy. It runs even
 * where the checks of the type found faults, so fields may have any content.
 */
export type OwnCheck = (type: FactTypeName, data: Readonly<Record<string, unknown>>) => readonly Fault[];

type Fields = Record<string, unknown>;

export type ReadItem = { readonly fact: Fact } | { readonly faults: readonly [Fault, ...Fault[]] };

/** The type and subject of an item as far as they can be read, for responses and lists of refusals. */
export function namesOf(item: unknown): { type: string | null; subject: string | null } {
  const { type, subject } = isObject(item) ? item : {};
  return {
    type: typeof type === 'string' ? type : null,
    subject: typeof subject === 'string' ? subject : null,
  };
}

/**
 * The options of validation: a check of the service's own, and the current time where items are validated at intake.
 */
export type Judging = { readonly ownCheck?: OwnCheck | undefined; readonly now?: Date | undefined };

/**
 * Validates one item by itself (docs/facts.md §2): returns its fact, or all its faults at once. The register judges
 * what depends on earlier revisions or on the source.
 */
export function readItem(item: unknown, sizeBytes: number, judging: Judging = {}): ReadItem {
  if (sizeBytes > MAX_ITEM_BYTES) return tooLarge(sizeBytes);
  if (!isObject(item)) return refusal('', 'not-cloudevent', 'the item must be a CloudEvent: a JSON object');
  const faults = isPlainEnvelope(item) ? [] : envelopeFaults(item);
  if (typeof item['type'] === 'string' && item['type'] !== '' && !isFactTypeName(item['type'])) {
    faults.push(unknownType(item['type']));
  }
  if (!isFactTypeName(item['type'])) return { faults: fewFaults(faults) };
  return readData(item, item['type'], faults, judging);
}

/** An envelope that passes here passes the schema, which copies the whole item and costs several times as much. */
function isPlainEnvelope({ specversion, id, source, type, subject, time, datacontenttype }: Fields): boolean {
  return (
    specversion === '1.0' &&
    isRight(id, DELIVERY) &&
    typeof source === 'string' &&
    isSourceUri(source) &&
    isFactTypeName(type) &&
    isRight(subject, ID) &&
    typeof time === 'string' &&
    isFactInstant(time) &&
    (datacontenttype === undefined || datacontenttype === null || datacontenttype === 'application/json')
  );
}

function isRight(value: unknown, rule: TextRule): boolean {
  return typeof value === 'string' && textMistake(value, rule) === undefined;
}

function envelopeFaults(item: Fields): Fault[] {
  const read = envelope.safeParse(item);
  return read.success ? [] : faultsOf(read.error.issues, item, '').map(asCloudEventFault);
}

/** As `readItem`, from the text of one line or message, by the rules of I-JSON (RFC 7493). */
export function readItemText(itemText: string, judging: Judging = {}): ReadItem & { item: unknown } {
  const { isTooDeep, members, hasPlainNumbers } = outlineOf(itemText);
  if (isTooDeep) return { ...tooDeep(), item: undefined };
  const sizeBytes = bytesOf(itemText);
  if (sizeBytes > MAX_ITEM_BYTES) return { ...tooLarge(sizeBytes), item: undefined };
  let item: unknown;
  try {
    item = hasPlainNumbers ? JSON.parse(itemText) : parseExactly(itemText);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ...refusal('', 'not-json', notJson(itemText, error.message)), item: undefined };
  }
  if (membersOf(item) !== members) return { ...refusal('', 'not-json', repeated(itemText)), item };
  const read = readItem(item, sizeBytes, judging);
  return 'fact' in read ? { fact: read.fact, item } : { faults: read.faults, item };
}

/**
 * The bytes of a short text are not counted: a UTF-16 unit has at most three bytes, so it is within the limit in any
 * case.
 */
function bytesOf(itemText: string): number {
  return itemText.length <= MAX_ITEM_BYTES / 3 ? itemText.length : Buffer.byteLength(itemText);
}

const BYTE_ORDER_MARK = '\uFEFF';

function notJson(itemText: string, why: string): string {
  if (itemText.startsWith(BYTE_ORDER_MARK))
    return 'the item is not valid JSON: it begins with a byte order mark, U+FEFF; remove it';
  return `the item is not valid JSON: ${visible(why)}`;
}

function tooLarge(sizeBytes: number): { faults: [Fault] } {
  const message = `the item has ${sizeBytes} bytes; at most 131,072 (128 KiB) are allowed`;
  return refusal('', 'too-large', message);
}

function tooDeep(): { faults: [Fault] } {
  const most = LIMITS.itemLevels.most;
  return refusal(
    '',
    'too-large',
    `the item is nested deeper than ${most} levels; at most ${most} are allowed`,
  );
}

function repeated(itemText: string): string {
  const name = excerpt(repeatedName(itemText) ?? '');
  return `the item is not valid I-JSON: the name ${name} occurs twice in one object; it may occur once`;
}

function readData(item: Fields, type: FactTypeName, faults: Fault[], { ownCheck, now }: Judging): ReadItem {
  const { data, subject } = item;
  if (!isObject(data)) {
    const reason = data === undefined ? 'missing-field' : 'bad-field';
    const message = 'data must be an object: the state of the record';
    return { faults: [...faults, { field: 'data', reason, message }] as never };
  }
  const definition = FACT_TYPES[type];
  const right =
    typeof subject === 'string' && subject !== '' ? definition.subjectMustBe(subject, data) : undefined;
  if (right) faults.push({ field: 'subject', reason: 'bad-field', message: `subject must be ${right}` });
  const parsed = definition.schema.safeParse(withFewWrongIds(data));
  if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, data, 'data'));
  if (typeof item['time'] === 'string') faults.push(...timeFaults(type, data, item['time'], now));
  if (ownCheck) faults.push(...ownCheck(type, data));
  if (faults.length > 0) return { faults: fewFaults(faults) };
  const { id, source, time } = item;
  return { fact: { type, subject, source, id, time, data: parsed.data } as Fact };
}

function asCloudEventFault(fault: Fault): Fault {
  return CLOUDEVENT_ATTRIBUTES.includes(fault.field) ? { ...fault, reason: 'not-cloudevent' } : fault;
}

function unknownType(type: string): Fault {
  const message = `type ${excerpt(type)} is not known; it must be one of ${FACT_TYPE_NAMES.join(', ')}`;
  return { field: 'type', reason: 'unknown-type', message };
}

function refusal(field: string, reason: Fault['reason'], message: string): { faults: [Fault] } {
  return { faults: [{ field, reason, message }] };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
