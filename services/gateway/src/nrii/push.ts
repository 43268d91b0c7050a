import * as api from '@duixian/api';
import { dataToJson, type FactData } from '@duixian/facts';
import {
  type NriiItem,
  type NriiOutcome,
  type NriiResult,
  type NriiWay,
  nriiAnswer,
  nriiRefusal,
  readNriiPush,
} from '@duixian/formats/nrii';
import { canonicalJson, defined, LIMITS } from '@duixian/values';
import type { Key } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import { recordByContent } from '../events/record-by-content.ts';
import { Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { readFields } from './read-fields.ts';
import { termsOf } from './terms.ts';

type Push = {
  readonly key: Key;
  readonly keyring: Keyring;
  readonly headers: Parameters<typeof readFields>[0];
  readonly body: unknown;
  readonly traceparent: string;
};
type Came = { readonly source: string; readonly arrivedAt: Date };
type Result = Pick<NriiResult, 'outcome' | 'message'>;

const pushInstruments = endpoint(api.pushInstruments, (asked, services) => push('instru', asked, services));
const pushServices = endpoint(api.pushServices, (asked, services) => push('effect', asked, services));
export const pushEndpoints: readonly Endpoint[] = [pushInstruments, pushServices];

/** Of persons nothing leaves `readNriiPush`: neither to registers nor to what waits, nor into a message. */
async function push(way: NriiWay, asked: Push, services: Services): Promise<Answer> {
  const { key, headers, body } = asked;
  const door = defined(key.door, 'the key of such an address has a unit and a source');
  if (!Buffer.isBuffer(body)) throw new Problem('bad-request', 'The body must be a form; there is none.');
  const fields = await readFields(headers, body);
  const arrivedAt = new Date();
  const terms = await termsOf(fields, way, { door, time: arrivedAt.toISOString() }, services);
  const read = readNriiPush(fields, way, terms);
  if ('status' in read) return new Answer(read.status, nriiRefusal(read.faults));
  const came = { source: door.source, arrivedAt };
  const results = [
    ...read.items.flatMap(answeredHere),
    ...(await recorded(read.items, came, asked, services)),
    ...(await kept(read.items, came, services)),
  ];
  const answer = nriiAnswer(results.sort((one, other) => one.index - other.index));
  const message = [answer.message, ...read.warnings.map((warning) => warning.message)].join('; ');
  return new Answer(200, { ...answer, message });
}

function answeredHere(item: NriiItem): NriiResult[] {
  if (item.outcome === 'ignored') return [resultOf(item, { outcome: 'ignored', message: 'not needed here' })];
  if (item.outcome !== 'refused') return [];
  const message = item.faults.map((fault) => fault.message).join('; ');
  return [resultOf(item, { outcome: 'refused', message })];
}

/** What is complete goes to its register. */
async function recorded(
  all: readonly NriiItem[],
  came: Came,
  { keyring, traceparent }: Push,
  services: Services,
): Promise<NriiResult[]> {
  const items = all.flatMap((item) =>
    item.outcome === 'fact' || item.outcome === 'ambiguous' ? [item] : [],
  );
  const records = items.map(({ fact: { type, subject, data } }) => {
    return { ...came, type, subject, data: dataToJson(data as FactData), hasWaited: false };
  });
  const answers = await recordByContent(records, { keyring, traceparent }, services);
  return items.map((item, index) => {
    const { outcome, faults } = defined(answers[index], 'every record is answered');
    const warnings = item.warnings.map(({ message }) => message);
    const message = [...faults.map((fault) => fault.message), ...warnings, ...FINAL[outcome]].join('; ');
    const isAmbiguous = outcome === 'recorded' && item.outcome === 'ambiguous';
    return resultOf(item, { outcome: isAmbiguous ? 'ambiguous' : outcome, message });
  });
}

/** What lacks a unit is kept until two persons have named it. */
async function kept(
  all: readonly NriiItem[],
  { source, arrivedAt }: Came,
  { waiting }: Services,
): Promise<NriiResult[]> {
  const items = all.filter((item) => item.outcome === 'waiting');
  if (items.length === 0) return [];
  const rows = items.map(({ fact: { type, subject, data, waitsFor } }) => ({
    ...{ type, subject, waitsFor: waitsFor.map(({ field, unit }) => ({ field, unit, division: '' })) },
    dataJson: canonicalJson(dataToJson(data as FactData) as never),
    isFinal: 'status' in data && data.status === 'final',
  }));
  const came = { source, way: 'nrii', arrivedAt: arrivedAt.toISOString() };
  const { outcomes } = await waiting.keepRows({ ...came, rows });
  return items.map((item, index) => {
    const units = item.fact.waitsFor.map(({ unit }) => unit).join(', ');
    const { outcome, words } = defined(KEPT[outcomes[index] ?? ''], 'every row is answered');
    return resultOf(item, { outcome, message: `${units}: ${words}` });
  });
}

function resultOf({ index, innerId }: NriiItem, result: Result): NriiResult {
  return { index, innerId, ...result };
}

const SEND_BACK = 'it is final; an officer can send it back';

const FINAL: Readonly<Record<NriiOutcome, readonly string[]>> = {
  ...{ recorded: [], duplicate: [], stale: [], waiting: [], ambiguous: [], ignored: [], refused: [] },
  'already-final': [SEND_BACK],
};

const KEPT: Readonly<Record<string, { readonly outcome: NriiOutcome; readonly words: string }>> = {
  KEPT_OUTCOME_WAITING: {
    outcome: 'waiting',
    words: 'this unit is not known yet; there is nothing to do, an officer names it',
  },
  KEPT_OUTCOME_ALREADY_FINAL: { outcome: 'already-final', words: SEND_BACK },
  KEPT_OUTCOME_OVER_LIMIT: {
    outcome: 'refused',
    words: `this unit is not known yet, and as much as is kept of a source waits already (${LIMITS.rowsWaiting.most} records); send it again later`,
  },
};
