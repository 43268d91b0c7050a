import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@duixian/runtime';
import rateLimit from '@fastify/rate-limit';
import type { Meter } from '@opentelemetry/api';
import {
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
  type onRequestAsyncHookHandler,
} from 'fastify';
import type { Keyring } from './access/keyring.ts';
import { WrongKeys } from './access/wrong-keys.ts';
import { allEndpoints } from './all-endpoints.ts';
import { parseJson } from './events/parse-json.ts';
import { answerHalfClosed } from './http/answer-half-closed.ts';
import { answerProblems } from './http/answer-problems.ts';
import { limitBodies } from './http/bodies-together.ts';
import { checkRequest } from './http/check-request.ts';
import { closeInTime } from './http/close-in-time.ts';
import { cutIdleReaders } from './http/cut-idle-readers.ts';
import { documentAsyncApi } from './http/document-asyncapi.ts';
import { documentErrors } from './http/document-errors.ts';
import { documentOpenApi } from './http/document-openapi.ts';
import { ExportPlaces } from './http/export-places.ts';
import { observeRequests } from './http/observe-requests.ts';
import { Problem } from './http/problem.ts';
import { refuseBeforeRoutes } from './http/refuse-before-routes.ts';
import { serveEndpoint } from './http/serve-endpoint.ts';
import { serverOptions } from './http/server-options.ts';
import { traceRequests } from './http/trace-request.ts';
import { unpackBodies } from './http/unpack-bodies.ts';
import { PAGE_PATHS, servePages } from './pages/serve-pages.ts';
import type { Services } from './services.ts';

type GatewayOptions = {
  readonly keyring: Keyring;
  readonly services: Services;
  readonly log: Logger;
  readonly meter: Meter;
  readonly requestsPerMinute: number;
  /** Addresses or networks of proxies in front, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
};

/** What is served beside the endpoints. */
const PAGES = ['/openapi.json', '/asyncapi.json', '/docs/errors', ...PAGE_PATHS].map((path) => ({
  method: 'GET',
  path,
}));

/** The HTTP server, ready to listen. */
export async function buildGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const app = createServer(options.log, options.trustedProxies);
  answerProblems(app);
  app.setValidatorCompiler(checkRequest as never);
  // Handlers' answers are written with JSON.stringify; see serve-endpoint.ts.
  app.setSerializerCompiler(() => JSON.stringify);
  takeSmallJson(app);
  unpackBodies(app);
  limitBodies(app);
  app.decorateRequest('apiKey', null);
  app.decorateRequest('keyElsewhere', null);
  traceRequests(app);
  observeRequests(app, options.meter);
  const limit = await limitRate(app, options.requestsPerMinute);
  answerHalfClosed(app);
  closeInTime(app);
  cutIdleReaders(app);
  refuseBeforeRoutes(app, [...allEndpoints, ...PAGES], limit);
  documentErrors(app, limit);
  servePages(app, limit);
  documentAsyncApi(app, limit);
  await documentOpenApi(app, limit);
  const counter = { ...options, limit, wrongKeys: new WrongKeys(), exports: new ExportPlaces() };
  for (const endpoint of allEndpoints) serveEndpoint(app, endpoint, counter);
  await app.ready();
  return app;
}

function createServer(log: Logger, trustedProxies: readonly string[] = []): FastifyInstance {
  return fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    genReqId: requestId,
    ...serverOptions(),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    // Requests that arrive during closing are refused in close-in-time.ts.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
}

/** The client's own id of the request, if it is fit for the log. */
function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && /^[\w.:-]{1,64}$/.test(sent) ? sent : randomUUID();
}

function takeSmallJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const read = async (_request: FastifyRequest, body: Buffer) =>
    body.length === 0 ? undefined : await parseJson(body);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, read);
}

/** Per key; without a known key, per address. */
async function limitRate(
  app: FastifyInstance,
  requestsPerMinute: number,
): Promise<onRequestAsyncHookHandler> {
  await app.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ apiKey, ip }) => (apiKey ? `key ${apiKey.id}` : ip),
    errorResponseBuilder: (_request, { max, after }) =>
      new Problem('too-many-requests', `At most ${max} requests a minute are answered; go on in ${after}.`),
  });
  return app.rateLimit() as onRequestAsyncHookHandler;
}
