import { base32 } from '@duixian/values';
import { seededBytes } from '../core/seeded.ts';

const ID_SIGNS = 20;
const ENTITY = '91410100EXAMPLE045';
const SUBJECTS = 1_000_000;
/** The state that an order has at each version, as far as rules need them. */
const STATES: Readonly<Record<number, string>> = { 1: 'issued', 2: 'accepted', 4: 'accepted', 5: 'paid' };

export type TestEvent = {
  readonly id: string;
  readonly subject: string;
  readonly content: Readonly<Record<string, unknown>>;
};

/** What makes an event of one rule: a name for its id, and one for its subject. */
export type EventNames = { readonly seed: number; readonly rule: string; readonly name: string };

/** The event by which an address is tried: it is about nothing, and a receiver only answers it. */
export function trialEvent({ seed, rule, name }: EventNames, now: Date): TestEvent {
  return cloudEvent({ seed, rule, name }, 'duixian.test.v1', `conform-${rule}`, now, { version: 1 });
}

/** An order's whole state at a version. Events with the same `about` are about the same order. */
export function orderEvent(names: EventNames, about: string, version: number, now: Date): TestEvent {
  const number = 1 + (seededBytes(names.seed, names.rule, 'order', about).readUInt32BE() % SUBJECTS);
  const id = `${ENTITY}-2018-international-${number}`;
  const state = STATES[version] ?? 'issued';
  return cloudEvent(names, `duixian.order.${state}.v1`, id, now, {
    version,
    id,
    state,
    amountFen: 100_000_000 - number,
    payeeUscc: ENTITY,
    entity: ENTITY,
    run: null,
    replaces: null,
    treasuryReason: null,
    updatedAt: now.toISOString(),
  });
}

function cloudEvent(
  { seed, rule, name }: EventNames,
  type: string,
  subject: string,
  now: Date,
  data: Readonly<Record<string, unknown>>,
): TestEvent {
  const bytes = seededBytes(seed, rule, 'event', name);
  const id = `evt_${base32(bytes, ID_SIGNS)}`;
  const content = {
    specversion: '1.0',
    id,
    source: 'urn:duixian:disbursement',
    type,
    subject,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    sequence: String(bytes.readUInt32BE(ID_SIGNS)).padStart(16, '0'),
    data,
  };
  return { id, subject, content };
}
