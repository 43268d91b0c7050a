import type { FeedEventType } from '@duixian/api';
import type { Filter } from 'mongodb';
import type { FeedCollections, FeedDocument } from './feed-documents.ts';

/** Who reads the feed, by what their key may do. */
export interface FeedReader {
  readonly person: string;
  readonly all: boolean;
  readonly treasury: boolean;
  readonly usccs: readonly string[];
}

/** What this reader may see of these types; of all where there are none. */
export async function visibleTo(
  { person, all, treasury, usccs }: FeedReader,
  types: readonly string[],
  collections: FeedCollections,
): Promise<Filter<FeedDocument>> {
  const ofTypes = { endpoint: null, ...(types.length > 0 && { type: { $in: types as FeedEventType[] } }) };
  if (all) return ofTypes;
  const entities = await entitiesOf(usccs, collections);
  return {
    ...ofTypes,
    $or: [
      { person },
      ...(treasury ? [{ isForTreasury: true }] : []),
      ...(entities.length > 0 ? [{ entities: { $in: entities } }] : []),
    ],
  };
}

/** A branch (分公司) reads what is about its legal entity. */
async function entitiesOf(usccs: readonly string[], { entitlements }: FeedCollections): Promise<string[]> {
  if (usccs.length === 0) return [];
  const found = entitlements.find({ members: { $in: [...usccs] } }, { projection: { _id: 1 } });
  return [...new Set([...usccs, ...(await found.toArray()).map(({ _id }) => _id)])];
}
