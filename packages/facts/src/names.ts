/** The nine types of docs/facts.md §3, grouped by the register that owns them. */
export const FACT_TYPE_NAMES = [
  'duixian.party.v1',
  'duixian.recognition.v1',
  'duixian.sanction.v1',
  'duixian.contract.v1',
  'duixian.receipt.v1',
  'duixian.instrument.v1',
  'duixian.usage.v1',
  'duixian.invoice.v1',
  'duixian.decision.v1',
] as const;

export type FactTypeName = (typeof FACT_TYPE_NAMES)[number];
