import type * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber } from '../json/exact-number.ts';

export function noClaimJson({
  factType,
  factSubject,
  factRevision,
  beneficiary,
  ...made
}: awardsV1.NoClaim): z.output<typeof api.noClaimSchema> {
  return {
    ...made,
    fact: { type: factType, subject: factSubject },
    factRevision: exactNumber(factRevision),
    beneficiary: beneficiary === '' ? null : beneficiary,
  };
}

/** The beneficiary. Empty: the record names nobody for it, so everybody may read it. */
export function beneficiaryOf({ beneficiary }: awardsV1.NoClaim): string[] {
  return beneficiary === '' ? [] : [beneficiary];
}
