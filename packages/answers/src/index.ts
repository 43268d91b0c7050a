export { accountAmountJson, accountJson, namedAccountJson } from './accounts.ts';
export { claimJson, noClaimJson, undecidedJson } from './claims.ts';
export { exactNumber, exactOrNull, exactSum } from './exact-number.ts';
export { explanationJson } from './explanations.ts';
export { journalEntryJson } from './journal-entries.ts';
export { lastDigits, orderJson, seesPlaces } from './orders.ts';
export { runJson, runLineJson } from './runs.ts';
export { wireWord } from './wire-word.ts';
