import {
  caseOf,
  encodeFact,
  type Fact,
  type FactTypeName,
  type Owner,
  type PublishedFact,
} from '@duixian/facts';
import type { Outbox, OutboxBatch, OutboxMessage, ReadBack, Relay } from '@duixian/messaging';
import {
  type Background,
  type Database,
  inTurns,
  type Logger,
  type Session,
  transact,
  writeGuarded,
} from '@duixian/runtime';
import type { Shared } from '@duixian/service';
import { defined, LIMITS } from '@duixian/values';
import { Gathered, type GathersAt } from './gathered.ts';
import { Intake } from './intake.ts';
import {
  type Arrival,
  arrivalOf,
  type Change,
  type JudgedBatch,
  judgeBatch,
  type Outcome,
} from './judge-batch.ts';
import { KnownSources } from './known-sources.ts';
import { LookBack } from './look-back.ts';
import { forgetMissing } from './missing-facts.ts';
import { readEarlier, readHeld } from './read-held.ts';
import { openCollections, type RecordDocument, type RegisterCollections } from './record-document.ts';
import { countEarlierSources, countSources } from './sources.ts';

/** What a service declares of its register; everything else is the same in all of them. */
export type RegisterDefinition = {
  readonly owner: Owner;
  readonly types: readonly FactTypeName[];
  /** The USCCs and ids by which a record is looked up. */
  aboutOf(fact: Fact): string[];
  /** Where its readers hold it together with all others of its type; nowhere by default. */
  gathersAt?: GathersAt;
  /** Approximately how many documents a fact writes; 1 by default. */
  documentsOf?(fact: Fact): number;
  /**
   * Derives more from a batch inside its transaction (metering: fees and totals). It may change the given documents and
   * add changes of further records. It must increment `guard` of what it changes, and `version` of what is to be
   * published.
   */
  extend?(changes: Map<string, Change>, session: Session, collections: RegisterCollections): Promise<void>;
};

type Opened = {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly relay: Relay;
  /** Undefined where nothing was published before. */
  readonly readBack?: ReadBack;
  readonly log?: Logger;
  readonly configuration?: Pick<Shared, 'ENVIRONMENT'>;
};

type Parts = Pick<Register, 'collections' | 'sources'> & { readonly lookBack: LookBack | undefined };

const REPUBLISH_BATCH = 500;
/** A misconfigured gateway is wrong at each call, so the warning is limited to one a minute. */
const LOGGED_EVERY_MS = 60_000;

/**
 * Records facts (docs/facts.md §2): judges revisions and sources, keeps the history, publishes each new state. Requests
 * that arrive while a transaction runs share the next one, and each gets its own answer after commit.
 */
export class Register {
  readonly definition: RegisterDefinition;
  readonly collections: RegisterCollections;
  /** Who may record what. */
  readonly sources: KnownSources;
  readonly #database: Database;
  readonly #outbox: Outbox;
  readonly #relay: Relay;
  readonly #gathered: Gathered;
  readonly #intake: Intake;
  /** For facts that write so much that others would have to wait for them. */
  readonly #intakeOfHeavy: Intake;
  readonly #lookBack: LookBack | undefined;
  readonly #log: Logger | undefined;
  readonly #isDevelopment: boolean;
  #logAgainAt = 0;

  private constructor(
    definition: RegisterDefinition,
    { database, outbox, relay, log, configuration }: Opened,
    { collections, sources, lookBack }: Parts,
  ) {
    this.definition = definition;
    this.collections = collections;
    this.sources = sources;
    this.#log = log;
    this.#isDevelopment = configuration?.ENVIRONMENT === 'development';
    this.#database = database;
    this.#outbox = outbox;
    this.#relay = relay;
    this.#lookBack = lookBack;
    this.#gathered = new Gathered(definition.gathersAt, collections.records);
    const intake = (apart: string) =>
      new Intake(
        definition.owner,
        (arrivals) => this.#recordNow(arrivals, apart),
        definition.documentsOf,
        log,
      );
    this.#intake = intake('');
    this.#intakeOfHeavy = intake('heavy');
  }

  static async open(definition: RegisterDefinition, opened: Opened): Promise<Register> {
    const { database, readBack, log } = opened;
    const collections = await openCollections(database);
    await countEarlierSources(collections);
    const lookBack = readBack && new LookBack(collections, definition.types, readBack, log);
    await lookBack?.atStart();
    const sources = await KnownSources.open(definition.owner, collections, log);
    return new Register(definition, opened, { collections, sources, lookBack });
  }

  /** What it does by itself while it runs. */
  get background(): readonly Background[] {
    return this.#lookBack ? [this.#lookBack, this.sources] : [this.sources];
  }

  warn(reason: string, what: string): void {
    this.#log?.warn({ reason }, what);
  }

  /** Whether a call that declares its items to be from any source is followed: only in development. */
  takesAnySource(isPublished: boolean): boolean {
    if (!isPublished || this.#isDevelopment) return isPublished;
    if (performance.now() >= this.#logAgainAt) {
      this.#logAgainAt = performance.now() + LOGGED_EVERY_MS;
      this.#log?.warn(
        {},
        'the gateway let items of any source pass, which is ignored: ENVIRONMENT is not development',
      );
    }
    return false;
  }

  /** Whether a caller waits for an answer. */
  get isRecording(): boolean {
    return this.#intake.isBusy || this.#intakeOfHeavy.isBusy;
  }

  /**
   * Returns after everything recorded is durable. Throws where the database is away, or where too much waits already:
   * then nothing was recorded, or only a part, because facts that write much and the others wait apart. They may be
   * sent again. What had no turn when the caller is gone (`isGone`) is not recorded either.
   */
  async record(
    facts: readonly { fact: Fact; traceparent: string | undefined }[],
    isGone?: () => boolean,
  ): Promise<readonly Outcome[]> {
    const isHeavy = facts.map(({ fact }) => this.#documentsOf(fact) > LIMITS.lightFactDocuments.most);
    if (!isHeavy.includes(true)) return this.#intake.add(facts, isGone);
    const [light, heavy] = await Promise.all([
      this.#intake.add(
        facts.filter((_, at) => !isHeavy[at]),
        isGone,
      ),
      this.#intakeOfHeavy.add(
        facts.filter((_, at) => isHeavy[at]),
        isGone,
      ),
    ]);
    const next = [light.values(), heavy.values()] as const;
    return isHeavy.map((itIs) => defined(next[itIs ? 1 : 0].next().value, 'each fact has its outcome'));
  }

  /** What `record` would answer now, on one state of the database; nothing is written. */
  async judge(facts: readonly Fact[]): Promise<readonly Outcome[]> {
    const arrivals = await inTurns(facts, (fact) => arrivalOf(fact, undefined));
    return transact(this.#database, async (session) => (await this.#judgeIn(session, arrivals)).outcomes);
  }

  /**
   * The same in the caller's transaction; the caller publishes the batch after commit. For facts that belong together
   * with something else, such as the agreement of two persons.
   */
  async recordIn(
    session: Session,
    facts: readonly Fact[],
    traceparent: string | undefined,
  ): Promise<{ readonly outcomes: readonly Outcome[]; readonly batch: OutboxBatch }> {
    const arrivals = facts.map((fact) => arrivalOf(fact, traceparent));
    return this.#recordIn(session, arrivals, 'agreed');
  }

  /** Publishes every held state, under its version. */
  async republish(publish: (messages: readonly OutboxMessage[]) => Promise<void>): Promise<bigint> {
    let published = 0n;
    let batch: OutboxMessage[] = [];
    let bytes = 0;
    for await (const record of this.collections.records.find({ revision: { $gt: 0 } })) {
      const message = this.#message(record, undefined);
      batch.push(message);
      bytes += message.payload.length;
      if (batch.length < REPUBLISH_BATCH && bytes < LIMITS.republishedTogetherBytes.most) continue;
      await publish(batch);
      published += BigInt(batch.length);
      [batch, bytes] = [[], 0];
    }
    await publish(batch);
    return published + BigInt(batch.length);
  }

  async #recordNow(arrivals: readonly Arrival[], apart: string): Promise<readonly Outcome[]> {
    const { outcomes, batch } = await transact(this.#database, (session) =>
      this.#recordIn(session, arrivals, apart),
    );
    void this.#relay.publish(batch);
    return outcomes;
  }

  async #recordIn(session: Session, arrivals: readonly Arrival[], apart: string) {
    const { outcomes, changes, history } = await this.#judgeIn(session, arrivals);
    const changed = changesOfFacts(changes.values());
    await countSources(changed, this.collections, session, apart);
    if (this.#lookBack?.mayMiss) await forgetMissing(changed, this.collections, session);
    await this.definition.extend?.(changes, session, this.collections);
    await writeGuarded(this.collections.records, [...changes.values()], 'guard', session);
    if (history.length > 0) await this.collections.history.insertMany([...history], { session });
    const messages = [...changes.values()]
      .filter(({ published }) => published)
      .map(({ after, traceparent }) => this.#message(after, traceparent));
    return { outcomes, batch: await this.#outbox.add(session, messages) };
  }

  async #judgeIn(session: Session, arrivals: readonly Arrival[]): Promise<JudgedBatch> {
    const held = await readHeld(this.collections, session, arrivals);
    const earlier = await readEarlier(this.collections, session, arrivals, held);
    const facts = arrivals.map(({ fact }) => fact);
    return judgeBatch(arrivals, held, earlier, {
      aboutOf: this.definition.aboutOf,
      handedOver: (record) => this.sources.handedOver(record),
      room: await this.#gathered.roomFor(facts, session),
      now: new Date(),
    });
  }

  #documentsOf(fact: Fact): number {
    return this.definition.documentsOf?.(fact) ?? 1;
  }

  #message(record: RecordDocument, traceparent: string | undefined): OutboxMessage {
    const { owner } = this.definition;
    return {
      subject: `duixian.facts.${owner}.${caseOf(record.type)}`,
      type: `duixian.fact.${caseOf(record.type)}.v1`,
      source: `urn:duixian:service:${owner}`,
      about: record._id,
      payload: encodeFact(publishedFact(record)),
      traceparent,
    };
  }
}

/** Without changes that only mark the current state. */
function changesOfFacts(changes: Iterable<Change>): Change[] {
  return [...changes].filter(({ published }) => published);
}

function publishedFact(record: RecordDocument): PublishedFact {
  const { type, subject, source, eventId, time, data, version, meteredFeeFen } = record;
  const fact = { type, subject, source, id: eventId, time, data, version };
  return (meteredFeeFen === undefined ? fact : { ...fact, meteredFeeFen }) as PublishedFact;
}
