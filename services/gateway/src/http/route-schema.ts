import * as api from '@duixian/api';
import type { FastifySchema } from 'fastify';
import type { Endpoint } from './endpoint.ts';
import { commandHeaders } from './idempotency-key.ts';
import { Problem } from './problem.ts';

declare module 'fastify' {
  interface FastifySchema {
    tags?: readonly string[];
    summary?: string;
    description?: string;
    security?: readonly Record<string, readonly string[]>[];
  }
}

/** The schemas of an endpoint, for its route and the OpenAPI document. */
export function routeSchema(endpoint: Endpoint): FastifySchema {
  const { params, query, headers, body, access, tag, summary, summaryZh, description } = endpoint;
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    ...(headers && { headers }),
    ...(api.isCommand(endpoint) && { headers: commandHeaders }),
    tags: [tag],
    summary: `${summary} · ${summaryZh}`,
    description: [description, scopesSentence(endpoint)].filter((part) => part !== undefined).join('\n\n'),
    security: access === 'open' || endpoint.keyInPath !== undefined ? [] : [{ key: [] }],
    response: { 200: answerOf(endpoint), ...either(otherAnswers(endpoint), problemsOf(endpoint)) },
  };
}

function answerOf({ answer, streams, files }: Endpoint) {
  const mediaTypes = files ?? [streams ?? 'application/json'];
  const description = files ? 'The file.' : streams ? 'One after the other.' : 'The answer.';
  return { description, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: answer }])) };
}

function otherAnswers(endpoint: Endpoint) {
  const { content } = answerOf(endpoint);
  return Object.fromEntries(
    Object.entries(endpoint.alsoAnswers ?? {}).map(([status, description]) => [
      status,
      { description, content },
    ]),
  );
}

type Answers = Readonly<Record<string, { readonly description: string; readonly content: object }>>;

/** A status that is answered in two forms has both. */
function either(answers: Answers, problems: Answers): Answers {
  const both = Object.entries(answers).map(([status, { description, content }]) => {
    const problem = problems[status];
    if (!problem) return [status, { description, content }];
    const words = `${description} ${problem.description}`;
    return [status, { description: words, content: { ...content, ...problem.content } }];
  });
  return { ...problems, ...Object.fromEntries(both) };
}

function scopesSentence({ access, keyInPath }: Endpoint): string | undefined {
  if (access === 'open') return undefined;
  const where = keyInPath === undefined ? '' : ` The key is part of the address (${keyInPath}).`;
  return `Scope: ${access.join(' or ')}.${where}`;
}

/** One description per status, of all the problems with that status. */
function problemsOf(endpoint: Endpoint) {
  const { method, access, problems = [] } = endpoint;
  const kinds: api.ProblemKind[] = [
    'bad-request',
    ...(access === 'open' ? [] : (['no-key', 'out-of-scope'] as const)),
    ...problems,
    ...(api.isCommand(endpoint) ? (['idempotency-conflict'] as const) : []),
    // A body is parsed even where the endpoint takes none.
    ...(method !== 'GET' ? (['not-json', 'too-large', 'media-type'] as const) : []),
    'request-timeout',
    'uri-too-long',
    'expectation',
    'too-many-requests',
    'headers-too-large',
    'internal',
  ];
  const titles = new Map<number, string[]>();
  for (const kind of new Set(kinds)) {
    const { status, title } = new Problem(kind, '').toDocument();
    titles.set(status, [...(titles.get(status) ?? []), title]);
  }
  const content = { 'application/problem+json': { schema: api.problemDocument } };
  return Object.fromEntries(
    [...titles].map(([status, list]) => [status, { description: `${list.join('. ')}.`, content }]),
  );
}
