import type * as api from '@duixian/api';
import { rpcStatus } from '@duixian/runtime';
import type { FastifyError } from 'fastify';
import { Problem } from './problem.ts';

/** The one table from gRPC statuses of services to problems of the gateway. */
const KIND_OF_STATUS: Partial<Record<number, api.ProblemKind>> = {
  [rpcStatus.INVALID_ARGUMENT]: 'bad-request',
  [rpcStatus.NOT_FOUND]: 'not-found',
  [rpcStatus.PERMISSION_DENIED]: 'out-of-scope',
  [rpcStatus.ALREADY_EXISTS]: 'conflict',
  [rpcStatus.FAILED_PRECONDITION]: 'conflict',
  [rpcStatus.OUT_OF_RANGE]: 'cursor-too-old',
  [rpcStatus.UNAVAILABLE]: 'unavailable',
  [rpcStatus.DEADLINE_EXCEEDED]: 'unavailable',
  [rpcStatus.CANCELLED]: 'unavailable',
  [rpcStatus.RESOURCE_EXHAUSTED]: 'busy',
  [rpcStatus.ABORTED]: 'busy',
};

const KIND_OF_FASTIFY: Record<string, [api.ProblemKind, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type', 'The content type is not taken here; see /docs/api.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than is taken here; send less at once.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['not-json', 'The body is empty; it must be JSON.'],
  // Its own words repeat the address, which may have a key in it.
  FST_ERR_BAD_URL: ['bad-request', 'The address is not right: two hex digits must follow each percent sign.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The content length does not match the body.'],
};

export function problemOfError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isServiceError(error)) return problemOfStatus(error);
  const { code, statusCode, message } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : KIND_OF_FASTIFY[code];
  if (known) return new Problem(known[0], known[1]);
  if (statusCode === 429) return new Problem('too-many-requests', message ?? '');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('bad-request', message ?? 'The request is not right.');
  }
  const detail = 'The request was not answered; its id in the header x-request-id is in the log.';
  return new Problem('internal', detail, [], { cause: error });
}

const AWAY = 'A service does not answer now (/healthz says which); sending the request again is harmless.';

/** The gRPC library's words for a message over its limit, which no retry changes. */
const TOO_LARGE = /message larger than max/;

/** A service's word for a key that was used for another request. */
const OTHER_CONTENT = /^idempotency-conflict: /;

/** What a service says of content that it does not take. */
const NOT_TAKEN = /^(content-mismatch|too-large): /;

type ServiceError = Error & { code: number; details: string };

function isServiceError(error: unknown): error is ServiceError {
  return (
    error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number' && 'details' in error
  );
}

function kindOf({ code, details }: ServiceError): api.ProblemKind {
  if (TOO_LARGE.test(details)) return 'internal';
  if (code === rpcStatus.ALREADY_EXISTS && OTHER_CONTENT.test(details)) return 'idempotency-conflict';
  const notTaken = code === rpcStatus.FAILED_PRECONDITION && NOT_TAKEN.exec(details)?.[1];
  if (notTaken) return notTaken as api.ProblemKind;
  return KIND_OF_STATUS[code] ?? 'internal';
}

function problemOfStatus(error: ServiceError): Problem {
  const kind = kindOf(error);
  if (kind === 'internal')
    return new Problem(kind, 'A service failed at this; see its log.', [], { cause: error });
  const detail = kind === 'unavailable' ? AWAY : error.details;
  return new Problem(kind, detail, [], { cause: error });
}
