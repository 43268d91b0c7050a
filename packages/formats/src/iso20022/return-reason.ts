import { elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';

/** `AC04 账户已销户`: the code, or the bank's own word for it, and its text; as they came. */
export function reasonOf(information: readonly XmlElement[]): string {
  return information
    .flatMap((one) => [
      textAt(one, 'Rsn/Cd') || textAt(one, 'Rsn/Prtry'),
      ...elementsAt(one, 'AddtlInf').map(({ text }) => text.trim()),
    ])
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, LONGEST);
}

/** More is not kept of a reason (`LIMITS.treasuryReason`). */
const LONGEST = 1_000;
