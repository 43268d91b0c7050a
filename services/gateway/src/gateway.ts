import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@duixian/runtime';
import rateLimit from '@fastify/rate-limit';
import type { Meter } from '@opentelemetry/api';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Office } from './documents/office.ts';
import { allEndpoints } from './endpoints/all-endpoints.ts';
import { parseJson } from './events/parse-json.ts';
import { answerBrokenRequest } from './http/answer-broken-requests.ts';
import { answerProblems, sendProblem } from './http/answer-problems.ts';
import { checkRequest } from './http/check-request.ts';
import { closeInTime } from './http/close-in-time.ts';
import { documentOpenApi } from './http/document-openapi.ts';
import { observeRequests } from './http/observe-requests.ts';
import { Problem, plainProblem } from './http/problem.ts';
import { refuseEncodings } from './http/refuse-encodings.ts';
import { serveEndpoint } from './http/serve-endpoint.ts';
import { traceRequests } from './http/trace-request.ts';
import type { Keyring } from './keys/keyring.ts';
import type { Services } from './services.ts';

type GatewayOptions = {
  readonly keyring: Keyring;
  readonly services: Services;
  readonly log: Logger;
  readonly meter: Meter;
  readonly requestsPerMinute: number;
  readonly office: Office;
};

/** The HTTP server, ready to listen. */
export async function buildGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const app = createServer(options.log);
  answerProblems(app, allEndpoints);
  app.setValidatorCompiler(checkRequest as never);
  // Answers are written by JSON.stringify alone; see serve-endpoint.ts.
  app.setSerializerCompiler(() => JSON.stringify);
  takeSmallJson(app);
  refuseEncodings(app);
  app.decorateRequest('apiKey', null);
  traceRequests(app);
  observeRequests(app, options.meter);
  await limitRate(app, options.requestsPerMinute);
  await documentOpenApi(app);
  const { keyring, services, office } = options;
  for (const endpoint of allEndpoints) serveEndpoint(app, endpoint, keyring, services, office);
  closeInTime(app);
  await app.ready();
  return app;
}

function createServer(log: Logger): FastifyInstance {
  return fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    genReqId: requestId,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: 16_384, headersTimeout: 20_000 },
    routerOptions: { maxParamLength: 1_000 },
    // What comes while it closes is refused in close-in-time.ts.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(reply as never, plainProblem(error.statusCode ?? 400, error.message)),
  }) as unknown as FastifyInstance;
}

/** The caller's own id of the request, where it is fit to be logged. */
function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && /^[\w.:-]{1,64}$/.test(sent) ? sent : randomUUID();
}

function takeSmallJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Per key, and for what is open per address. */
async function limitRate(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ apiKey, ip }) => (apiKey ? `key ${apiKey.name}` : ip),
    errorResponseBuilder: (_request, { max, after }) =>
      new Problem('too-many-requests', `This key may ask ${max} times a minute; go on in ${after}.`),
  });
}
