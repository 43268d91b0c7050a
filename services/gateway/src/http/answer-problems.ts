import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemDocument, type ProblemKind } from './problem.ts';
import { problemOfError } from './problem-of-error.ts';

const RETRY_AFTER_SECONDS = 2;
/** What another try may find otherwise. */
const TEMPORARY: readonly ProblemKind[] = ['unavailable', 'too-many-requests'];

/** Every refusal leaves as `application/problem+json`; what went wrong on this side is logged, never told. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem =
      (error as { code?: unknown }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
        ? new Problem('media-type', `The content type must be ${takenBy(request)}.`)
        : problemOfError(error);
    if (problem.statusCode >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message);
    if (TEMPORARY.includes(problem.kind) && !reply.hasHeader('retry-after'))
      reply.header('retry-after', RETRY_AFTER_SECONDS);
    return sendProblem(reply, problem.toDocument());
  });
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is no ${request.method} ${request.url.split('?')[0]}; /docs shows what can be asked.`;
    return sendProblem(reply, new Problem('not-found', detail).toDocument());
  });
}

function takenBy({ routeOptions }: FastifyRequest): string {
  const { rawContent } = routeOptions.config as { rawContent?: object };
  return Object.keys(rawContent ?? { 'application/json': true }).join(', ');
}

export function sendProblem(reply: FastifyReply, document: ProblemDocument): FastifyReply {
  return reply
    .code(document.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(document));
}
