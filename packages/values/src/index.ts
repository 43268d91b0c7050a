export { isNameOf, nameDifference } from './account-name.ts';
export { ACCOUNT_NO, BANK_CODE, type DigitsRule, unlikeSign } from './account-number.ts';
export {
  apiKeyMistake,
  apiKeyText,
  BASE62,
  KEY_ID_CHARACTERS,
  KEY_SECRET_CHARACTERS,
  type KeyEnvironment,
} from './api-key.ts';
export { AssertionFailed, assert, defined } from './assert.ts';
export { base32 } from './base32.ts';
export { canonicalJson, sha256Hex } from './canonical-json.ts';
export { compareCodePoints } from './code-point-order.ts';
export { isCountryCode } from './country.ts';
export { type Day, daysAfter, isCalendarDate, isDay, yearOf } from './day.ts';
export {
  isFactInstant,
  parseInstant,
  shanghaiDay,
  shanghaiMonth,
  shanghaiTime,
  shanghaiYear,
} from './instant.ts';
export { KIB, LIMITS, type Limit, MIB } from './limits.ts';
export {
  applyRate,
  assertInt64,
  type Fen,
  fitsInt64,
  formatYuan,
  isExact,
  MAX_EXACT_FEN,
  MAX_FACT_FEN,
  MAX_INT64,
  minFen,
} from './money.ts';
export { CIDR_WORDS, isCidr, isIn, networksOf } from './networks.ts';
export { neutralText, plainText } from './neutral-text.ts';
export { formatRate, MILLIONTHS, parseRate } from './rate.ts';
export { type BsonDocument, readBson } from './read-bson.ts';
export {
  codePointOf,
  DELIVERY,
  ID,
  NAME,
  TEXT,
  type TextRule,
  textMistake,
  visible,
} from './text-rules.ts';
export {
  type Actor,
  type Authorization,
  lacksScope,
  mayNotReject,
  notSecond,
  type PersonKind,
} from './two-persons/actor.ts';
export { type StepRefusal, type StepRefused, stepRefused } from './two-persons/step-refusal.ts';
export {
  type Confirmed,
  confirmNumber,
  NO_STEPS,
  type Proposal,
  proposeContent,
  rejectNumber,
  type Stepped,
  type TwoSteps,
} from './two-persons/two-steps.ts';
export { isUscc, type Uscc, usccCheckCharacter, usccMistake } from './uscc.ts';
export { yuanInCapitals } from './yuan-in-capitals.ts';
