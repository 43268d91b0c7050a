import { type Uscc, usccCheckCharacter } from '@duixian/values';

/** Codes in the city's district with `TEX` where no registration number has letters of that kind. */
export function testUsccs(count: number): Uscc[] {
  return Array.from({ length: count }, (_, index) => {
    const body = `91410100TEX${String(index).padStart(6, '0')}`;
    return `${body}${usccCheckCharacter(body)}`;
  });
}
