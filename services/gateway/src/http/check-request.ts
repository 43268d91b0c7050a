import type * as api from '@duixian/api';
import { faultsOf } from '@duixian/facts';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Checks parameters, query and body by their schemas, and reports all faults at once, by field. */
export const checkRequest: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (input: unknown) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return { value: parsed.data };
    const faults = faultsOf(parsed.error.issues, input, '').map(aboutTheWhole);
    return {
      error: new Problem('bad-request', `${faults.map(({ message }) => message).join('; ')}.`, faults),
    };
  };
};

/** A fault of the whole body has no field to name. */
function aboutTheWhole(fault: api.RequestFault): api.RequestFault {
  return fault.field === '' ? { ...fault, message: `the body${fault.message}` } : fault;
}
