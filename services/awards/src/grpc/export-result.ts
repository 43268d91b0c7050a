import type { Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import type { AccountState } from '../domain/account-state.ts';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { accountMessages } from './account-message.ts';
import { claimMessage } from './claim-message.ts';

const BATCH = 500;
const NOTHING: awardsV1.ExportResultResponse = { policy: '', readings: {}, accounts: [], claims: [] };

export async function* exportResult(
  policy: Policy,
  collections: Collections,
): AsyncGenerator<awardsV1.ExportResultResponse> {
  yield { policy: policy.id, readings: { ...policy.readings }, accounts: [], claims: [] };
  const accounts = collections.accounts.find({ claims: { $gt: 0 } }).sort({ _id: 1 });
  for await (const batch of batches<AccountState>(accounts))
    yield { ...NOTHING, accounts: await accountMessages(policy, collections, batch) };
  const facts = collections.facts.find({ claims: { $exists: true } }, { projection: { claims: 1 } });
  for await (const batch of batches<Pick<FactDocument, '_id' | 'claims'>>(facts))
    yield { ...NOTHING, claims: batch.flatMap(factClaims).map(claimMessage) };
}

async function* batches<Document>(documents: AsyncIterable<Document>): AsyncGenerator<Document[]> {
  let batch: Document[] = [];
  for await (const document of documents) {
    batch.push(document);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
