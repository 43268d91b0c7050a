import type { Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { batchesOf } from '@duixian/runtime';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';
import { accountMessages } from './account-message.ts';
import { claimMessage } from './claim-message.ts';

const NOTHING: awardsV1.ExportResultResponse = { policy: '', readings: {}, accounts: [], claims: [] };

export async function* exportResult(
  policy: Policy,
  collections: Collections,
): AsyncGenerator<awardsV1.ExportResultResponse> {
  yield { policy: policy.id, readings: { ...policy.readings }, accounts: [], claims: [] };
  const accounts = collections.accounts.find({ claims: { $gt: 0 } }).sort({ _id: 1 });
  for await (const batch of batchesOf(accounts))
    yield { ...NOTHING, accounts: await accountMessages(policy, collections, batch) };
  const facts = collections.facts.find({ claims: { $exists: true } }, { projection: { claims: 1 } });
  for await (const batch of batchesOf(facts))
    yield { ...NOTHING, claims: batch.flatMap(factClaims).map(claimMessage) };
}
