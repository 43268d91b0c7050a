import { caseOf, FACT_TYPE_NAMES, type FactTypeName, type RecordKey } from '@duixian/facts';
import type { FactClaim } from '@duixian/policy';
import { defined } from '@duixian/values';
import type { FactDocument } from './collections.ts';

const TYPES = new Map<string, FactTypeName>(FACT_TYPE_NAMES.map((type) => [caseOf(type), type]));

export function factClaims({ _id, claims }: Pick<FactDocument, '_id' | 'claims'>): FactClaim[] {
  const fact = recordOf(_id);
  return (claims ?? []).map((claim) => ({ ...claim, fact }));
}

function recordOf(id: string): RecordKey {
  const slash = id.indexOf('/');
  const type = defined(TYPES.get(id.slice(0, slash)), 'a fact is kept under the name of its type');
  return { type, subject: id.slice(slash + 1) };
}
