import { randomUUID } from 'node:crypto';
import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { backoffMs } from '../backoff.ts';
import { isForbiddenByNats, isNatsOutage, messageOf } from '../failure.ts';
import type { Logger } from '../logger.ts';
import { sleep } from '../sleep.ts';
import type { Nats } from './connection.ts';
import { doubtOf, readMessage } from './message-proofs.ts';
import { readBackOf } from './rights.ts';

const BATCH = 500;
const EXPIRES_MS = 5_000;
/**
 * A process that died while it read leaves its consumer behind for so long. One that takes longer over a page makes it
 * anew, as soon as it is its turn.
 */
const IDLE_MS = 30_000;
const AGAIN: Parameters<typeof backoffMs>[1] = { firstMs: 500, longestMs: 5_000 };
/** About every half minute: two that read on while they run meet for a moment only. */
const LOGGED_EVERY = 8;
const STREAM_NOT_FOUND = 10_059;

/** A message of a stream: its number there, and when the stream took it, which no other stream shares with it. */
export type StreamPosition = { readonly sequence: number; readonly atNanos: bigint };

type Page = {
  readonly payloads: readonly Uint8Array[];
  /** When the stream took each of them. */
  readonly times: readonly Date[];
  readonly position: StreamPosition;
};

export type ReadBackOptions = { readonly signal?: AbortSignal };

/**
 * The messages that a service published behind a position, in their order, as the stream still holds them: all where the
 * stream does not hold what was read up to. `positionOf` is asked at the start and whenever reading was broken off, so
 * that it goes on behind what was worked off by then, by this process or another. It takes as long as it takes.
 */
export type ReadBack = (
  positionOf: () => Promise<StreamPosition | undefined>,
  options?: ReadBackOptions,
) => AsyncIterable<Page>;

/** By a consumer that lives only as long as that; another process that wants it waits. */
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
      if (failures > 0) await sleep(backoffMs(failures, AGAIN));
    }
  };
}

const WAITS =
  'what this service published cannot be read back yet, perhaps because another process does; it waits';

/** What somebody else put there is nothing that this service published. */
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
      'messages that are read back are not believed: somebody else put them there, or they are from before there were proofs',
    );
  return proven;
}

function timeOf({ timestampNanos }: JsMsg): Date {
  return new Date(Number(timestampNanos / 1_000_000n));
}

function positionIn({ seq, timestampNanos }: JsMsg): StreamPosition {
  return { sequence: seq, atNanos: timestampNanos };
}

/** A stream that was made anew, or lost its end, has another message at that number, or none. */
function isAt({ sequence, atNanos }: StreamPosition, message: JsMsg | undefined): boolean {
  return message?.seq === sequence && message.timestampNanos === atNanos;
}

/** What was read is not all that was to be read, or not by this process alone. */
class BrokenOff extends Error {
  override name = 'BrokenOff';
}

function isTriedAgain(error: unknown): boolean {
  if (isForbiddenByNats(error)) return false;
  return error instanceof BrokenOff || error instanceof JetStreamApiError || isNatsOutage(error);
}

async function makeStreams(nats: Nats, error: unknown): Promise<void> {
  if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) return;
  // It fails as reading does, and is tried again with it.
  await nats.ensureStreams().catch(() => {});
}

/** One consumer, from its making to its end. */
class Reader {
  readonly #nats: Nats;
  readonly #service: string;
  /** The name is one, as the rights on it are; by this a process knows its own. */
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

  /** In their order; none where there are no more. */
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
    // A consumer that ended meanwhile may have been made anew by another, who then lacks what was taken here.
    if (!this.#isOwn(info) || info.delivered.consumer_seq !== this.#received)
      throw new BrokenOff('the consumer is that of another process by now, or messages were lost on the way');
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
