import { LIMITS } from '@duixian/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerBrokenRequest } from './answer-broken-requests.ts';
import { sendProblem } from './answer-problems.ts';
import { problemOfError } from './problem-of-error.ts';

const TIMES = {
  headMs: LIMITS.headMs.most,
  requestMs: LIMITS.requestMs.most,
  /** How often open connections are checked; a connection may be cut so much after its limit. */
  lookEveryMs: 5_000,
};

/** Limits of the HTTP server itself, before any handler. */
export function serverOptions({ headMs, requestMs, lookEveryMs } = TIMES) {
  return {
    requestTimeout: requestMs,
    // Longer than load balancers keep connections; otherwise they would send into one that is being closed.
    keepAliveTimeout: 72_000,
    http: {
      maxHeaderSize: LIMITS.headBytes.most,
      headersTimeout: headMs,
      connectionsCheckingInterval: lookEveryMs,
      // refuse-before-routes.ts refuses it, with a body.
      requireHostHeader: false,
    },
    // Schemas limit parameters, and a limit of its own the address.
    routerOptions: { maxParamLength: LIMITS.headBytes.most },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(reply, problemOfError(error).toDocument()),
  };
}
