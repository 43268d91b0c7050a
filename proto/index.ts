export * as awardsV1 from './gen/duixian/awards/v1/awards.ts';
export * as entitlementsV1 from './gen/duixian/awards/v1/events.ts';
export * as disbursementV1 from './gen/duixian/disbursement/v1/disbursement.ts';
export * as reconciliationV1 from './gen/duixian/disbursement/v1/reconciliation.ts';
export * as factsV1 from './gen/duixian/facts/v1/facts.ts';
export * as meteringV1 from './gen/duixian/metering/v1/metering.ts';
export * as operationsV1 from './gen/duixian/operations/v1/operations.ts';
export * as registerV1 from './gen/duixian/register/v1/register.ts';
