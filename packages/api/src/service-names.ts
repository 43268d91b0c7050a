/**
 * In the order in which facts travel, after partners, which decides who may record them: nothing flows from a later
 * service to an earlier one.
 */
export const SERVICE_NAMES = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
