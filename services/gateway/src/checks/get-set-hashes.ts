import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';

/** The computation reads every account, claim and payable. */
const TIMEOUT_MS = 600_000;

export const getSetHashes = endpoint(api.getSetHashes, async (_, { awards, disbursement }) => {
  const [ofAwards, { payables }] = await Promise.all([
    awards.getFingerprints({}, { timeoutMs: TIMEOUT_MS }),
    disbursement.getFingerprint({}, { timeoutMs: TIMEOUT_MS }),
  ]);
  return { ...ofAwards, payables };
});
