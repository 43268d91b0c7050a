import { setTimeout as sleep } from 'node:timers/promises';
import { reportOrderStatus } from '@duixian/api';
import { type Plan, type PlannedStatus, plannedStatusesOf } from './behaviour.ts';
import type { KnownOrder, OrderFile } from './order-file.ts';

const { path: PATH } = reportOrderStatus;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const MAX_UNDER_WAY = 16;
const TIMEOUT_MS = 10_000;

interface Addressee {
  gatewayUrl: string;
  treasuryKey: string;
  report(text: string): void;
}

/** Sends the statuses of each order to the gateway, one after the other, each until it is acknowledged. */
export class StatusSender {
  readonly #file: OrderFile;
  readonly #addressee: Addressee;
  readonly #stopping = new AbortController();
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #speaking = new Set<string>();
  readonly #workers = new Set<Promise<void>>();

  constructor(file: OrderFile, addressee: Addressee) {
    this.#file = file;
    this.#addressee = addressee;
  }

  /** Continues with the remaining statuses of an order; does nothing while they are already being sent. */
  speakOf(order: KnownOrder, plan: Plan, traceparent: string | undefined): void {
    const { id } = order.content;
    const left = plannedStatusesOf(plan, order.position).slice(order.statusesReported);
    if (left.length === 0 || this.#speaking.has(id)) return;
    this.#speaking.add(id);
    if (plan.delayMs === 0) this.#enqueue(() => this.#reportAll(id, left, plan, traceparent));
    else {
      const later = sleep(plan.delayMs, undefined, { signal: this.#stopping.signal })
        .then(() => this.#enqueue(() => this.#reportAll(id, left, plan, traceparent)))
        .catch(() => {});
      this.#keep(later);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting.length = 0;
    await Promise.all(this.#workers);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#waiting.push(work);
    if (this.#workers.size < MAX_UNDER_WAY) this.#keep(this.#workOff());
  }

  #keep(work: Promise<void>): void {
    this.#workers.add(work);
    void work.finally(() => this.#workers.delete(work));
  }

  async #workOff(): Promise<void> {
    for (let work = this.#waiting.shift(); work; work = this.#waiting.shift()) await work();
  }

  async #reportAll(
    id: string,
    sayings: readonly PlannedStatus[],
    plan: Plan,
    traceparent: string | undefined,
  ): Promise<void> {
    try {
      for (const planned of sayings) {
        await this.#reportUntilAnswered(id, planned, plan.reason, traceparent);
        this.#file.publishedStatuses(id, planned);
      }
    } catch (error) {
      // The file records the progress; the next start continues from there.
      if (!this.#stopping.signal.aborted) throw error;
    } finally {
      this.#speaking.delete(id);
    }
  }

  async #reportUntilAnswered(
    id: string,
    planned: PlannedStatus,
    reason: string,
    traceparent: string | undefined,
  ): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const problem = await this.#report(id, planned, reason, traceparent);
      if (problem === undefined) return;
      this.#addressee.report(
        `${planned.status} of ${id} was not accepted: ${problem}; retrying in ${pauseMs} ms`,
      );
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal });
    }
  }

  async #report(
    id: string,
    planned: PlannedStatus,
    reason: string,
    traceparent: string | undefined,
  ): Promise<string | undefined> {
    const { gatewayUrl, treasuryKey } = this.#addressee;
    try {
      const response = await fetch(`${gatewayUrl}${PATH.replace(':id', encodeURIComponent(id))}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${treasuryKey}`,
          ...(traceparent ? { traceparent } : {}),
        },
        body: JSON.stringify({ ...planned, reason }),
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const text = await response.text();
      // 409: the gateway kept it, and holds the order for an officer. Sending it again would change nothing.
      return response.ok || response.status === 409 ? undefined : `${response.status} ${text.slice(0, 300)}`;
    } catch (error) {
      this.#stopping.signal.throwIfAborted();
      return error instanceof Error ? `${error.message} ${causeOf(error)}`.trim() : String(error);
    }
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : '';
}
