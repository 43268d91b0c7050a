import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemDocument, type ProblemKind } from './problem.ts';
import { problemOfError } from './problem-of-error.ts';

const RETRY_AFTER_SECONDS = 2;
/** What another try may find otherwise. */
const TEMPORARY: readonly ProblemKind[] = ['unavailable', 'too-many-requests'];

/** Every refusal leaves as `application/problem+json`; what went wrong on this side is logged, never told. */
export function answerProblems(app: FastifyInstance, routes: readonly Route[]): void {
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
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = new Set(routes.filter((route) => isAt(route, path)).map(({ method }) => method));
    if (methods.size > 0) {
      const allowed = [...methods].join(', ');
      reply.header('allow', allowed);
      const detail = `${path} takes ${allowed}, not ${request.method}.`;
      return sendProblem(reply, new Problem('method-not-allowed', detail).toDocument());
    }
    const detail = `There is no ${request.method} ${path}; /docs shows what can be asked.`;
    return sendProblem(reply, new Problem('not-found', detail).toDocument());
  });
}

function takenBy({ routeOptions }: FastifyRequest): string {
  const { rawContent } = routeOptions.config as { rawContent?: object };
  return Object.keys(rawContent ?? { 'application/json': true }).join(', ');
}

type Route = { readonly method: string; readonly path: string };

/** Whether a path is one of a route: a part that begins with a colon stands for anything. */
function isAt({ path }: Route, asked: string): boolean {
  const [parts, askedParts] = [path.split('/'), asked.split('/')];
  return (
    parts.length === askedParts.length &&
    parts.every((part, index) => part.startsWith(':') || part === askedParts[index])
  );
}

export function sendProblem(reply: FastifyReply, document: ProblemDocument): FastifyReply {
  return reply
    .code(document.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(document));
}
