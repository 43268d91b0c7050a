import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LIMITS } from '@duixian/values';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { refuseConnection } from './answer-broken-requests.ts';
import { Problem } from './problem.ts';

/**
 * Faults of HTTP itself, before any endpoint: missing hosts, repeated headers, expectations, tunnels, long addresses,
 * unknown paths and methods. Node would answer some of them without a body, or not at all.
 */
export function refuseBeforeRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  limit: onRequestAsyncHookHandler,
): void {
  app.server.on('checkExpectation', refuseExpectation);
  app.server.on('connect', refuseTunnel);
  const paths = new Paths(routes);
  app.addHook('onRequest', async function refuse(request, reply) {
    mustBeWellAddressed(request.raw);
    // A path without a route never waits for its body.
    if (request.is404) await limit.call(app, request, reply);
    mustBeTaken(request, reply, paths);
  });
}

/** Node joins or drops a second one of these headers, which would change what the client meant. */
const ONCE = /^(?:host|authorization|content-type|idempotency-key|ce-.*)$/;

function severalOf(header: string): Problem {
  const message = `there must be one header "${header}"; there are several`;
  const fault = { field: header.toLowerCase(), reason: 'bad-field', message };
  return new Problem('bad-request', `${message[0]?.toUpperCase()}${message.slice(1)}.`, [fault]);
}

function mustBeWellAddressed({ url = '', httpVersion, rawHeaders }: IncomingMessage): void {
  if (Buffer.byteLength(url) > LIMITS.addressBytes.most) {
    const detail = `The address is longer than ${LIMITS.addressBytes.most / 1_024} KiB.`;
    throw new Problem('uri-too-long', detail);
  }
  const seen = new Set<string>();
  for (const [at, name] of rawHeaders.entries()) {
    const header = name.toLowerCase();
    if (at % 2 !== 0 || !ONCE.test(header)) continue;
    if (seen.has(header)) throw severalOf(name);
    seen.add(header);
  }
  if (!seen.has('host') && httpVersion === '1.1')
    throw new Problem('bad-request', 'The header "Host" must be given; HTTP/1.1 asks for it.');
}

function refuseTunnel(_request: IncomingMessage, socket: Socket): void {
  refuseConnection(socket, new Problem('method-not-allowed', 'This is no proxy.'), 'Allow: GET, POST\r\n');
  // The client's remaining bytes are read and dropped.
  socket.resume();
}

/** RFC 9110, §10.1.1: only `100-continue`, which Node answers itself, is supported. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const detail = 'Nothing can be expected here but "100-continue".';
  const document = new Problem('expectation', detail).toDocument();
  const body = JSON.stringify(document);
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  response.writeHead(document.status, headers).end(body);
}

type Route = { readonly method: string; readonly path: string };

function mustBeTaken(request: FastifyRequest, reply: FastifyReply, paths: Paths): void {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = request.is404 ? paths.methodsAt(path) : paths.literal.get(path);
  if (methods && !methods.has(request.method)) {
    const allowed = [...methods].join(', ');
    reply.header('allow', allowed);
    throw new Problem('method-not-allowed', `${shown(path)} takes ${allowed}, not ${request.method}.`);
  }
  if (!request.is404) return;
  throw new Problem(
    'not-found',
    `There is no ${request.method} ${shown(path)}; /docs/api shows what can be asked.`,
  );
}

/** Of an address that has a key in it, the key is not repeated. */
function shown(path: string): string {
  return path.replace(/^(\/nrii\/)[^/]*/i, '$1…');
}

type Methods = ReadonlySet<string>;

/** The methods of each path. A literal path is never a parameter of another: no id is "import". */
class Paths {
  readonly literal: ReadonlyMap<string, Methods>;
  readonly #others: readonly { readonly parts: readonly string[]; readonly route: Route }[];

  constructor(routes: readonly Route[]) {
    const isLiteral = ({ path }: Route) => !path.includes(':');
    const byPath = Map.groupBy(routes.filter(isLiteral), ({ path }) => path);
    this.literal = new Map([...byPath].map(([path, found]) => [path, methodsOf(found)]));
    this.#others = routes
      .filter((route) => !isLiteral(route))
      .map((route) => ({ route, parts: route.path.split('/') }));
  }

  /** Undefined where there is no such path. */
  methodsAt(path: string): Methods | undefined {
    const asked = path.split('/');
    const found = this.#others.filter(({ parts }) => isAt(parts, asked)).map(({ route }) => route);
    return this.literal.get(path) ?? (found.length > 0 ? methodsOf(found) : undefined);
  }
}

/** HEAD exists wherever GET does. */
function methodsOf(routes: readonly Route[]): Methods {
  return new Set(routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
}

/** Whether a path matches a route: a part that begins with a colon matches anything. */
function isAt(parts: readonly string[], asked: readonly string[]): boolean {
  return (
    parts.length === asked.length &&
    parts.every((part, index) => part.startsWith(':') || part === asked[index])
  );
}
