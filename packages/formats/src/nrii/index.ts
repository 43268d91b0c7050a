export {
  type NriiAnswer,
  type NriiOutcome,
  type NriiResult,
  nriiAnswer,
  nriiRefusal,
} from './nrii-answer.ts';
export type { NriiFields, NriiRefused, NriiWay } from './nrii-form.ts';
export { type NriiItem, type NriiPush, type NriiTerms, readNriiPush, withoutFinal } from './read-push.ts';
export { unitsNamed } from './units-named.ts';
