import { decodeFact, type FactTypeName, type PublishedFact } from '@duixian/facts';
import type { ReadBack, StreamPosition } from '@duixian/messaging';
import {
  type Background,
  isForbiddenByNats,
  type Logger,
  messageOf,
  PeriodicTask,
  sleep,
} from '@duixian/runtime';
import { defined } from '@duixian/values';
import { addMissing, forgetRecorded, hasMissing, missingBySource } from './missing-facts.ts';
import { type RegisterCollections, recordId, unknownRecord } from './record-document.ts';

const POSITION = 'position';
const LATEST = new Date(8.64e15);
/** So that a start has little to read, even after everything was published again. */
const EVERY_MS = 60_000;
/** Reading that is in progress at the end of a process may be interrupted. */
const END_MS = 2_000;

/**
 * After a restore from a backup the database is older than what was published from it: facts are missing here that
 * others hold, and versions that others have seen would be assigned again, so that others would ignore the newer state.
 * So at every start, before anything is recorded or published, the stream is read back from the position that the
 * database stores: a backup stores an older position, after which the stream holds everything that was published since,
 * as long as it retains it. Versions continue above those, and missing facts are kept and reported by source until the
 * source has sent them again or an officer has dismissed them. Clocks play no part in it. A running process reads on
 * from time to time.
 */
export class LookBack implements Background {
  readonly #collections: RegisterCollections;
  readonly #types: readonly FactTypeName[];
  readonly #readBack: ReadBack;
  readonly #log: Logger | undefined;
  readonly #end = new AbortController();
  readonly #task: PeriodicTask;
  #mayMiss = true;

  constructor(
    collections: RegisterCollections,
    types: readonly FactTypeName[],
    readBack: ReadBack,
    log: Logger | undefined,
  ) {
    this.#collections = collections;
    this.#types = types;
    this.#readBack = readBack;
    this.#log = log;
    this.#task = new PeriodicTask(
      {
        name: 'look-back',
        everyMs: EVERY_MS,
        failure: 'what was published cannot be read back; retrying',
        log,
      },
      async () => {
        if ((await this.#readOn()) > 0) await this.#report();
      },
    );
  }

  /** Whether a recorded fact may be among the missing ones; another process may have found some a moment ago. */
  get mayMiss(): boolean {
    return this.#mayMiss;
  }

  async atStart(): Promise<void> {
    try {
      await this.#readOn();
    } catch (error) {
      if (!isForbiddenByNats(error)) throw error;
      // A server with the permissions of an earlier release must not stop the register from working.
      this.#log?.error(
        { reason: messageOf(error) },
        'NATS denies this register to read back what it published, so a restore from a backup would go unnoticed',
      );
      this.#end.abort();
    }
    await this.#report();
  }

  start(): void {
    if (!this.#end.signal.aborted) this.#task.start();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.race([this.#task.stop(), sleep(END_MS)]);
  }

  /** Returns how many messages were of missing facts. */
  async #readOn(): Promise<number> {
    const { readBack } = this.#collections;
    const position = async (): Promise<StreamPosition | undefined> =>
      (await readBack.findOne({ _id: POSITION })) ?? undefined;
    let lost = 0;
    for await (const page of this.#readBack(position, { signal: this.#end.signal })) {
      const facts = page.payloads.flatMap((payload, at) =>
        factOf(payload, page.times[at], this.#types, this.#log),
      );
      lost += await compare(facts, this.#collections);
      // Only after the comparison, so that an interrupted page is read again.
      await readBack.updateOne({ _id: POSITION }, { $set: page.position }, { upsert: true });
    }
    await forgetRecorded(this.#collections);
    this.#mayMiss = await hasMissing(this.#collections);
    return lost;
  }

  async #report(): Promise<void> {
    for (const [source, { facts, sendAgainFrom }] of await missingBySource(this.#collections))
      this.#log?.error(
        { source, facts, sendAgainFrom },
        'the database is older than what was published: the source has to send its facts again from then on',
      );
  }
}

/** A published fact, and when it was published. */
type PublishedRecord = { readonly fact: PublishedFact; readonly at: Date };

/** Empty where the type is not one that this register publishes, even with a valid proof. */
function factOf(
  payload: Uint8Array,
  at: Date | undefined,
  types: readonly FactTypeName[],
  log: Logger | undefined,
): PublishedRecord[] {
  try {
    const fact = decodeFact(payload);
    if (types.includes(fact.type)) return [{ fact, at: defined(at, 'each message has a time') }];
    log?.error(
      { type: fact.type },
      'a message that is read back is ignored: its type does not belong to this register',
    );
    return [];
  } catch (error) {
    log?.warn({ err: error }, 'a message that was published cannot be read back');
    return [];
  }
}

async function compare(
  published: readonly PublishedRecord[],
  collections: RegisterCollections,
): Promise<number> {
  const { records } = collections;
  const facts = published.map(({ fact }) => fact);
  const newest = newestOfEach(facts);
  const projection = { version: 1, revision: 1 } as const;
  const found = await records.find({ _id: { $in: [...newest.keys()] } }, { projection }).toArray();
  const held = new Map(found.map((record) => [record._id, record]));
  const above = [...newest].filter(([id, { version }]) => version > (held.get(id)?.version ?? 0n));
  if (above.length > 0) await goOnAbove(above, firstPublished(published), records);
  const lost = facts.filter(
    ({ type, subject, data }) => data.revision > (held.get(recordId(type, subject))?.revision ?? 0),
  );
  if (lost.length > 0) await addMissing(lost, collections);
  return lost.length;
}

function newestOfEach(facts: readonly PublishedFact[]): Map<string, PublishedFact> {
  const newest = new Map<string, PublishedFact>();
  for (const fact of facts) {
    const id = recordId(fact.type, fact.subject);
    if (fact.version > (newest.get(id)?.version ?? 0n)) newest.set(id, fact);
  }
  return newest;
}

/** When each record was first published, as far as can be read, so that later handovers of it remain in effect. */
function firstPublished(published: readonly PublishedRecord[]): Map<string, Date> {
  const first = new Map<string, Date>();
  for (const { fact, at } of published) {
    const id = recordId(fact.type, fact.subject);
    if (at < (first.get(id) ?? LATEST)) first.set(id, at);
  }
  return first;
}

/**
 * A record that is not held at all gets a document with only the version and the time since when it was known. Another
 * process may do the same concurrently.
 */
async function goOnAbove(
  above: readonly (readonly [string, PublishedFact])[],
  first: ReadonlyMap<string, Date>,
  records: RegisterCollections['records'],
): Promise<void> {
  const writes = above.flatMap(([_id, { type, subject, version }]) => {
    const { _id: _, ...nothing } = unknownRecord(type, subject);
    const unknown = { ...nothing, firstRecordedAt: defined(first.get(_id), 'it was published') };
    return [
      { updateOne: { filter: { _id }, update: { $setOnInsert: unknown }, upsert: true } },
      {
        updateOne: {
          filter: { _id, version: { $lt: version } },
          update: { $set: { version }, $inc: { guard: 1n } },
        },
      },
    ];
  });
  await records.bulkWrite(writes);
}
