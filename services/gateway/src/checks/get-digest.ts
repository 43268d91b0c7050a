import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';
import { countPending, sumOf } from '../operations/pending.ts';

/** The computation reads every account and claim. */
const TIMEOUT_MS = 600_000;

export const getDigest = endpoint(api.getDigest, async (_, services) => {
  const before = sumOf(await countPending(services));
  if (before > 0n) return underWay(before);
  const { digest, accounts, claims, beyondExact } = await services.awards.getDigest(
    {},
    { timeoutMs: TIMEOUT_MS },
  );
  // What arrived during the computation may or may not be included.
  const after = sumOf(await countPending(services));
  if (after > 0n) return underWay(after);
  return {
    digest: digest || null,
    accounts: exactNumber(accounts),
    claims: exactNumber(claims),
    pending: 0,
    ...(beyondExact.length > 0 && { beyondExact }),
  };
});

function underWay(pending: bigint) {
  return { digest: null, accounts: null, claims: null, pending: exactNumber(pending) };
}
