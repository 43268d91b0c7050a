import { decodeFact, type PublishedFact } from '@duixian/facts';
import { AssertionFailed } from '@duixian/values';
import type { FactDocument } from './collections.ts';

/**
 * The fact as it was received. If it cannot be read any more, that is a defect of this fact, which no retry
 * repairs.
 */
export function heldFact({ _id, state }: Pick<FactDocument, '_id' | 'state'>): PublishedFact {
  try {
    return decodeFact(state.buffer);
  } catch (error) {
    throw new AssertionFailed(`${_id} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
