import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { messageOf } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { Webhook } from 'standardwebhooks';
import { type AddressRules, addressToConnect } from '../addresses.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Of the event: the same at each attempt. */
  readonly id: string;
  readonly at: Date;
  readonly body: string;
  /** All of them sign. */
  readonly secrets: readonly string[];
}

export interface WebhookAnswer {
  /** Undefined: there was no answer in time. */
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly problem: string;
  readonly answer: string;
  readonly durationMs: number;
}

/** Sends what is signed by Standard Webhooks, each attempt to the address that the name means at that moment. */
export class WebhookSender {
  readonly #rules: AddressRules;
  readonly #timeoutMs: number;
  readonly #stopping = new AbortController();
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: LIMITS.webhookSocketsOfHost.most }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: LIMITS.webhookSocketsOfHost.most }),
  };

  constructor(rules: AddressRules, timeoutMs: number = LIMITS.webhookAnswerMs.most) {
    this.#rules = rules;
    this.#timeoutMs = timeoutMs;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** What is in progress fails at once. */
  stop(): void {
    this.#stopping.abort();
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async send(request: WebhookRequest): Promise<WebhookAnswer> {
    const startedAt = performance.now();
    const durationMs = () => Math.round(performance.now() - startedAt);
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = AbortSignal.any([timeout, this.#stopping.signal]);
    try {
      const url = new URL(request.url);
      const address = await addressToConnect(url, this.#rules, signal);
      const response = await this.#open(url, address, request, signal);
      const answer = await textOf(response, signal);
      const { statusCode: status, headers } = response;
      return { status, retryAfter: headers['retry-after'], problem: '', answer, durationMs: durationMs() };
    } catch (error) {
      const problem = timeout.aborted ? `no whole answer within ${this.#timeoutMs} ms` : messageOf(error);
      return { status: undefined, retryAfter: undefined, problem, answer: '', durationMs: durationMs() };
    }
  }

  /** Connects to the address, and asks for a certificate of the name. A redirect is an answer like any other. */
  #open(url: URL, address: string, request: WebhookRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const isTls = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const body = Buffer.from(request.body);
    const options = {
      method: 'POST',
      host: address,
      port: url.port || (isTls ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      ...(isTls && isIP(host) === 0 && { servername: host }),
      headers: { host: url.host, ...headersOf(request), 'content-length': body.length },
      signal,
    };
    return new Promise((resolve, reject) => {
      const open: ClientRequest = isTls
        ? httpsRequest({ ...options, agent: this.#agents['https:'] })
        : httpRequest({ ...options, agent: this.#agents['http:'] });
      open.once('response', resolve);
      open.once('error', reject);
      open.end(body);
    });
  }
}

export function headersOf({ id, at, body, secrets }: Omit<WebhookRequest, 'url'>): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json',
    'user-agent': 'Duixian',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** The beginning of the answer, of which no more is read than there may be. */
async function textOf(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (bytes < LIMITS.attemptAnswerBytes.most) kept.push(chunk);
    bytes += chunk.length;
    if (bytes > LIMITS.webhookAnswerBytes.most) {
      response.destroy();
      break;
    }
  }
  signal.throwIfAborted();
  const text = Buffer.concat(kept).subarray(0, LIMITS.attemptAnswerBytes.most).toString();
  return text.replaceAll('\0', '\u{FFFD}');
}
