import { dataToJson, type Fact, type Fault, judgeRevision } from '@duixian/facts';
import { canonicalJson, sha256Hex } from '@duixian/values';
import { type HistoryDocument, historyId, type ThingDocument, thingId } from './thing-document.ts';

export type Outcome = 'recorded' | 'duplicate' | 'stale' | Fault;

export type Arrival = {
  readonly fact: Fact;
  readonly content: string;
  readonly traceparent: string | undefined;
};

/** A thing before and after a batch; `traceparent` is that of the last fact that changed it. */
export type Change = {
  readonly before: ThingDocument | undefined;
  after: ThingDocument;
  /** Whether others hear of it: not of marks that only this register keeps. */
  published: boolean;
  traceparent: string | undefined;
};

export type JudgedBatch = {
  readonly outcomes: readonly Outcome[];
  readonly changes: Map<string, Change>;
  readonly history: readonly HistoryDocument[];
};

export function arrivalOf(fact: Fact, traceparent: string | undefined): Arrival {
  return { fact, content: sha256Hex(canonicalJson(dataToJson(fact.data))), traceparent };
}

/**
 * Judges a batch in arrival order against what is held and against its own earlier items, without side effects: a
 * transaction that runs again judges anew.
 */
export function judgeBatch(
  arrivals: readonly Arrival[],
  held: ReadonlyMap<string, ThingDocument>,
  earlier: ReadonlyMap<string, string>,
  aboutOf: (fact: Fact) => string[],
  now: Date,
): JudgedBatch {
  const changes = new Map<string, Change>();
  const history: HistoryDocument[] = [];
  const contents = new Map(earlier);
  const outcomes = arrivals.map((arrival) => {
    const id = thingId(arrival.fact.type, arrival.fact.subject);
    const current = changes.get(id)?.after ?? held.get(id);
    const known = current && current.revision > 0 ? current : undefined;
    const { source, data } = arrival.fact;
    const judgement = judgeRevision(
      { source, revision: data.revision, content: arrival.content },
      known,
      (revision) => contents.get(historyId(id, revision)),
      (a, b) => a === b,
    );
    const keep = (document: HistoryDocument) => {
      contents.set(document._id, document.content);
      history.push(document);
    };
    if (judgement === 'recorded') {
      if (known) keep(superseded(known));
      const after = newState(id, arrival, current, aboutOf(arrival.fact), now);
      changes.set(id, { before: held.get(id), after, published: true, traceparent: arrival.traceparent });
    } else if (judgement === 'stale' && !contents.has(historyId(id, data.revision))) {
      keep(late(id, arrival, now));
    }
    return judgement;
  });
  return { outcomes, changes, history };
}

function newState(
  id: string,
  { fact, content }: Arrival,
  current: ThingDocument | undefined,
  about: string[],
  now: Date,
): ThingDocument {
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

function superseded({
  _id,
  revision,
  content,
  data,
  eventId,
  time,
  recordedAt,
}: ThingDocument): HistoryDocument {
  return { _id: historyId(_id, revision), thing: _id, revision, content, data, eventId, time, recordedAt };
}

function late(thing: string, { fact, content }: Arrival, recordedAt: Date): HistoryDocument {
  const { data, id: eventId, time } = fact;
  return {
    _id: historyId(thing, data.revision),
    thing,
    revision: data.revision,
    content,
    data,
    eventId,
    time,
    recordedAt,
  };
}
