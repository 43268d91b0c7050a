import {
  type Fact,
  type FactTypeName,
  type Fault,
  type HandingOver,
  HandingsOver,
  judgeSource,
  type SourceTerms,
  typesOf,
} from '@duixian/facts';
import { type ConsumerDefinition, type MessageOutcome, partnersConsumedBy } from '@duixian/messaging';
import { type Background, type Logger, PeriodicTask, RpcError, rpcStatus } from '@duixian/runtime';
import { keepPartners } from './keep-partners.ts';
import { decodePartners, type PartnersChanges } from './partners-changes.ts';
import type { RecordDocument, RegisterCollections } from './record-document.ts';

/**
 * The longest time that a process may not know what another one of the register has received, where no call names it.
 */
const EVERY_MS = 4_000;

type Known = SourceTerms & { readonly version: bigint };

/**
 * Who may record what, as services/partners published it (docs/authority.md): a register decides by its own copy,
 * whatever a gateway claims. One process of a register receives each message and stores it; the others find it in the
 * database.
 */
export class KnownSources implements Background {
  readonly #owner: string;
  readonly #collections: RegisterCollections;
  readonly #sources = new Map<string, Known>();
  readonly #handingsOver = new HandingsOver();
  /** The count of `partnersHeard` up to which everything is read. */
  #through = 0n;
  #reading: Promise<void> | undefined;
  readonly #task: PeriodicTask;

  private constructor(owner: string, collections: RegisterCollections, log: Logger | undefined) {
    this.#owner = owner;
    this.#collections = collections;
    this.#task = new PeriodicTask(
      {
        name: 'known-sources',
        everyMs: EVERY_MS,
        failure: 'what was confirmed about sources cannot be read; retrying',
        log,
      },
      () => this.readOn(),
    );
  }

  static async open(owner: string, collections: RegisterCollections, log?: Logger): Promise<KnownSources> {
    const known = new KnownSources(owner, collections, log);
    await known.readOn();
    return known;
  }

  start(): void {
    this.#task.start();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }

  /** Subscribes to every source that is confirmed, changed or withdrawn, and to every handover. */
  get consumer(): ConsumerDefinition<PartnersChanges> {
    const { stream, consumer: name } = partnersConsumedBy(this.#owner);
    return {
      ...{ name, stream, subjects: ['duixian.partners.changed'], batchSize: 100 },
      decode: decodePartners,
      handle: (messages) => this.consume(messages.map(({ message }) => message)),
    };
  }

  async consume(changes: readonly PartnersChanges[]): Promise<MessageOutcome[]> {
    const areNew = await keepPartners(changes, this.#collections);
    await this.readOn();
    return areNew.map((isNew) => (isNew ? 'done' : 'duplicate'));
  }

  /** Reads what this process or another one has stored since. */
  readOn(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /**
   * Throws where a source is not yet held at the version by which the gateway admitted its items, or where a handover
   * to or from it waits for an earlier one. Time resolves that, and until then nothing may be refused or recorded.
   */
  async mustHold(sources: ReadonlySet<string>, versions: Readonly<Record<string, bigint>>): Promise<void> {
    if (this.#notHeld(sources, versions) === undefined) return;
    await this.readOn();
    const source = this.#notHeld(sources, versions);
    if (source === undefined) return;
    throw new RpcError(
      // Not UNAVAILABLE, because other items that share the call of a gateway must not wait.
      rpcStatus.ABORTED,
      `the register of ${this.#owner} has not received yet all that was confirmed about ${source}; nothing was recorded: ` +
        'send it again in a few seconds',
    );
  }

  /** Checks the source of a fact that is otherwise valid. */
  faultOf({ source, type }: Pick<Fact, 'source' | 'type'>): Fault | undefined {
    return judgeSource(source, type, this.#sources.get(source));
  }

  /**
   * The handovers of a record since its held state was recorded: it belongs to the new owner that the last one names.
   */
  handedOver(record: RecordDocument): readonly HandingOver[] {
    const { source, firstRecordedAt, handedOver } = record;
    const owned = { source, firstRecordedAt, version: handedOver?.at(-1)?.version };
    return this.#handingsOver.of(record, owned, (to) => this.#mayRecord(to, record.type));
  }

  /** The sources under which the records that now belong to these may have been recorded. */
  recordedUnder(owners: readonly string[]): string[] {
    return this.#handingsOver.givenTo(owners);
  }

  isKnown(source: string): boolean {
    return this.#sources.has(source);
  }

  /** A withdrawn source keeps its records: the withdrawal does not return them to anybody. */
  #mayRecord(source: string, type: FactTypeName): boolean {
    const known = this.#sources.get(source);
    return known !== undefined && typesOf(known).includes(type);
  }

  #notHeld(sources: ReadonlySet<string>, versions: Readonly<Record<string, bigint>>): string | undefined {
    for (const source of sources) {
      const held = this.#sources.get(source)?.version ?? 0n;
      const named = Object.hasOwn(versions, source) ? (versions[source] ?? 0n) : 0n;
      if (named > held || this.#handingsOver.isAwaitedBy(source)) return source;
    }
    return undefined;
  }

  /** The count is read first: what is stored meanwhile is read once more the next time. */
  async #read(): Promise<void> {
    const { partnersHeard, sourceStates, handingsOver } = this.#collections;
    const count = (await partnersHeard.findOne({ _id: 'partners' }))?.count ?? 0n;
    if (count <= this.#through) return;
    const since = { heard: { $gt: this.#through } };
    const sources = await sourceStates.find(since).toArray();
    // After the sources, so that a process that holds a source also holds the handovers that were stored with it.
    const handed = await handingsOver.find(since).toArray();
    for (const { _id: id, from, to, type, types, subject, at, version } of handed)
      this.#handingsOver.keep({ id, from, to, type, types, subject, at, version });
    for (const { _id, kind, types, status, version } of sources)
      if (version > (this.#sources.get(_id)?.version ?? 0n))
        this.#sources.set(_id, { kind, types, isWithdrawn: status === 'withdrawn', version });
    this.#through = count;
  }
}
