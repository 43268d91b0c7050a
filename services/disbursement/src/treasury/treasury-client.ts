import { messageOf, type Secret } from '@duixian/runtime';
import { sha256Hex } from '@duixian/values';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { TreasuryStatus } from '../domain/order-status.ts';
import type { OrderDocument } from '../store/collections.ts';
import { contentOf } from './order-content.ts';

const TIMEOUT_MS = 10_000;
/** The treasury read the request and does not want it as it is: one of its orders may be to blame. */
const NOT_AS_IT_IS = new Set([400, 409, 413, 422]);

const answer = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      status: z.enum(['received', 'accepted', 'conflict']),
      reason: z.string().default(''),
    }),
  ),
});
const STATUS_OF = { received: 'sent', accepted: 'accepted', conflict: 'conflict' } as const;

export interface TreasuryAnswer {
  readonly id: string;
  readonly status: TreasuryStatus;
  readonly reason: string;
}

/** What became of a request: answers, a refusal of the request as a whole, or nothing that says anything. */
export type PushOutcome =
  | { readonly answers: readonly TreasuryAnswer[] }
  | { readonly refusal: string; readonly isConflict: boolean }
  | { readonly outage: string };

/**
 * `POST /orders` with `{"orders":[…]}`, signed by Standard Webhooks. The webhook id is that of the content, so the same
 * batch sent again is recognisable as the same. Connections are kept alive by the platform's fetch.
 */
export class TreasuryClient {
  readonly #url: string;
  readonly #webhook: Webhook;
  readonly #stopping = new AbortController();

  constructor(url: string, secret: Secret) {
    this.#url = `${url.replace(/\/$/, '')}/orders`;
    this.#webhook = new Webhook(secret.reveal());
  }

  abort(): void {
    this.#stopping.abort();
  }

  async push(orders: readonly OrderDocument[], traceparent: string | undefined): Promise<PushOutcome> {
    const body = JSON.stringify({ orders: orders.map(contentOf) });
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { ...this.#signature(body), ...(traceparent ? { traceparent } : {}) },
        body,
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const text = await response.text();
      if (response.ok) return readAnswer(text);
      const refusal = `${response.status} ${text.slice(0, 300)}`;
      return NOT_AS_IT_IS.has(response.status)
        ? { refusal, isConflict: response.status === 409 }
        : { outage: refusal };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      return { outage: `${messageOf(error)}${cause}` };
    }
  }

  #signature(body: string): Record<string, string> {
    const id = `msg_${sha256Hex(body).slice(0, 32)}`;
    const at = new Date();
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': this.#webhook.sign(id, at, body),
    };
  }
}

function readAnswer(text: string): PushOutcome {
  const parsed = answer.safeParse(jsonOf(text));
  if (!parsed.success) return { outage: `an answer that cannot be read: ${z.prettifyError(parsed.error)}` };
  return { answers: parsed.data.orders.map((one) => ({ ...one, status: STATUS_OF[one.status] })) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
