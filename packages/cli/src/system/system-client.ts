import { EXIT_CODES, Problem } from '@duixian/local';
import { z } from 'zod';
import { inOneLine } from '../report/lines.ts';
import type { Connection } from './find-system.ts';
import { splitDocuments } from './split-documents.ts';
import { isBlank, splitLines } from './split-lines.ts';

const requestTimeoutMs = 60_000;
/** A stream may go on for as long as it says something; what it says first may have to be computed. */
const silenceMs = 600_000;

/** Talks to a gateway. What goes wrong is a Problem: one sentence with what to do. */
export class SystemClient {
  readonly url: string;
  readonly #key: string;

  constructor({ url, key }: Connection) {
    this.url = url;
    this.#key = key;
  }

  get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    timeoutMs = requestTimeoutMs,
  ): Promise<z.output<Schema>> {
    return this.#answer(path, { method: 'GET', timeoutMs }, schema);
  }

  post<Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    contentType = 'application/json',
    timeoutMs = requestTimeoutMs,
  ): Promise<z.output<Schema>> {
    const headers = { 'content-type': contentType };
    const request = { method: 'POST', headers, body: JSON.stringify(body), timeoutMs };
    return this.#answer(path, request, schema);
  }

  /** A file as it is. */
  postFile<Schema extends z.ZodType>(
    path: string,
    body: Buffer,
    schema: Schema,
    contentType: string,
  ): Promise<z.output<Schema>> {
    const headers = { 'content-type': contentType };
    return this.#answer(path, { method: 'POST', headers, body: new Uint8Array(body) }, schema);
  }

  /** Undefined where there is no such thing. */
  async find<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    const response = await this.request(path, { method: 'GET' });
    if (response.status !== 404) return this.#read(path, response, schema);
    await response.body?.cancel();
    return undefined;
  }

  /** Every line of an answer in newline-delimited JSON, as they arrive. */
  async *lines(path: string): AsyncGenerator<unknown> {
    for await (const lines of splitLines(this.#chunks(path)))
      for (const { bytes } of lines) if (!isBlank(bytes)) yield JSON.parse(bytes.toString());
  }

  /** The documents of an answer in BSON, in pieces of whole ones. */
  documents(path: string): AsyncGenerator<Buffer> {
    return splitDocuments(this.#chunks(path));
  }

  async *#chunks(path: string): AsyncGenerator<Uint8Array> {
    const silent = new AbortController();
    const timer = setTimeout(
      () => silent.abort(new DOMException('it says nothing', 'TimeoutError')),
      silenceMs,
    );
    try {
      const response = await this.request(path, { method: 'GET', signal: silent.signal });
      if (!response.ok || !response.body) throw await problemOf(this.url, response);
      for await (const chunk of response.body) {
        timer.refresh();
        yield chunk;
      }
    } catch (cause) {
      if (cause instanceof Problem) throw cause;
      throw new Problem(`The answer of ${this.url}${path} broke off: ${reasonOf(cause)}. Try again.`, {
        exitCode: EXIT_CODES.noAnswer,
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether all services answer, before something is asked that may take long: one that is stopped is told at once. */
  async mustAnswer(timeoutMs = 15_000): Promise<void> {
    await this.get('/v1/pending', z.looseObject({}), timeoutMs);
  }

  /** One request, whatever its answer; a Problem when there is none. */
  async request(
    path: string,
    { timeoutMs = requestTimeoutMs, ...request }: RequestInit & { timeoutMs?: number },
  ): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${this.#key}` },
        signal: request.signal ?? AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw new Problem(
        `${this.url} does not answer (${reasonOf(cause)}). See ./duixian status, or start the system with ./duixian start.`,
        { exitCode: EXIT_CODES.noAnswer, cause },
      );
    }
  }

  async #answer<Schema extends z.ZodType>(
    path: string,
    request: RequestInit & { timeoutMs?: number },
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return this.#read(path, await this.request(path, request), schema);
  }

  async #read<Schema extends z.ZodType>(
    path: string,
    response: Response,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    if (!response.ok) throw await problemOf(this.url, response);
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new Problem(
      `The answer of ${this.url}${path} is not what this program expects. Use the same version on both sides.`,
      { cause: parsed.error },
    );
  }
}

/** What a refused request means to people. */
export async function problemOf(url: string, response: Response): Promise<Problem> {
  const document = (await response.json().catch(() => ({}))) as { detail?: unknown };
  const detail = typeof document.detail === 'string' ? ` ${inOneLine(document.detail)}` : '';
  if (response.status === 401) return new Problem(`${url} does not know this key. Give another with --key.`);
  if (response.status === 403) return new Problem(`This key may not do that at ${url}.${detail}`);
  if (response.status === 503) {
    return new Problem(
      `${url} cannot answer now.${detail} Try again in a moment; ./duixian status says more.`,
      {
        exitCode: EXIT_CODES.noAnswer,
      },
    );
  }
  return new Problem(asSentence(detail) ?? `${url} answered ${response.status}.`);
}

function asSentence(detail: string): string | undefined {
  const text = detail.trim();
  return text ? `${text[0]?.toUpperCase()}${text.slice(1)}${/[.!?。]$/.test(text) ? '' : '.'}` : undefined;
}

function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === 'TimeoutError') return 'no answer in time';
  const { code } = (cause ?? {}) as { code?: unknown };
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return typeof code === 'string' ? code : message;
}
