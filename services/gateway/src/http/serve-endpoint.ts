import { Readable } from 'node:stream';
import { isCommand } from '@duixian/api';
import { messageOf } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type {
  FastifyInstance,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  RouteHandlerMethod,
} from 'fastify';
import { keyOf } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { WrongKeys } from '../access/wrong-keys.ts';
import type { Services } from '../services.ts';
import { authorise, identify, tokenIn } from './authenticate.ts';
import { whileHeld } from './bodies-together.ts';
import { Answer, Download, type Endpoint } from './endpoint.ts';
import type { ExportPlaces } from './export-places.ts';
import { asCommand } from './idempotency-key.ts';
import { RETRY_AFTER_SECONDS } from './problem.ts';
import { routeSchema } from './route-schema.ts';
import { inTraceOf, traceparentOf } from './trace-request.ts';

const SMALL_BODY_BYTES = 64 * 1024;
const NOBODY = keyOf({ id: '', person: '', isMachine: false }, []);

/** Shared by all endpoints. */
type Counter = {
  readonly keyring: Keyring;
  readonly wrongKeys: WrongKeys;
  /** Counts requests, and refuses those over the limit. */
  readonly limit: onRequestAsyncHookHandler;
  readonly exports: ExportPlaces;
  readonly services: Services;
};

/** Makes a route of an endpoint. Each has its own Fastify scope, for the media types that it takes. */
export function serveEndpoint(app: FastifyInstance, endpoint: Endpoint, counter: Counter): void {
  const { method, path, access, rawBody } = endpoint;
  const tokenFrom = tokenIn(endpoint.keyInPath);
  const { keyring, wrongKeys, limit } = counter;
  app.register(
    named(path, (scope, _options, done) => {
      if (rawBody) takeRaw(scope, Object.keys(rawBody.content));
      scope.route({
        method,
        exposeHeadRoute: method === 'GET',
        url: path,
        bodyLimit: rawBody?.limitBytes ?? SMALL_BODY_BYTES,
        schema: routeSchema(endpoint),
        config: { rawBody },
        onRequest:
          access === 'open'
            ? [limit]
            : [identify(keyring, wrongKeys, tokenFrom), limit, authorise(access, keyring, tokenFrom)],
        handler: handlerOf(endpoint, counter),
      });
      done();
    }),
  );
}

/** Where a scope has no name, Fastify looks for its function in every module that is loaded. */
function named(name: string, scope: FastifyPluginCallback): FastifyPluginCallback {
  return Object.assign(scope, { [Symbol.for('fastify.display-name')]: name });
}

function takeRaw(scope: FastifyInstance, mediaTypes: string[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(mediaTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function handlerOf(endpoint: Endpoint, { services, exports, keyring }: Counter): RouteHandlerMethod {
  const { streams, files } = endpoint;
  return (request, reply) =>
    inTraceOf(request, async () => {
      const asked = { ...askedBy(request, endpoint), keyring };
      const handle = () => endpoint.handle(asked, services);
      const work = isCommand(endpoint) ? () => asCommand(request, handle) : handle;
      const answer = () => whileHeld(request, work);
      if (!streams && !files) return answerWith(reply, endpoint, await answer());
      const leave = exports.enter(asked.key.id, placeOf(streams));
      return answerWith(reply, endpoint, await inPlace(reply, leave, answer));
    });
}

function placeOf(streams: Endpoint['streams']): 'stream' | 'file' | 'feed' {
  if (streams === undefined) return 'file';
  return streams === 'text/event-stream' ? 'feed' : 'stream';
}

/** A place is kept while a stream or file is sent: not for a refusal, nor for a plain answer. */
async function inPlace(reply: FastifyReply, leave: () => void, make: () => Promise<object>): Promise<object> {
  let isUnderWay = false;
  try {
    const answer = await make();
    isUnderWay = answer instanceof Readable || answer instanceof Download;
    if (isUnderWay) whenOver(reply, leave);
    return answer;
  } finally {
    if (!isUnderWay) leave();
  }
}

function askedBy(request: FastifyRequest, { access }: Endpoint) {
  const { params, query, body, headers, apiKey } = request;
  const key = access === 'open' ? NOBODY : defined(apiKey, 'a request was authenticated');
  return { params, query, body, headers, key, traceparent: traceparentOf(request) };
}

/** Handlers' answers are written without a check by their schemas; tests prove that they fit. */
function answerWith(reply: FastifyReply, { streams }: Endpoint, answer: object): FastifyReply {
  if (answer instanceof Readable) return sendStream(reply.header('content-type', streams), answer);
  if (answer instanceof Download) {
    const { mediaType, fileName, content } = answer;
    const disposition = `attachment; filename="${fileName}"`;
    return sendStream(
      reply.header('content-type', mediaType).header('content-disposition', disposition),
      content,
    );
  }
  const { status, body, headers } =
    answer instanceof Answer ? answer : { status: 200, body: answer, headers: {} };
  if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  return reply
    .code(status)
    .headers(headers)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

/** A HEAD request gets no body, so nothing is read for it. */
function sendStream(reply: FastifyReply, content: Readable): FastifyReply {
  // The head is out by then: the client sees a broken answer, and only the log has the reason.
  content.once('error', (error) => reply.log.warn({ reason: messageOf(error) }, 'an answer broke off'));
  if (reply.request.method === 'HEAD') content.destroy();
  return reply.send(content);
}

/** Calls `over` when the answer is sent or its client is gone, which may have been before there was an answer. */
function whenOver({ raw }: FastifyReply, over: () => void): void {
  if (raw.destroyed) over();
  else raw.once('close', over);
}
