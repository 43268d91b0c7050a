import { EventEmitter } from 'node:events';
import { openNats, readBack } from '@duixian/messaging';
import { keysForTests } from '@duixian/messaging/keys-for-tests';
import type { NatsService } from '@duixian/messaging/nats-rights';
import { type GrpcService, type Logger, messageOf } from '@duixian/runtime';
import { type LastPublished, openService, type ServiceParts } from '@duixian/service';
import type { MemoryMongo } from '@duixian/testing/memory-mongo';
import type { MemoryNats } from '@duixian/testing/memory-nats';
import { metrics } from '@opentelemetry/api';
import { Life, type Scheduler } from './scheduler.ts';

export interface Machine {
  readonly scheduler: Scheduler;
  readonly mongo: MemoryMongo;
  readonly nats: MemoryNats;
  /** Records what a process logs about itself. */
  record(sentence: string): void;
  /** A process ended by itself. */
  ended(process: SimulatedProcess, reason: unknown): void;
}

export interface Program {
  readonly service: NatsService;
  readonly start: (runtime: never, lastPublished: LastPublished) => Promise<ServiceParts>;
  readonly settings: object;
}

type Connection = ReturnType<MemoryNats['connect']>;
type Link = ReturnType<Scheduler['linkOf']>;
type Up = {
  readonly life: Life;
  readonly link: Link;
  readonly connection: Connection;
  readonly lost: PromiseWithResolvers<never>;
  grpc?: readonly GrpcService[];
};
type Handler = (call: object, callback: (error: unknown, response?: unknown) => void) => void;

const SILENT = new Set(['trace', 'debug', 'info']);

/** The process that was called died, or is not up. */
class NotReached extends Error {
  override name = 'NotReached';
}

/** A process of a service: the service's own code, over a database and a NATS in memory; its gRPC handlers are called. */
export class SimulatedProcess {
  readonly name: string;
  readonly program: Program;
  readonly #machine: Machine;
  #up: Up | undefined;

  constructor(name: string, program: Program, machine: Machine) {
    this.name = name;
    this.program = program;
    this.#machine = machine;
  }

  get isUp(): boolean {
    return this.#up?.grpc !== undefined;
  }

  get link(): Link | undefined {
    return this.#up?.link;
  }

  get connection(): Connection | undefined {
    return this.#up?.connection;
  }

  has(life: Life | undefined): boolean {
    return life !== undefined && this.#up?.life === life;
  }

  start(): void {
    const { scheduler, nats } = this.#machine;
    const life = new Life(this.name);
    const link = scheduler.linkOf(life);
    scheduler.as(life, () => {
      const lost = Promise.withResolvers<never>();
      lost.promise.catch(() => {});
      const up: Up = { life, link, connection: nats.connect(link), lost };
      this.#up = up;
      this.#open(up).catch((error: unknown) => this.#machine.ended(this, error));
    });
  }

  /** From now on nothing that it waits for arrives; what it has open at servers ends when they notice. */
  die(): void {
    const up = this.#up;
    if (!up) return;
    this.#up = undefined;
    this.#machine.scheduler.end(up.life);
    this.#machine.nats.drop(up.connection);
    up.lost.reject(new NotReached(`${this.name} is gone`));
  }

  /**
   * As over gRPC: `method` is that of one of its services. A refusal is thrown as it would come over the
   * wire.
   */
  ask<Response>(method: string, request: object): Promise<Response> {
    return this.#call(method, { request });
  }

  /** The same with a stream of requests. */
  send<Response>(method: string, requests: () => AsyncIterable<object>): Promise<Response> {
    return this.#call(method, { iterator: requests });
  }

  /** Everything in a stream of answers. */
  listen<Response>(method: string, request: object): Promise<Response[]> {
    const answers: Response[] = [];
    const call = new EventEmitter();
    const write = (response: Response, taken: () => void) => {
      answers.push(response);
      queueMicrotask(taken);
    };
    return this.#call(method, call, (resolve, reject) => {
      const end = () => resolve(answers);
      Object.assign(call.once('error', reject), { request, cancelled: false, destroyed: false, write, end });
    });
  }

  async #call<Response>(
    method: string,
    call: object,
    received?: (resolve: (response: Response) => void, reject: (error: unknown) => void) => void,
  ): Promise<Response> {
    const up = this.#up;
    if (!up?.grpc) throw new NotReached(`${this.name} is not up`);
    const handler = up.grpc.map(({ implementation }) => implementation[method]).find(Boolean) as
      | Handler
      | undefined;
    if (!handler) throw new Error(`${this.name} has no ${method}`);
    const answer = this.#machine.scheduler.as(
      up.life,
      () =>
        new Promise<Response>((resolve, reject) => {
          received?.(resolve, reject);
          handler(call, (error, response) => (error ? reject(error) : resolve(response as Response)));
        }),
    );
    return Promise.race([answer, up.lost.promise]);
  }

  async #open(up: Up): Promise<void> {
    const { service, start, settings } = this.program;
    const log = this.#log();
    const nats = await openNats(up.connection.clients, service, log, { keys: keysForTests(service) });
    const database = this.#machine.mongo.connect(`duixian_${service}`, up.link);
    const given = {
      configuration: settings,
      log,
      meter: metrics.getMeter(service),
      database,
      nats,
      readBack: readBack(nats, service, log),
      // Documents are not simulated, and nothing else asks another service.
      channelTo: () => ({ getTarget: () => 'nowhere:0' }),
    };
    const opened = await openService({ name: service, start: start as never }, given as never, []);
    await opened.work();
    up.grpc = opened.grpc;
  }

  #log(): Logger {
    const log = (level: string) => (about: object | string, text?: string) => {
      if (SILENT.has(level)) return;
      const { reason } = typeof about === 'string' ? { reason: undefined } : (about as { reason?: unknown });
      const why = reason === undefined ? '' : ` (${messageOf(reason)})`;
      this.#machine.record(`${this.name}, ${level}: ${text ?? JSON.stringify(about)}${why}`);
    };
    const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, log(level)]);
    return Object.fromEntries(levels) as Logger;
  }
}
