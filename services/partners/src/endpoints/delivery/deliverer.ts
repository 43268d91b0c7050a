import { type Background, type Batcher, type Logger, messageOf, PeriodicTask } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Registry } from '../../commands/registry.ts';
import { cloudEventJson } from '../../feed/cloud-event.ts';
import type { Delivery } from '../domain/delivery-queue.ts';
import { secretsInForce } from '../domain/endpoint.ts';
import { type EndpointDocument, endpointFrom } from '../endpoint-documents.ts';
import type { SecretBox } from '../secret-box.ts';
import { acceptedDeliveries, type MadeAttempt } from './accepted-deliveries.ts';
import { Leases } from './leases.ts';
import {
  type DeliveryStore,
  type HeldEndpoint,
  judgeReaders,
  openQueue,
  type QueuedEvent,
  readDue,
  readNew,
} from './read-deliveries.ts';
import { disable, recordAttempt } from './record-attempt.ts';
import type { WebhookAnswer, WebhookRequest, WebhookSender } from './send-webhook.ts';

const EVERY_MS = 1_000;
/** Where there are no endpoints; what comes into the feed, such as a test, wakes it. */
const AT_REST_MS = 4_000;

type Given = {
  readonly store: DeliveryStore;
  readonly registry: Registry;
  readonly box: SecretBox;
  readonly sender: WebhookSender;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random?: () => number;
};

/**
 * Sends the events of the feed to the endpoints that this process holds, each in its turn: so one that is slow or away
 * keeps nobody waiting. What is in flight when a process dies is sent again, under the same id.
 */
export class Deliverer implements Background {
  readonly #given: Given;
  readonly #leases: Leases;
  readonly #accepted: Batcher<MadeAttempt>;
  readonly #task: PeriodicTask;
  readonly #held = new Map<string, HeldEndpoint>();
  /** Attempts under way, by host. */
  readonly #underWay = new Map<string, number>();
  readonly #inFlight = new Set<Promise<void>>();
  /** Of the endpoints that are held, whose turn it is. */
  #turn = 0;
  /** The last event that was seen in the feed. */
  #end = 0;

  constructor(given: Given) {
    this.#given = given;
    this.#leases = new Leases(given.store.endpoints.endpoints);
    this.#accepted = acceptedDeliveries(given.store.endpoints, this.#leases);
    const failure = 'events could not be delivered to endpoints; retrying';
    this.#task = new PeriodicTask(
      { name: 'deliverer', everyMs: EVERY_MS, startsAtOnce: true, failure, log: given.log },
      () => this.#work(),
    );
  }

  start(): void {
    this.#given.store.feedLog.onAppended(() => this.wake());
    this.#task.start();
  }

  async stop(): Promise<void> {
    await this.#task.stop();
    this.#given.sender.stop();
    await Promise.all(this.#inFlight);
    await this.#leases.release();
  }

  wake(): void {
    this.#task.wake();
  }

  /** Answers when it is needed next if not after the usual interval. */
  async #work(): Promise<number | undefined> {
    const { store, now } = this.#given;
    await this.#keep(await this.#leases.hold(now()));
    await this.#disableRevoked();
    const held = [...this.#held.values()];
    if (held.length === 0) return AT_REST_MS;
    this.#end = await readNew(held, store);
    await readDue(held, now(), store);
    this.#sendNext();
    return undefined;
  }

  async #disableRevoked(): Promise<void> {
    const { store, registry } = this.#given;
    const { endpoints, feedLog } = store;
    if (this.#held.size === 0) return;
    for (const { endpoint } of await judgeReaders([...this.#held.values()], store)) {
      this.#held.delete(endpoint._id);
      const given = { endpoints, leases: this.#leases, registry, feedLog };
      await disable(endpoint, `the key ${endpoint.key} was revoked, by which it was made or enabled`, given);
    }
  }

  /** An endpoint that somebody changed begins again from what is stored. */
  async #keep(endpoints: readonly EndpointDocument[]): Promise<void> {
    const ids = new Set(endpoints.map(({ _id }) => _id));
    for (const id of this.#held.keys()) if (!ids.has(id)) this.#held.delete(id);
    for (const endpoint of endpoints) {
      if (this.#held.get(endpoint._id)?.endpoint.changes === endpoint.changes) continue;
      this.#held.set(endpoint._id, await openQueue(endpoint, this.#given.store.endpoints));
    }
  }

  /** Goes round the endpoints until none has anything to send, or no more may be under way. */
  #sendNext(): void {
    const held = [...this.#held.values()];
    const nowMs = this.#given.now().getTime();
    for (let idle = 0; idle < held.length && !this.#given.sender.isStopping; ) {
      if (this.#inFlight.size >= LIMITS.webhookSockets.most) return;
      this.#turn = (this.#turn + 1) % held.length;
      const next = held[this.#turn];
      const delivery = next && this.#hasRoom(next.endpoint) ? next.queue.take(nowMs) : undefined;
      idle = delivery ? 0 : idle + 1;
      if (next && delivery) this.#start(next, delivery);
    }
  }

  #start(held: HeldEndpoint, delivery: Delivery<QueuedEvent>): void {
    const work = this.#deliver(held, delivery).finally(() => {
      this.#inFlight.delete(work);
      this.#sendNext();
      if ((held.queue.readsAfter() ?? this.#end) < this.#end) this.wake();
    });
    this.#inFlight.add(work);
  }

  async #deliver(held: HeldEndpoint, delivery: Delivery<QueuedEvent>): Promise<void> {
    const { sender, store, log, now, random = Math.random } = this.#given;
    const { host } = new URL(held.endpoint.url);
    this.#underWay.set(host, (this.#underWay.get(host) ?? 0) + 1);
    try {
      const answer = await this.#attempt(held, delivery);
      // What was cut off by the end of this process was no attempt.
      if (sender.isStopping && answer.status === undefined) return;
      const { endpoints, feedLog } = store;
      const { registry } = this.#given;
      const given = { endpoints, leases: this.#leases, registry, feedLog, random, accepted: this.#accepted };
      await recordAttempt({ held, delivery, answer, at: now() }, given);
    } catch (error) {
      const { _id: endpoint } = held.endpoint;
      log.warn({ endpoint, reason: messageOf(error) }, 'an attempt could not be stored; it is made again');
      if (this.#held.get(endpoint) === held) this.#held.delete(endpoint);
    } finally {
      this.#underWay.set(host, (this.#underWay.get(host) ?? 1) - 1);
    }
  }

  #attempt(held: HeldEndpoint, { event }: Delivery<QueuedEvent>): Promise<WebhookAnswer> | WebhookAnswer {
    const request = this.#requestOf(held, event);
    if (typeof request === 'object') return this.#given.sender.send(request);
    return { status: undefined, retryAfter: undefined, problem: request, answer: '', durationMs: 0 };
  }

  /** Or why there is none. */
  #requestOf({ endpoint, reader }: HeldEndpoint, { document }: QueuedEvent): WebhookRequest | string {
    const { box, now } = this.#given;
    const { url, isThin } = endpoint;
    const form = { treasury: reader.treasury, thin: isThin };
    try {
      const inForce = secretsInForce(endpointFrom(endpoint).secrets, now());
      const secrets = inForce.map(({ sealed }) => box.open(sealed, endpoint._id));
      return { url, id: document.id, at: new Date(), body: cloudEventJson(document, form), secrets };
    } catch {
      return 'its secret cannot be read: WEBHOOK_SECRETS_KEY_FILE holds another key than when it was made';
    }
  }

  #hasRoom({ url }: EndpointDocument): boolean {
    return (this.#underWay.get(new URL(url).host) ?? 0) < LIMITS.webhookSocketsOfHost.most;
  }
}
