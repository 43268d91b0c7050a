import { Readable } from 'node:stream';
import { defined } from '@duixian/values';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Office } from '../documents/office.ts';
import { keyOf } from '../keys/key.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Services } from '../services.ts';
import { authenticate } from './authenticate.ts';
import { Answer, Download, type Endpoint } from './endpoint.ts';
import { routeSchema } from './route-schema.ts';
import { inTraceOf, traceparentOf } from './trace-request.ts';

const SMALL_BODY_BYTES = 64 * 1024;
const NOBODY = keyOf('', []);

/** Makes a route of an endpoint. Each has a context of its own, for the media types that it takes. */
export function serveEndpoint(
  app: FastifyInstance,
  endpoint: Endpoint,
  keyring: Keyring,
  services: Services,
  office: Office,
): void {
  const { method, path, access, rawBody } = endpoint;
  app.register((scope, _options, done) => {
    if (rawBody) takeRaw(scope, Object.keys(rawBody.content));
    scope.route({
      method,
      url: path,
      bodyLimit: rawBody?.limitBytes ?? SMALL_BODY_BYTES,
      schema: routeSchema(endpoint),
      config: { rawContent: rawBody?.content },
      onRequest: access === 'open' ? [] : [authenticate(keyring, access)],
      handler: handlerOf(endpoint, services, office),
    });
    done();
  });
}

function takeRaw(scope: FastifyInstance, mediaTypes: string[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(mediaTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function handlerOf(endpoint: Endpoint, services: Services, office: Office): RouteHandlerMethod {
  return (request, reply) =>
    inTraceOf(request, async () => {
      const asked = { ...askedBy(request, endpoint), office };
      return answerWith(reply, endpoint, await endpoint.handle(asked, services));
    });
}

function askedBy(request: FastifyRequest, { access }: Endpoint) {
  const { params, query, body, headers, apiKey } = request;
  const key = access === 'open' ? NOBODY : defined(apiKey, 'a request was authenticated');
  return { params, query, body, headers, key, traceparent: traceparentOf(request) };
}

/** What is answered was made by us and is written as it is; that it fits its schema is for tests to prove. */
function answerWith(reply: FastifyReply, { streams }: Endpoint, answer: object): FastifyReply {
  if (answer instanceof Readable) return reply.header('content-type', streams).send(answer);
  if (answer instanceof Download) {
    const { mediaType, fileName, content } = answer;
    const disposition = `attachment; filename="${fileName}"`;
    return reply.header('content-type', mediaType).header('content-disposition', disposition).send(content);
  }
  const { status, body } = answer instanceof Answer ? answer : { status: 200, body: answer };
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
