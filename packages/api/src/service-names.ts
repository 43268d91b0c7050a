/** In the order in which a fact travels, before it who may record it: nothing flows from a later one to an earlier one. */
export const SERVICE_NAMES = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
