import { FACT_TYPE_NAMES, type FactTypeName } from '@duixian/facts';

/** "contract" and "duixian.contract.v1" name the same type; undefined for any other word. */
export function factTypeOf(word: string): FactTypeName | undefined {
  return FACT_TYPE_NAMES.find((type) => type === word || type === `duixian.${word}.v1`);
}
