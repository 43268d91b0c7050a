import type { WebhookSettings } from './settings.ts';

const MOST_ANSWER_BYTES = 64 * 1024;
const SHOWN_CHARACTERS = 2_000;
/** Nobody listens there: that says nothing of any rule. */
const NOT_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** One attempt: what stands in the headers and the body, byte by byte. */
export type Message = {
  readonly id: string;
  readonly subject: string;
  readonly at: Date;
  readonly body: string;
  /** Undefined: without the header. */
  readonly signature: string | undefined;
};

export type Exchange = {
  readonly sent: string;
  readonly received: string;
  /** Undefined: there was no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
};

/** Sends one attempt. An answer that does not come is an exchange as well; an address without a listener throws. */
export async function deliver(
  { url, answerWithinMs }: WebhookSettings,
  message: Message,
  signal: AbortSignal,
): Promise<Exchange> {
  const headers = headersOf(message);
  const sent = [
    `POST ${new URL(url).pathname}`,
    ...Object.entries(headers).map((pair) => pair.join(': ')),
    '',
    message.body,
  ].join('\n');
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    const location = response.headers.get('location');
    const received = [
      `HTTP ${response.status}`,
      ...(location === null ? [] : [`location: ${location}`]),
      '',
      await firstOf(response),
    ];
    return { sent, received: received.join('\n').trimEnd(), status: response.status, durationMs: since() };
  } catch (error) {
    signal.throwIfAborted();
    return { sent, received: noAnswer(error, answerWithinMs), status: undefined, durationMs: since() };
  }
}

function headersOf({ id, at, signature }: Message): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json',
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
    ...(signature === undefined ? {} : { 'webhook-signature': signature }),
  };
}

/** The beginning of the answer; a receiver that sends without end is cut off. */
async function firstOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (text.length < SHOWN_CHARACTERS) text += decoder.decode(chunk, { stream: true });
    if (bytes > MOST_ANSWER_BYTES) break;
  }
  return text.slice(0, SHOWN_CHARACTERS);
}

/** By their names, for errors of the platform's fetch are of a class of their own. */
function noAnswer(error: unknown, answerWithinMs: number): string {
  const { name, message, cause } = error as Error & { readonly cause?: NodeJS.ErrnoException };
  if (name === 'TimeoutError') return `no answer within ${answerWithinMs} ms`;
  const code = cause?.code;
  if (code === undefined || NOT_THERE.has(code))
    throw new Error(`the receiver cannot be reached: ${cause?.message || (code ?? message)}`, {
      cause: error,
    });
  return `no answer: ${code}`;
}
