import { randomUUID } from 'node:crypto';
import {
  type Backoff,
  backoffMs,
  isForbiddenByNats,
  isNatsOutage,
  type Logger,
  messageOf,
  sleep,
} from '@duixian/runtime';
import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Nats } from './connection.ts';
import { doubtOf, readMessage } from './message-proofs.ts';
import { readBackOf } from './rights.ts';

const BATCH = 500;
const EXPIRES_MS = 5_000;
/**
 * The consumer of a process that died while it read remains for this long. A process that takes longer over a page
 * creates its consumer again when it reads the next one.
 */
const IDLE_MS = 30_000;
const AGAIN: Backoff = { firstMs: 500, longestMs: 5_000 };
/** About every half minute: two processes that read on while they run collide for a moment only. */
const LOGGED_EVERY = 8;
const STREAM_NOT_FOUND = 10_059;

/**
 * A position in a stream: the sequence number and the time at which the stream stored the message, which no other
 * stream shares with it.
 */
export type StreamPosition = { readonly sequence: number; readonly atNanos: bigint };

type Page = {
  readonly payloads: readonly Uint8Array[];
  /** When the stream stored each of them. */
  readonly times: readonly Date[];
  readonly position: StreamPosition;
};

export type ReadBackOptions = { readonly signal?: AbortSignal };

/**
 * The messages that a service published after a position, in order, as far as the stream still stores them: all of them
 * where the stream does not hold the message of the position. `positionOf` is called at the start and after every
 * interruption, so that reading continues after what this process or another has processed by then. It retries for as
 * long as necessary.
 */
export type ReadBack = (
  positionOf: () => Promise<StreamPosition | undefined>,
  options?: ReadBackOptions,
) => AsyncIterable<Page>;

/** Reads by a consumer that lives only as long as the reading; another process that wants it waits. */
export function readBack(nats: Nats, service: string, log: Logger): ReadBack {
  return async function* read(positionOf, { signal } = {}) {
    let isWhole = false;
    for (let failures = 0; !signal?.aborted; ) {
      const reader = new Reader(nats, service);
      try {
        const position = isWhole ? undefined : await positionOf();
        await reader.open(position);
        let page = await reader.nextPage();
        if (position && !isAt(position, page[0])) {
          isWhole = true;
          continue;
        }
        if (position) page = page.slice(1);
        for (; page.length > 0 || reader.hasMore; page = await reader.nextPage()) {
          const last = page.at(-1);
          if (!last) continue;
          const proven = believed(nats, page, log);
          yield {
            payloads: proven.map(({ data }) => data),
            times: proven.map(timeOf),
            position: positionIn(last),
          };
          [isWhole, failures] = [false, 0];
          if (signal?.aborted) return;
        }
        return;
      } catch (error) {
        if (!isTriedAgain(error)) throw error;
        failures += 1;
        if (failures % LOGGED_EVERY === 0) log.warn({ reason: messageOf(error) }, WAITS);
        await makeStreams(nats, error);
      } finally {
        await reader.close();
      }
      if (failures > 0) await sleep(backoffMs(failures, AGAIN), signal);
    }
  };
}

const WAITS =
  'what this service published cannot be read back yet, perhaps because another process reads it; waiting';

/** A message that somebody else put there was not published by this service. */
function believed({ proofs }: Nats, page: readonly JsMsg[], log: Logger): JsMsg[] {
  const proven: JsMsg[] = [];
  const doubts: string[] = [];
  for (const message of page) {
    const doubt = doubtOf(proofs, readMessage(message));
    if (doubt === undefined) proven.push(message);
    else doubts.push(doubt);
  }
  if (doubts.length > 0)
    log.error(
      { messages: doubts.length, reason: doubts[0] },
      'unbelieved messages are ignored while reading back: another client published them, or they are older than proofs',
    );
  return proven;
}

function timeOf({ timestampNanos }: JsMsg): Date {
  return new Date(Number(timestampNanos / 1_000_000n));
}

function positionIn({ seq, timestampNanos }: JsMsg): StreamPosition {
  return { sequence: seq, atNanos: timestampNanos };
}

/** A stream that was created again, or lost its end, has another message at that number, or none. */
function isAt({ sequence, atNanos }: StreamPosition, message: JsMsg | undefined): boolean {
  return message?.seq === sequence && message.timestampNanos === atNanos;
}

/** Not everything was read, or not by this process alone. */
class BrokenOff extends Error {
  override name = 'BrokenOff';
}

function isTriedAgain(error: unknown): boolean {
  if (isForbiddenByNats(error)) return false;
  return error instanceof BrokenOff || error instanceof JetStreamApiError || isNatsOutage(error);
}

async function makeStreams(nats: Nats, error: unknown): Promise<void> {
  if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) return;
  // It fails as reading does, and is retried with it.
  await nats.ensureStreams().catch(() => {});
}

/** One consumer, from its creation to its end. */
class Reader {
  readonly #nats: Nats;
  readonly #service: string;
  /**
   * All processes use one consumer name, because the rights refer to it; by this mark a process knows its own consumer.
   */
  readonly #mark = randomUUID();
  #consumer: Consumer | undefined;
  #received = 0;
  #pending = 0;

  constructor(nats: Nats, service: string) {
    this.#nats = nats;
    this.#service = service;
  }

  get hasMore(): boolean {
    return this.#pending > 0;
  }

  /** Fails while another process has a consumer of that name. */
  async open(position: StreamPosition | undefined): Promise<void> {
    const { stream, consumer, subject } = readBackOf(this.#service);
    const info = await this.#nats.manager.consumers.add(stream, {
      name: consumer,
      description: this.#mark,
      filter_subject: subject,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(IDLE_MS),
      mem_storage: true,
      num_replicas: 1,
      ...(position
        ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: position.sequence }
        : { deliver_policy: DeliverPolicy.All }),
    });
    this.#pending = info.num_pending;
    this.#consumer = await this.#nats.jetstream.consumers.get(stream, consumer);
  }

  /** In order; empty where there are no more. */
  async nextPage(): Promise<JsMsg[]> {
    if (!this.#consumer || this.#pending === 0) return [];
    const page: JsMsg[] = [];
    const messages = await this.#consumer.fetch({
      max_messages: Math.min(BATCH, this.#pending),
      expires: EXPIRES_MS,
    });
    for await (const message of messages) page.push(message);
    this.#received += page.length;
    const info = await this.#info();
    // Another process may have created the consumer again after it ended, and would then miss what was received here.
    if (!this.#isOwn(info) || info.delivered.consumer_seq !== this.#received)
      throw new BrokenOff('the consumer belongs to another process now, or messages were lost');
    this.#pending = info.num_pending;
    return page;
  }

  async close(): Promise<void> {
    if (!this.#consumer) return;
    const { stream, consumer } = readBackOf(this.#service);
    try {
      if (this.#isOwn(await this.#info())) await this.#nats.manager.consumers.delete(stream, consumer);
    } catch {
      // It ends by itself.
    }
  }

  #info(): Promise<ConsumerInfo> {
    const { stream, consumer } = readBackOf(this.#service);
    return this.#nats.manager.consumers.info(stream, consumer);
  }

  #isOwn({ config }: ConsumerInfo): boolean {
    return config.description === this.#mark;
  }
}
