import { randomUUID } from 'node:crypto';
import type { JetStreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { Publisher } from './publisher.ts';
import { markSubjectsOf, streamOf } from './rights.ts';

/** The number of marks that can be awaited at once; each has a subject of its own and is the newest message there. */
const SLOTS = 8;
const MESSAGE_NOT_FOUND = 404;

export type StorageMark = { readonly id: string; readonly subjects: readonly string[] };

/**
 * Proves that a stream stores what it acknowledged. A server acknowledges before it has synced, and in a cluster the
 * server that is connected to is not the one that stores. So a mark is published after the messages to be proven, and
 * read back when the sync interval is over: a store that lost its end has lost the mark too, whatever others wrote
 * since.
 */
export class StorageMarks {
  readonly #publisher: Publisher;
  readonly #manager: JetStreamManager;
  readonly #subjects: readonly string[];
  readonly #process = randomUUID();
  #count = 0;

  constructor(name: string, publisher: Publisher, manager: JetStreamManager) {
    this.#publisher = publisher;
    this.#manager = manager;
    this.#subjects = markSubjectsOf(name);
  }

  /**
   * Sets a mark after everything that was acknowledged to this process until now, on every stream that its service
   * publishes to.
   */
  async set(): Promise<StorageMark> {
    const slot = this.#count++ % SLOTS;
    const id = `${this.#process}-${this.#count}`;
    const subjects = this.#subjects.map((prefix) => `${prefix}.${this.#process}.${slot}`);
    const messages = subjects.map((subject) => {
      const carrier = headers();
      carrier.set('ce-id', id);
      return { subject, headers: carrier, payload: new Uint8Array() };
    });
    for (const message of messages) await this.#publisher.publish([message]);
    return { id, subjects };
  }

  /** Whether every stream still has it. */
  async isStored({ id, subjects }: StorageMark): Promise<boolean> {
    const found = await Promise.all(subjects.map((subject) => this.#newest(subject)));
    return found.every((one) => one === id);
  }

  async #newest(subject: string): Promise<string | undefined> {
    try {
      const message = await this.#manager.direct.getMessage(streamOf(subject), { last_by_subj: subject });
      return message?.header.get('ce-id');
    } catch (error) {
      if ((error as { status?: number; code?: number }).status === MESSAGE_NOT_FOUND) return undefined;
      throw error;
    }
  }
}
