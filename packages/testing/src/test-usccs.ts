import { type Uscc, usccCheckCharacter } from '@duixian/values';

/** Codes in the city's district with `TEST` where no registration number has letters of that kind. */
export function testUsccs(count: number): Uscc[] {
  return Array.from({ length: count }, (_, index) => {
    const body = `91410100TEXT${String(index).padStart(5, '0')}`;
    return `${body}${usccCheckCharacter(body)}`;
  });
}
