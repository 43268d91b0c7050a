import { cloudEvent, type Fault, isFactTypeName } from '@duixian/facts';
import { type ByContent, type HeldRecord, revisionByContent } from '@duixian/formats/revision-by-content';
import { assert, defined } from '@duixian/values';
import type { Keyring } from '../access/keyring.ts';
import { registerOf, type Services } from '../services.ts';
import type { Item } from './read-body.ts';
import { type Intake, recordItems } from './record-items.ts';

/** The state of a record from a sender that numbers no revisions. */
export type ContentRecord = {
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** As JSON, without a revision. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly arrivedAt: Date;
  readonly hasWaited: boolean;
};
type Outcome = 'recorded' | 'duplicate' | 'stale' | 'already-final' | 'refused';
export type ContentResult = { readonly outcome: Outcome; readonly faults: readonly Fault[] };
type By = {
  readonly keyring: Keyring;
  readonly traceparent: string;
  /** Other than that of all facts. */
  readonly intake?: Intake;
  readonly isAnySource?: boolean;
};

/** Others may record the same subject meanwhile, or it occurs more than once here: then it is looked at again. */
const TRIES = 5;

/**
 * Records what equals nothing that is held, under a revision of its own, in the order given. Repeating it is harmless:
 * what was recorded is a duplicate by its content.
 */
export async function recordByContent(
  records: readonly ContentRecord[],
  by: By,
  services: Services,
): Promise<ContentResult[]> {
  const results: ContentResult[] = [];
  let left = [...records.keys()];
  for (let tries = 1; left.length > 0; tries += 1) {
    const asked = left.map((index) => records[index] as ContentRecord);
    const answers = await recordOnce(asked, by, services);
    left = left.filter((index, position) => {
      const answer = defined(answers[position], 'every record is answered');
      results[index] = answer;
      return tries < TRIES && answer.faults.some(({ reason }) => reason === 'revision-conflict');
    });
  }
  return results;
}

async function recordOnce(
  records: readonly ContentRecord[],
  { keyring, traceparent, intake, isAnySource = false }: By,
  services: Services,
): Promise<ContentResult[]> {
  const decided = await decide(records, services);
  const items: Item[] = [];
  const places = decided.map((one, index) =>
    'revision' in one ? items.push(itemOf(records[index] as ContentRecord, one.revision)) - 1 : -1,
  );
  const answers = await recordItems(items, intake ?? services.intake, traceparent, (sources) => ({
    sourceVersions: keyring.versionsOf(sources),
    isAnySource,
  }));
  return decided.map((one, index) => {
    if ('outcome' in one) return { outcome: one.outcome, faults: [] };
    const { outcome, faults } = defined(answers[places[index] as number], 'every item is answered');
    return { outcome, faults: faults as Fault[] };
  });
}

async function decide(records: readonly ContentRecord[], services: Services): Promise<ByContent[]> {
  const held = await heldOf(records, services);
  const sentBack = await sentBackOf(records, services);
  return records.map(({ source, type, subject, data, arrivedAt, hasWaited }) => {
    const sentBackAt = sentBack.get(`${source} ${subject}`);
    const arriving = { source, data, hasWaited, arrivedAtMs: arrivedAt.getTime(), sentBackAt };
    return revisionByContent(arriving, held.get(`${type} ${subject}`));
  });
}

async function heldOf(
  records: readonly ContentRecord[],
  services: Services,
): Promise<Map<string, HeldRecord>> {
  const held = new Map<string, HeldRecord>();
  const reads = [...Map.groupBy(records, ({ type }) => type)].map(async ([type, own]) => {
    assert(isFactTypeName(type), 'a foreign format becomes facts');
    const subjects = [...new Set(own.map(({ subject }) => subject))];
    const answer = await registerOf(services, type).readRecords({ type, subjects });
    for (const { subject, source, current } of answer.records) {
      const { revision, dataJson } = defined(current, 'what is held has a revision');
      held.set(`${type} ${subject}`, { source, revision: Number(revision), data: JSON.parse(dataJson) });
    }
  });
  await Promise.all(reads);
  return held;
}

async function sentBackOf(
  records: readonly ContentRecord[],
  { waiting }: Services,
): Promise<Map<string, number>> {
  const finals = records.filter(({ data }) => 'status' in data);
  const sentBack = new Map<string, number>();
  for (const [source, own] of Map.groupBy(finals, (record) => record.source)) {
    const subjects = [...new Set(own.map(({ subject }) => subject))];
    const answer = await waiting.readSentBack({ source, subjects });
    for (const { subject, revision } of answer.records)
      sentBack.set(`${source} ${subject}`, Number(revision));
  }
  return sentBack;
}

function itemOf({ source, type, subject, data, arrivedAt }: ContentRecord, revision: number): Item {
  const head = { id: `${subject}@${revision}`, source, type };
  const event = cloudEvent({ ...head, subject, time: arrivedAt.toISOString() } as never, {
    revision,
    ...data,
  });
  return { head, text: Buffer.from(JSON.stringify(event)) };
}
