import { faultsOf } from '@duixian/facts';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Checks parameters, query and body by their schemas; everything wrong is told at once, by field. */
export const checkRequest: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (input: unknown) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return { value: parsed.data };
    const faults = faultsOf(parsed.error.issues, input, '').map((fault) => ({
      ...fault,
      message: fault.field === '' ? fault.message.replace(/^/, 'the body') : fault.message,
    }));
    return {
      error: new Problem('bad-request', `${faults.map(({ message }) => message).join('; ')}.`, faults),
    };
  };
};
