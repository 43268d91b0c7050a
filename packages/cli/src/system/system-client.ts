import { answerReader, isCommand, routeOf } from '@duixian/api';
import {
  type ApiClient,
  addressOf,
  apiClient,
  type BodyOf,
  commandHeaders,
  hasKey,
  type Method,
  type ParametersOf,
  type PathOf,
  sendCommand,
} from '@duixian/client';
import { isBlank, splitLines } from '@duixian/facts';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { defined } from '@duixian/values';
import type { Answer } from './answers.ts';
import type { Connection } from './find-system.ts';
import { problemOf, problemOfAnswer, reasonOf } from './problem-of.ts';
import { splitDocuments } from './split-documents.ts';

const requestTimeoutMs = 60_000;
/** The longest silence of a stream, whose first bytes may have to be computed. */
const silenceMs = 600_000;

/** The parameters of the path and query; optional where the path has none. */
type Given<M extends Method, Path extends PathOf<M>> =
  Record<string, never> extends ParametersOf<M, Path>
    ? [parameters?: ParametersOf<M, Path>, timeoutMs?: number]
    : [parameters: ParametersOf<M, Path>, timeoutMs?: number];

/** The parameters of a request, and its body if there is one. */
export type PostRequest<Path extends PathOf<'post'>> = ParametersOf<'post', Path> &
  (BodyOf<Path> extends undefined ? { body?: undefined } : { body: BodyOf<Path> });

type PutRequest<Path extends PathOf<'put'>> = ParametersOf<'put', Path> & { body: BodyOf<Path, 'put'> };

/** The answer, or the sentence of the gateway that refuses. */
type Tried<M extends Method, Path extends PathOf<M>> =
  | { readonly answer: Answer<M, Path> }
  | { readonly detail: string };

type Asked = { readonly path?: object; readonly query?: object; readonly body?: unknown };
type Replied = { readonly error?: unknown; readonly response: Response };

/**
 * Calls a gateway by the paths of its OpenAPI document, and parses answers by the schemas of their routes. A failure is
 * a Problem: one sentence with what to do.
 */
export class SystemClient {
  readonly url: string;
  readonly #key: string;
  readonly #idempotencyKey: string | undefined;
  readonly #api: ApiClient;
  #commands = 0;

  constructor({ url, key, idempotencyKey }: Connection) {
    this.url = url;
    this.#key = key;
    this.#idempotencyKey = idempotencyKey;
    this.#api = apiClient(url, key, (request) => this.#send(request));
  }

  get<Path extends PathOf<'get'>>(
    path: Path,
    ...[parameters, timeoutMs]: Given<'get', Path>
  ): Promise<Answer<'get', Path>> {
    return this.#answer('get', path, { ...parameters }, timeoutMs);
  }

  post<Path extends PathOf<'post'>>(
    path: Path,
    request: PostRequest<Path>,
    timeoutMs?: number,
  ): Promise<Answer<'post', Path>> {
    return this.#answer('post', path, request, timeoutMs);
  }

  /** The same, but a request that is refused for its content returns the gateway's sentence. */
  try<Path extends PathOf<'post'>>(path: Path, request: PostRequest<Path>): Promise<Tried<'post', Path>> {
    return this.#try('post', path, request);
  }

  /** Sends the whole state of a thing, which may be refused for its content. */
  tryPut<Path extends PathOf<'put'>>(path: Path, request: PutRequest<Path>): Promise<Tried<'put', Path>> {
    return this.#try('put', path, request);
  }

  async #try<M extends Method, Path extends PathOf<M>>(
    method: M,
    path: Path,
    request: Asked,
  ): Promise<Tried<M, Path>> {
    const replied = await this.#ask(method, path, request, requestTimeoutMs);
    if (![400, 404, 409].includes(replied.response.status))
      return { answer: await this.#answered(method, path, replied) };
    return { detail: (replied.error as { detail: string }).detail };
  }

  /** Sends a file unchanged. */
  postFile<Path extends PathOf<'post'>>(
    path: Path,
    parameters: ParametersOf<'post', Path>,
    body: Buffer,
    contentType: string,
  ): Promise<Answer<'post', Path>> {
    return this.#sendFile('post', path, parameters, body, contentType);
  }

  /** The same, where the file is the whole state of a thing. */
  putFile<Path extends PathOf<'put'>>(
    path: Path,
    parameters: ParametersOf<'put', Path>,
    body: Buffer,
    contentType: string,
  ): Promise<Answer<'put', Path>> {
    return this.#sendFile('put', path, parameters, body, contentType);
  }

  async #sendFile<M extends 'post' | 'put', Path extends PathOf<M>>(
    method: M,
    path: Path,
    parameters: ParametersOf<M, Path>,
    body: Buffer,
    contentType: string,
  ): Promise<Answer<M, Path>> {
    const headers = { 'content-type': contentType, ...this.#headersOf(method, path) };
    const address = addressOf(method, path, parameters);
    const sent = { method: method.toUpperCase(), headers, body: new Uint8Array(body) };
    const response = await this.request(address, sent);
    if (!response.ok) throw await problemOf(this.url, response);
    return this.#read(method, path, response);
  }

  /** Undefined where there is none. */
  async find<Path extends PathOf<'get'>>(
    path: Path,
    parameters: ParametersOf<'get', Path>,
  ): Promise<Answer<'get', Path> | undefined> {
    const replied = await this.#ask('get', path, parameters, requestTimeoutMs);
    if (replied.response.status === 404) return undefined;
    return this.#answered('get', path, replied);
  }

  /** Every line of an answer in newline-delimited JSON, as they arrive. */
  async *lines<Path extends PathOf<'get'>>(
    path: Path,
    parameters?: ParametersOf<'get', Path>,
  ): AsyncGenerator<unknown> {
    const address = parameters === undefined ? path : addressOf('get', path, parameters);
    for await (const lines of splitLines(this.#chunks(address)))
      for (const { bytes } of lines) if (!isBlank(bytes)) yield JSON.parse(bytes.toString());
  }

  /** The documents of an answer in BSON, in chunks of complete documents. */
  documents(path: PathOf<'get'>): AsyncGenerator<Buffer> {
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

  /** Checks that all services answer before a long request: a stopped one is reported at once. */
  async mustAnswer(timeoutMs = 15_000): Promise<void> {
    await this.get('/v1/pending', {}, timeoutMs);
  }

  /** One request by hand, with any answer; a Problem where there is none. */
  request(
    address: string,
    { timeoutMs = requestTimeoutMs, ...request }: RequestInit & { timeoutMs?: number },
  ): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${this.#key}` };
    const signal = request.signal ?? AbortSignal.timeout(timeoutMs);
    return this.#send(new Request(`${this.url}${address}`, { ...request, headers, signal }));
  }

  async #send(request: Request): Promise<Response> {
    try {
      return await (hasKey(request) ? sendCommand(request, fetch) : fetch(request));
    } catch (cause) {
      throw new Problem(
        `${this.url} does not answer (${reasonOf(cause)}). See ./duixian status, or start the system with ./duixian start.`,
        { exitCode: EXIT_CODES.noAnswer, cause },
      );
    }
  }

  async #answer<M extends Method, Path extends PathOf<M>>(
    method: M,
    path: Path,
    asked: Asked,
    timeoutMs = requestTimeoutMs,
  ): Promise<Answer<M, Path>> {
    return this.#answered(method, path, await this.#ask(method, path, asked, timeoutMs));
  }

  /** The body of a success is not read yet, that of a refusal is. */
  #ask(method: Method, path: string, { body, ...params }: Asked, timeoutMs: number): Promise<Replied> {
    const headers = this.#headersOf(method, path);
    const init = { params, body, headers, signal: AbortSignal.timeout(timeoutMs), parseAs: 'stream' };
    return this.#api.request(method, path as never, init as never) as Promise<Replied>;
  }

  /** A command has a key: a fresh one, or the given one, which the second command that it is given for has with its number. */
  #headersOf(method: Method, path: string): Record<string, string> {
    const route = routeOf(method, path);
    if (!route || !isCommand(route)) return {};
    this.#commands += 1;
    const given = this.#idempotencyKey;
    return commandHeaders(given !== undefined && this.#commands > 1 ? `${given}.${this.#commands}` : given);
  }

  async #answered<M extends Method, Path extends PathOf<M>>(
    method: M,
    path: Path,
    { error, response }: Replied,
  ): Promise<Answer<M, Path>> {
    if (!response.ok) throw problemOfAnswer(this.url, response.status, error);
    return this.#read(method, path, response);
  }

  async #read<M extends Method, Path extends PathOf<M>>(
    method: M,
    path: Path,
    response: Response,
  ): Promise<Answer<M, Path>> {
    const route = defined(routeOf(method, path), 'a path of the document has a route');
    const parsed = answerReader(route.answer).safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data as Answer<M, Path>;
    throw new Problem(
      `The answer of ${this.url}${path} is not what this program expects. Use the same version on both sides.`,
      { cause: parsed.error },
    );
  }
}
