import { messageOf, type Secret } from '@duixian/runtime';
import { LIMITS, sha256Hex } from '@duixian/values';
import { Webhook } from 'standardwebhooks';
import type { OrderDocument } from '../unit-of-work/collections.ts';
import { contentOf } from './order-content.ts';
import { type PushOutcome, readAnswer, wordsOf } from './push-outcome.ts';
import { readBody } from './read-body.ts';

/** 4xx that ask to come again later: the order itself is not at fault. */
const LATER = new Set([408, 425, 429]);
/** They concern the sender. */
const OF_THE_KEY = new Set([401, 407]);
/** They concern the address as a whole, or an order. */
const OF_THE_CHANNEL = new Set([403, 404, 405]);

/**
 * `POST /orders` with `{"orders":[…]}`, signed by Standard Webhooks. The webhook id is that of the content,
 * so the same batch sent again is recognisable as the same. The platform's fetch keeps connections alive. A
 * redirect is not followed: account numbers go to the configured address, and nowhere else.
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
    const body = bodyOf(orders);
    if (typeof body !== 'string') return body;
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { ...this.#signature(body), ...(traceparent ? { traceparent } : {}) },
        body,
        redirect: 'manual',
        // For the answer to its last byte.
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(LIMITS.treasuryAnswerMs.most)]),
      });
      const text = await readBody(response);
      return response.ok ? readAnswer(text) : refusalOf(response, text);
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
      'accept-encoding': 'identity',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': this.#webhook.sign(id, at, body),
    };
  }
}

/**
 * What this software cannot write counts as refused; in the end it is alone, so that it keeps no other order
 * back.
 */
function bodyOf(orders: readonly OrderDocument[]): string | PushOutcome {
  try {
    return JSON.stringify({ orders: orders.map(contentOf) });
  } catch (error) {
    return { refusal: wordsOf(`not sent: it cannot be written: ${messageOf(error)}`), isConflict: false };
  }
}

function refusalOf({ status, headers }: Response, text: string): PushOutcome {
  const refusal = wordsOf(`${status} ${text}`);
  if (status >= 300 && status < 400) {
    const elsewhere = headers.get('location') ?? 'another address';
    return { outage: `${status}: it points to ${elsewhere}; redirects are not followed: set TREASURY_URL` };
  }
  if (status < 400 || status >= 500 || LATER.has(status)) return { outage: refusal };
  if (OF_THE_KEY.has(status)) {
    const clockFault = status === 401 ? clockFaultOf(headers.get('date')) : undefined;
    return clockFault ? { outage: refusal, clockFault } : { outage: refusal };
  }
  return { refusal, isConflict: status === 409, mayBeOfChannel: OF_THE_CHANNEL.has(status) };
}

/**
 * A signature carries the time, and is refused if the clocks of the two sides differ by more than minutes.
 */
function clockFaultOf(date: string | null): string | undefined {
  const differenceMs = Date.now() - Date.parse(date ?? '');
  if (!(Math.abs(differenceMs) > LIMITS.clockDifferenceMs.most)) return undefined;
  const seconds = Math.round(Math.abs(differenceMs) / 1_000);
  const how = differenceMs > 0 ? 'ahead of' : 'behind';
  return `the clock of this machine is ${seconds} s ${how} the treasury's, which refuses every request for it: set the clock`;
}
