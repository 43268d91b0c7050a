import type { Party } from '@duixian/facts';

/** By USCC; parties without one by country and name, as `isSameParty` compares them. */
export function partyName({ uscc, country, name }: Party): string {
  return uscc ?? `${country} ${name}`;
}
