import { LIMITS } from '@duixian/values';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerBrokenRequest } from './answer-broken-requests.ts';
import { sendProblem } from './answer-problems.ts';
import { problemOfError } from './problem-of-error.ts';

const TIMES = {
  headMs: LIMITS.headMs.most,
  requestMs: LIMITS.requestMs.most,
  /** How often open connections are looked at: so much later than its time is over one may be cut. */
  lookEveryMs: 5_000,
};

/** What the HTTP server takes before any of our code sees it. */
export function serverOptions({ headMs, requestMs, lookEveryMs } = TIMES) {
  return {
    requestTimeout: requestMs,
    // Longer than a balancer in front keeps its connections, or it would send into one that is being closed.
    keepAliveTimeout: 72_000,
    http: {
      maxHeaderSize: LIMITS.headBytes.most,
      headersTimeout: headMs,
      connectionsCheckingInterval: lookEveryMs,
      // Refused in refuse-before-routes.ts, with a body.
      requireHostHeader: false,
    },
    // Parameters are measured by their schemas, and an address as a whole.
    routerOptions: { maxParamLength: LIMITS.headBytes.most },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(reply, problemOfError(error).toDocument()),
  };
}
