import type { MessageProofs } from '@duixian/messaging/message-proofs';
import { NATS_RIGHTS, type NatsService, permissionsOf } from '@duixian/messaging/nats-rights';
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import type { Stage } from '../e2e/stage.ts';
import { Intruder } from '../least-privilege/intruder.ts';
import { foreignFor, forgedFor, isOwnToPublish, TARGETS } from './forgeries.ts';

type Target = (typeof TARGETS)[number];
/** A forgery that was tried: on which subject, and with what bytes, if the forger could choose them. */
export type Tried = { readonly subject: string; readonly payload?: Uint8Array };

const STREAMS = ['FACTS', 'ENTITLEMENTS', 'ORDERS', 'PARTNERS'];
/** What only the operator of the servers may request; refusing it is no more than a first barrier. */
const OF_THE_OPERATOR = [
  ...['UPDATE', 'DELETE', 'PURGE', 'MSG.GET', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE'].flatMap((verb) =>
    STREAMS.map((stream) => `$JS.API.STREAM.${verb}.${stream}`),
  ),
  ...STREAMS.flatMap((stream) => [
    `$JS.API.CONSUMER.CREATE.${stream}.evil`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.evil`,
    `$JS.API.CONSUMER.DELETE.${stream}.awards`,
    `$JS.API.DIRECT.GET.${stream}`,
  ]),
  '$JS.API.STREAM.CREATE.EVIL',
];

/**
 * An attacker who holds all the credentials of a service, and publishes everything with them that the service
 * should not.
 */
export class Forger {
  readonly service: NatsService;
  readonly #connection: NatsConnection;
  readonly #proofs: MessageProofs;
  /** Everything that the server lets it request, except its own subjects. */
  readonly #api: readonly string[];
  #count = 0;

  private constructor(service: NatsService, connection: NatsConnection, proofs: MessageProofs) {
    this.service = service;
    this.#connection = connection;
    this.#proofs = proofs;
    this.#api = permissionsOf(service).publish.filter((subject) => subject.startsWith('$JS.API.'));
  }

  static async open(stage: Stage, service: NatsService): Promise<Forger> {
    const intruder = new Intruder(stage, service);
    return new Forger(service, await intruder.connectNats(), intruder.proofs());
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Answers what must have arrived on its subject. */
  async everything(): Promise<Tried[]> {
    const tried: Tried[] = [];
    for (const target of TARGETS) {
      if (isOwnToPublish(this.service, target)) continue;
      this.#publish(target.subject, forgedFor(target, this.#id()));
      tried.push(...(await this.#byAnswers(target)));
      await this.#byConsumer(target);
    }
    tried.push(...this.#foreignTypes());
    for (const subject of OF_THE_OPERATOR)
      for (const { subject: reply } of TARGETS.slice(0, 2))
        this.#connection.publish(subject, '{}', { reply });
    await this.#connection.flush();
    return tried;
  }

  /** The server writes its answers to any given subject, even one where the forger may not publish. */
  async #byAnswers({ subject: reply, ...target }: Target): Promise<Tried[]> {
    const payload = forgedFor({ subject: reply, ...target }, this.#id());
    const [own = ''] = NATS_RIGHTS[this.service].publishes;
    const hidden = `${own.slice(0, -1)}mark.evil.${this.#count}`;
    // Stored before it is requested.
    await this.#connection.request(hidden, payload, {
      headers: this.#headersFor(hidden, payload),
      timeout: 5_000,
    });
    // Acknowledged there: the answer is the server's.
    this.#connection.publish(`${own.slice(0, -1)}mark.evil`, 'x', { reply });
    for (const subject of this.#api) {
      if (subject.includes('CONSUMER.DELETE')) continue;
      const body = subject.includes('MSG.NEXT') ? '{"batch":1,"no_wait":true}' : '{}';
      const isRecall = subject.includes('DIRECT.GET');
      this.#connection.publish(isRecall ? recallOf(subject, hidden) : subject, isRecall ? '' : body, {
        reply,
      });
    }
    await this.#connection.flush();
    return [{ subject: reply, payload }];
  }

  /**
   * A consumer of its own that pushes what the service itself published, with its proofs, to a subject that
   * somebody else reads.
   */
  async #byConsumer({ subject }: Target): Promise<void> {
    const create = this.#api.find((one) => one.startsWith('$JS.API.CONSUMER.CREATE.'));
    const own = NATS_RIGHTS[this.service].publishes.find((one) => one.startsWith('duixian.facts.'));
    if (!create || !own) return;
    const name = `${this.service}-readback`;
    const config = {
      ...{ name, filter_subject: `${own.slice(0, -1)}*`, ack_policy: 'none', deliver_policy: 'all' },
      ...{ deliver_subject: subject, inactive_threshold: 1_000_000_000, mem_storage: true },
    };
    await this.#ask(create, { stream_name: 'FACTS', config });
    // The same with a pull consumer.
    const { deliver_subject: _, ...pulled } = config;
    await this.#ask(`$JS.API.CONSUMER.DELETE.FACTS.${name}`, {});
    await this.#ask(create, { stream_name: 'FACTS', config: pulled });
    this.#connection.publish(`$JS.API.CONSUMER.MSG.NEXT.FACTS.${name}`, '{"batch":50,"no_wait":true}', {
      reply: subject,
    });
    await this.#ask(`$JS.API.CONSUMER.DELETE.FACTS.${name}`, {});
    await this.#ask('$JS.API.STREAM.CREATE.FACTS', {
      ...{ name: 'FACTS', subjects: ['duixian.facts.>'], republish: { src: '>', dest: subject } },
      sources: [{ name: 'ORDERS' }],
    });
  }

  /** Proven by a service that may publish there, but of a type that belongs to another. */
  #foreignTypes(): Tried[] {
    return TARGETS.filter(
      (target) => isOwnToPublish(this.service, target) && target.subject.includes('.facts.'),
    ).map(({ subject }) => {
      const payload = foreignFor(this.service, this.#id());
      this.#publish(subject, payload);
      return { subject, payload };
    });
  }

  #publish(subject: string, payload: Uint8Array): void {
    this.#connection.publish(subject, payload, { headers: this.#headersFor(subject, payload) });
  }

  #headersFor(subject: string, payload: Uint8Array): MsgHdrs {
    const carrier = headers();
    const type = `duixian.fact.${subject.split('.').at(-1)}.v1`;
    for (const [name, value] of Object.entries({
      'ce-id': this.#id(),
      'ce-type': type,
      'ce-schemaversion': '1',
    }))
      carrier.set(name, value);
    this.#proofs.prove({ subject, headers: carrier, payload });
    return carrier;
  }

  async #ask(subject: string, body: object): Promise<void> {
    await this.#connection.request(subject, JSON.stringify(body), { timeout: 5_000 }).catch(() => {});
  }

  #id(): string {
    this.#count += 1;
    return `forged-${this.service}-${this.#count}`;
  }
}

/** Asks for the newest message of a subject, if the right ends with `>`. */
function recallOf(right: string, hidden: string): string {
  const stream = right.split('.')[4] ?? '';
  return right.includes('.mark.') ? `$JS.API.DIRECT.GET.${stream}.${hidden}` : right.replace('>', 'issued');
}
