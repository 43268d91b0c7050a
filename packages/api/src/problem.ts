import { z } from 'zod';

/** One fault of a request: where, which kind, and what would be right. */
export const fault = z.strictObject({
  field: z.string(),
  reason: z.string(),
  message: z.string(),
});

/** RFC 9457. */
export const problemDocument = z
  .strictObject({
    type: z.string().describe('A URN that names the kind of problem.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what would be right.'),
    faults: z.array(fault).optional().describe('Everything wrong with the request, by field.'),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.output<typeof problemDocument>;

export type RequestFault = z.output<typeof fault>;

export const PROBLEMS = {
  'bad-request': [400, 'The request is not right'],
  'not-json': [400, 'The body is not valid JSON'],
  'empty-batch': [400, 'The batch is empty'],
  'no-key': [401, 'A key is needed'],
  'out-of-scope': [403, 'The key may not do this'],
  'not-found': [404, 'There is no such record'],
  'method-not-allowed': [405, 'This method is not allowed here'],
  'request-timeout': [408, 'The request did not arrive in time'],
  conflict: [409, 'The present state does not allow this'],
  'idempotency-conflict': [409, 'The Idempotency-Key was used for another request'],
  'cursor-too-old': [410, 'What comes after this cursor is not kept any more'],
  'too-large': [413, 'The request is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'media-type': [415, 'This media type is not accepted'],
  expectation: [417, 'What is expected is not offered here'],
  'too-many-requests': [429, 'Too many requests'],
  'headers-too-large': [431, 'The headers are too large'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'A service does not answer'],
  busy: [503, 'Too much waits already'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof PROBLEMS;
