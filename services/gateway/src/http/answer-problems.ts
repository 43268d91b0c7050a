import type * as api from '@duixian/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, Problem, RETRY_AFTER_SECONDS } from './problem.ts';
import { problemOfError } from './problem-of-error.ts';

/** Statuses for which a retry may succeed. */
const TEMPORARY: readonly api.ProblemKind[] = ['unavailable', 'busy', 'too-many-requests'];

/** Every refusal is `application/problem+json`. Internal errors are logged, and not shown to the client. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem =
      (error as { code?: unknown }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
        ? new Problem('media-type', `The content type must be ${takenBy(request)}.`)
        : problemOfError(error);
    if (problem.statusCode >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message);
    if (TEMPORARY.includes(problem.kind) && !reply.hasHeader('retry-after'))
      reply.header('retry-after', RETRY_AFTER_SECONDS);
    return sendProblem(reply, problem.toDocument(languageOf(request.headers['accept-language'])));
  });
}

function takenBy({ routeOptions }: FastifyRequest): string {
  const { rawBody } = routeOptions.config;
  return Object.keys(rawBody?.content ?? { 'application/json': true }).join(', ');
}

export function sendProblem(reply: FastifyReply, document: api.ProblemDocument): FastifyReply {
  return reply
    .code(document.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(document));
}
