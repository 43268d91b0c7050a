export type { Deal } from './deal.ts';
export { type DealHistory, withRevision } from './deal-history.ts';
export { dealFrom, dealJson, historyFrom } from './deal-json.ts';
export { type DealFact, factsOfDeal } from './facts-of-deal.ts';
