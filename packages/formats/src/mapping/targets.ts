import { FACT_TYPES } from '@duixian/facts';
import { z } from 'zod';
import type { Column, Mapping } from './mapping-document.ts';

/**
 * What a column may be for a type of fact. `required`: always, or unless one of the fields named is there. Columns that
 * are no field of the fact are part of its subject, or become several fields.
 */
export type Target = { readonly as: Column['as']; readonly required: boolean | readonly string[] };

const REQUIRED = true;
const OPTIONAL = false;

const CONTRACT = {
  registrationNo: { as: 'digits', required: REQUIRED },
  title: { as: 'text', required: REQUIRED },
  category: { as: 'text', required: REQUIRED },
  signedOn: { as: 'day', required: REQUIRED },
  registeredOn: { as: 'day', required: REQUIRED },
  seller: { as: 'party', required: REQUIRED },
  buyer: { as: 'party', required: REQUIRED },
  intermediary: { as: 'party', required: OPTIONAL },
  totalAmountFen: { as: 'money', required: REQUIRED },
  technologyAmountFen: { as: 'money', required: REQUIRED },
  relatedParties: { as: 'text', required: REQUIRED },
  fiscallyFunded: { as: 'text', required: REQUIRED },
  status: { as: 'text', required: REQUIRED },
} as const satisfies Record<string, Target>;

const USAGE = {
  recordId: { as: 'text', required: REQUIRED },
  instrumentId: { as: 'text', required: REQUIRED },
  owner: { as: 'party', required: REQUIRED },
  user: { as: 'party', required: REQUIRED },
  serviceTime: { as: 'period', required: ['startedAt', 'endedAt'] },
  startedAt: { as: 'instant', required: ['serviceTime'] },
  endedAt: { as: 'instant', required: ['serviceTime'] },
  quantity: { as: 'quantity', required: REQUIRED },
  unit: { as: 'text', required: OPTIONAL },
  feeFen: { as: 'money', required: REQUIRED },
  way: { as: 'text', required: REQUIRED },
  status: { as: 'text', required: REQUIRED },
} as const satisfies Record<string, Target>;

const INVOICE = {
  invoiceCode: { as: 'digits', required: OPTIONAL },
  invoiceNo: { as: 'digits', required: REQUIRED },
  owner: { as: 'party', required: REQUIRED },
  user: { as: 'party', required: REQUIRED },
  instrumentIds: { as: 'ids', required: OPTIONAL },
  usageIds: { as: 'ids', required: OPTIONAL },
  issuedOn: { as: 'day', required: REQUIRED },
  amountFen: { as: 'money', required: REQUIRED },
  paidAmountFen: { as: 'money', required: REQUIRED },
  relatedParties: { as: 'text', required: REQUIRED },
  status: { as: 'text', required: REQUIRED },
} as const satisfies Record<string, Target>;

export const TARGETS: Readonly<Record<Mapping['makes'], Readonly<Record<string, Target>>>> = {
  'duixian.contract.v1': CONTRACT,
  'duixian.usage.v1': USAGE,
  'duixian.invoice.v1': INVOICE,
};

/** The columns whose texts, one behind the other, are the subject of the fact. */
export const SUBJECT_COLUMNS: Readonly<Record<Mapping['makes'], readonly string[]>> = {
  'duixian.contract.v1': ['registrationNo'],
  'duixian.usage.v1': ['recordId'],
  'duixian.invoice.v1': ['invoiceCode', 'invoiceNo'],
};

/** The values that a field of a fact may have, from its schema; undefined where it may have any text. */
export function valuesOf(makes: Mapping['makes'], field: string): readonly (string | boolean)[] | undefined {
  const shape: Readonly<Record<string, unknown>> = FACT_TYPES[makes].schema.shape;
  const schema = shape[field];
  if (schema instanceof z.ZodEnum) return schema.options as string[];
  return schema instanceof z.ZodBoolean ? [true, false] : undefined;
}
