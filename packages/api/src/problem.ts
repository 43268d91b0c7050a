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
    code: z.string().describe('The kind of problem by its name alone.'),
    detail: z.string().describe('What is wrong and what would be right.'),
    remedy: z.string().describe('What to do, in the language that Accept-Language prefers: zh or en.'),
    docUrl: z.string().describe('Where all of them are described, relative to this address.'),
    faults: z.array(fault).optional().describe('Everything wrong with the request, by field.'),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.output<typeof problemDocument>;

export type RequestFault = z.output<typeof fault>;
