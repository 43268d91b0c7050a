import type { z } from 'zod';
import { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
import { contractFact } from './types/contract.ts';
import { decisionFact } from './types/decision.ts';
import { instrumentFact } from './types/instrument.ts';
import { invoiceFact } from './types/invoice.ts';
import { partyFact } from './types/party.ts';
import { receiptFact } from './types/receipt.ts';
import { recognitionFact } from './types/recognition.ts';
import { sanctionFact } from './types/sanction.ts';
import { usageFact } from './types/usage.ts';

export const FACT_TYPES = {
  'duixian.party.v1': partyFact,
  'duixian.recognition.v1': recognitionFact,
  'duixian.sanction.v1': sanctionFact,
  'duixian.contract.v1': contractFact,
  'duixian.receipt.v1': receiptFact,
  'duixian.instrument.v1': instrumentFact,
  'duixian.usage.v1': usageFact,
  'duixian.invoice.v1': invoiceFact,
  'duixian.decision.v1': decisionFact,
} as const;

export type FactData<Name extends FactTypeName = FactTypeName> = z.output<
  (typeof FACT_TYPES)[Name]['schema']
>;

/** What identifies a record: its type and subject. */
export type RecordKey = { readonly type: FactTypeName; readonly subject: string };

/**
 * The whole state of a record at a revision; amounts are bigint fen. A union over the types, discriminated by `type`.
 */
export type Fact<Name extends FactTypeName = FactTypeName> = {
  [N in Name]: {
    readonly type: N;
    readonly subject: string;
    readonly source: string;
    readonly id: string;
    readonly time: string;
    readonly data: FactData<N>;
  };
}[Name];

export function isFactTypeName(name: unknown): name is FactTypeName {
  return (FACT_TYPE_NAMES as readonly unknown[]).includes(name);
}
