import type { awardsV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber } from '../json/exact-number.ts';

export const noClaimSchema = z.strictObject({
  provision: z.string(),
  article: z.int(),
  fact: z.strictObject({ type: z.string(), subject: z.string() }),
  factRevision: z.int(),
  failed: z.array(
    z.strictObject({
      condition: z.string(),
      en: z.string().describe('What must be so.'),
      zh: z.string(),
      foundEn: z.string().describe('What is so instead; empty where the condition says all there is.'),
      foundZh: z.string(),
    }),
  ),
  date: z.string().describe('The day that would date the claim.'),
  beneficiary: z.string().nullable().describe('Who would get it; null where nobody with a USCC is named.'),
  group: z.string(),
  titleEn: z.string(),
  titleZh: z.string(),
});

export function noClaimJson({
  factType,
  factSubject,
  factRevision,
  beneficiary,
  ...made
}: awardsV1.NoClaim): z.output<typeof noClaimSchema> {
  return {
    ...made,
    fact: { type: factType, subject: factSubject },
    factRevision: exactNumber(factRevision),
    beneficiary: beneficiary === '' ? null : beneficiary,
  };
}
