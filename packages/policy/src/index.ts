export {
  type Account,
  type FilledAccount,
  fillAccount,
  fillAccounts,
  type GrantedClaim,
  grantClaims,
  isExact,
} from './account.ts';
export { AccountSums } from './account-sums.ts';
export {
  AllFactsContext,
  compareRecognitions,
  heldDecision,
  heldRecognition,
  heldSanction,
} from './all-facts-context.ts';
export { decisionCheck } from './check-decision.ts';
export type { Claim, DecidedClaim, FactClaim, UndecidedClaim } from './claim.ts';
export {
  type AccountDifference,
  articleOf,
  differsFrom,
  type GroupDifference,
  GroupDifferences,
} from './compare-policies.ts';
export { conditionWords } from './condition-words.ts';
export type {
  Dependencies,
  EligibilityContext,
  HeldDecision,
  HeldRecognition,
  HeldSanction,
  Standing,
} from './eligibility-context.ts';
export { ENGINES, newestOf } from './engines.ts';
export { type Root, rootOf } from './entity.ts';
export { type GroupName, loadGroupNames } from './group-names.ts';
export { findPacks, loadPolicy } from './load-policy.ts';
export { isLaterDecision } from './narrowest-decision.ts';
export { newPack } from './new-pack.ts';
export type { Readings } from './pack-document.ts';
export { PassingFacts } from './passing-facts.ts';
export {
  capOf,
  type Edition,
  type Engine,
  editionOn,
  type Finding,
  type Group,
  type Policy,
  type Provision,
  provisionOf,
} from './policy.ts';
export { type PackText, PolicyFault, policyOfPacks } from './policy-of-packs.ts';
export { arithmetic, arithmeticZh } from './price.ts';
export { claimsOf, type Facts } from './recompute.ts';
export { accountJson, claimJson, ResultDigest, resultDigest } from './result-document.ts';
export type { AssessedFact, StatedFact } from './roles.ts';
export { accountLine, claimLine, dueLine, SetHash } from './set-hash.ts';
