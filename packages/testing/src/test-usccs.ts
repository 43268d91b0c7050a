import { type Uscc, usccCheckCharacter } from '@duixian/values';

/** Codes in the city's district that contain `TEX` where no registration number has such letters. */
export function testUsccs(count: number): Uscc[] {
  return Array.from({ length: count }, (_, index) => {
    const body = `91410100TEX${String(index).padStart(6, '0')}`;
    return `${body}${usccCheckCharacter(body)}`;
  });
}
