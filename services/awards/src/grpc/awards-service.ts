import type { Policy } from '@duixian/policy';
import { awardsV1 } from '@duixian/proto';
import { type GrpcService, streaming, unary } from '@duixian/runtime';
import type { Collections } from '../store/collections.ts';
import { explainAccount, explainAccounts } from './explain-account.ts';
import { exportResult } from './export-result.ts';
import { getDigest } from './get-digest.ts';
import { getFingerprints } from './get-fingerprints.ts';
import { listAccounts } from './list-accounts.ts';
import { listClaims } from './list-claims.ts';
import { listNoClaims } from './list-no-claims.ts';
import { listUndecided, summariseUndecided } from './list-undecided.ts';

export function awardsService(policy: Policy, collections: Collections): GrpcService {
  const implementation: awardsV1.AwardsServiceServer = {
    listAccounts: unary((request) => listAccounts(policy, collections, request)),
    explainAccount: unary((request) => explainAccount(policy, collections, request)),
    explainAccounts: streaming((request) => explainAccounts(policy, collections, request)),
    listClaims: unary((request) => listClaims(collections, request)),
    listNoClaims: unary((request) => listNoClaims(policy, collections, request)),
    listUndecided: unary((request) => listUndecided(policy, collections, request)),
    summariseUndecided: unary(() => summariseUndecided(policy, collections)),
    getDigest: unary(() => getDigest(policy, collections)),
    getPolicy: unary(async () => ({ policy: policy.id, readings: { ...policy.readings } })),
    getFingerprints: unary(() => getFingerprints(policy, collections)),
    exportResult: streaming(() => exportResult(policy, collections)),
  };
  return { definition: awardsV1.AwardsServiceService, implementation };
}
