import type { awardsV1 } from '@duixian/proto';

/** The beneficiary. Empty: the record names nobody for it, so everybody may read it. */
export function beneficiaryOf({ beneficiary }: awardsV1.NoClaim): string[] {
  return beneficiary === '' ? [] : [beneficiary];
}
