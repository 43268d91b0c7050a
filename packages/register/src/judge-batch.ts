import { dataToJson, type Fact, type Fault, type HandingOver, judgeRevision } from '@duixian/facts';
import { canonicalJson, sha256Hex } from '@duixian/values';
import type { Room } from './gathered.ts';
import { marksOf } from './marks.ts';
import {
  type HistoryDocument,
  historyId,
  type Mark,
  type RecordDocument,
  recordId,
} from './record-document.ts';

/** `defect`: no retry records it until this software is fixed; the others of its batch are not affected. */
export type Outcome = 'recorded' | 'duplicate' | 'stale' | Fault | { readonly defect: string };

export type Arrival = {
  readonly fact: Fact;
  readonly content: string;
  /** Size of the canonical data. */
  readonly bytes: number;
  readonly traceparent: string | undefined;
};

/** A record before and after a batch; `traceparent` is that of the last fact that changed it. */
export type Change = {
  readonly before: RecordDocument | undefined;
  after: RecordDocument;
  /** Whether the change is published: not for marks that only this register keeps. */
  published: boolean;
  traceparent: string | undefined;
};

export type JudgedBatch = {
  readonly outcomes: readonly Outcome[];
  readonly changes: Map<string, Change>;
  readonly history: readonly HistoryDocument[];
};

export function arrivalOf(fact: Fact, traceparent: string | undefined): Arrival {
  const text = canonicalJson(dataToJson(fact.data));
  return { fact, content: sha256Hex(text), bytes: Buffer.byteLength(text), traceparent };
}

/** What a batch is judged by, besides the held state of its records. */
export type JudgedBy = {
  readonly room: Room;
  aboutOf(fact: Fact): string[];
  /** The handovers of a record since its held state was recorded. */
  handedOver(record: RecordDocument): readonly HandingOver[];
  readonly now: Date;
};

/**
 * Judges a batch in arrival order against the held state and its own earlier items, without side effects: a transaction
 * that runs again judges again.
 */
export function judgeBatch(
  arrivals: readonly Arrival[],
  held: ReadonlyMap<string, RecordDocument>,
  earlier: ReadonlyMap<string, string>,
  { aboutOf, handedOver, room, now }: JudgedBy,
): JudgedBatch {
  const changes = new Map<string, Change>();
  const history: HistoryDocument[] = [];
  const contents = new Map(earlier);
  const outcomes = arrivals.map((arrival) => {
    const id = recordId(arrival.fact.type, arrival.fact.subject);
    const current = changes.get(id)?.after ?? held.get(id);
    const known = current && current.revision > 0 ? current : undefined;
    const { source, data } = arrival.fact;
    const steps = known ? handedOver(known) : [];
    const last = steps.at(-1);
    const judgement = judgeRevision(
      { source, revision: data.revision, content: arrival.content },
      known && { ...known, source: last?.to ?? known.source, handedOver: last ?? known.handedOver?.at(-1) },
      (revision) => contents.get(historyId(id, revision)),
      (a, b) => a === b,
    );
    const keep = (document: HistoryDocument) => {
      contents.set(document._id, document.content);
      history.push(document);
    };
    if (judgement === 'recorded') {
      const tooMany = room.join(arrival.fact, known);
      if (tooMany) return tooMany;
      if (known) keep(superseded(known));
      const after = marked(
        { ...newState(id, arrival, current, aboutOf(arrival.fact), now), ...ownership(current, steps, now) },
        known ? marksOf(known, data) : [],
      );
      changes.set(id, { before: held.get(id), after, published: true, traceparent: arrival.traceparent });
    } else if (judgement === 'stale' && !contents.has(historyId(id, data.revision))) {
      keep(late(id, arrival, now));
      const marks = known ? marksOf(known, data) : [];
      if (known && marks.length > 0 && !known.isMarked)
        changes.set(id, markedLater(known, marks, changes.get(id)));
    }
    return judgement;
  });
  return { outcomes, changes, history };
}

function newState(
  id: string,
  { fact, content }: Arrival,
  current: RecordDocument | undefined,
  about: string[],
  now: Date,
): RecordDocument {
  const { type, subject, source, data, id: eventId, time } = fact;
  return {
    _id: id,
    type,
    subject,
    source,
    revision: data.revision,
    content,
    data,
    eventId,
    time,
    recordedAt: now,
    version: (current?.version ?? 0n) + 1n,
    guard: (current?.guard ?? 0n) + 1n,
    about,
    ...(current?.named ? { named: current.named } : {}),
  };
}

/** How the next state of a record came to its source, and since when the record is known. */
function ownership(
  current: RecordDocument | undefined,
  steps: readonly HandingOver[],
  now: Date,
): Pick<RecordDocument, 'firstRecordedAt' | 'handedOver'> {
  if (!current || current.revision === 0) return { firstRecordedAt: current?.firstRecordedAt ?? now };
  const { firstRecordedAt, handedOver = [] } = current;
  const since = steps.map(({ id, from, to, at, version }) => ({ id, from, to, at, version }));
  const all = [...handedOver, ...since];
  return { ...(firstRecordedAt && { firstRecordedAt }), ...(all.length > 0 && { handedOver: all }) };
}

function marked(record: RecordDocument, marks: Mark[]): RecordDocument {
  return marks.length > 0 ? { ...record, marks, isMarked: true } : record;
}

/** A late revision marks the current state; nothing is published. */
function markedLater(record: RecordDocument, marks: Mark[], change: Change | undefined): Change {
  const after = { ...marked(record, marks), guard: record.guard + 1n };
  return change ? { ...change, after } : { before: record, after, published: false, traceparent: undefined };
}

function superseded({
  _id,
  revision,
  content,
  data,
  eventId,
  time,
  recordedAt,
  source,
}: RecordDocument): HistoryDocument {
  const state = { revision, content, data, eventId, time, recordedAt, source };
  return { _id: historyId(_id, revision), thing: _id, ...state };
}

function late(record: string, { fact, content }: Arrival, recordedAt: Date): HistoryDocument {
  const { data, id: eventId, time, source } = fact;
  return {
    _id: historyId(record, data.revision),
    thing: record,
    revision: data.revision,
    content,
    data,
    eventId,
    time,
    recordedAt,
    source,
  };
}
