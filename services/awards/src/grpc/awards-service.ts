import { awardsV1 } from '@duixian/proto';
import { type GrpcService, streaming, unary } from '@duixian/runtime';
import type { PolicyInForce } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';
import { explainAccount, explainAccounts } from './explain-account.ts';
import { exportResult } from './export-result.ts';
import { getDigest } from './get-digest.ts';
import { getPolicy } from './get-policy.ts';
import { getSetHashes } from './get-set-hashes.ts';
import { listAccounts } from './list-accounts.ts';
import { listClaims } from './list-claims.ts';
import { listNoClaims } from './list-no-claims.ts';
import { listUndecided, summariseUndecided } from './list-undecided.ts';

/** Each call reads the policy in force: another process may have put one in force. */
export function awardsService(inForce: PolicyInForce, collections: Collections): GrpcService {
  const now = () => inForce.read();
  const implementation: awardsV1.AwardsServiceServer = {
    listAccounts: unary(async (request) => listAccounts(await now(), collections, request)),
    explainAccount: unary(async (request) => explainAccount(await now(), collections, request)),
    explainAccounts: streaming(async function* (request) {
      yield* explainAccounts(await now(), collections, request);
    }),
    listNoClaims: unary(async (request) => listNoClaims(await now(), collections, request)),
    listClaims: unary((request) => listClaims(collections, request)),
    listUndecided: unary(async (request) => listUndecided(await now(), collections, request)),
    summariseUndecided: unary(async () => summariseUndecided(await now(), collections)),
    getDigest: unary(async () => getDigest(await now(), collections)),
    getPolicy: unary(() => getPolicy(inForce, collections)),
    getFingerprints: unary(async () => getSetHashes(await now(), collections)),
    exportResult: streaming(async function* () {
      yield* exportResult(await now(), collections);
    }),
  };
  return { definition: awardsV1.AwardsServiceService, implementation };
}
