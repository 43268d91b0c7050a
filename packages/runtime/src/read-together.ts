import type { Collection, Document, Filter } from 'mongodb';

export type Wanted<D extends Document> = {
  readonly from: Collection<D>;
  readonly filter: Filter<D>;
  readonly projection?: Document;
  readonly limit?: number;
};

/** As many as one answer of the server holds: what a batch of facts asks for is never fetched in two. */
const AT_ONCE = 10_000;

/**
 * The documents of two collections of a database, with one command: a command costs more than the documents of a small
 * batch. MongoDB knows no such command inside transactions.
 */
export async function readTogether<One extends Document, Other extends Document>(
  one: Wanted<One>,
  other: Wanted<Other>,
): Promise<readonly [One[], Other[]]> {
  const apart = { $replaceWith: { other: '$$ROOT' } };
  const $unionWith = { coll: other.from.collectionName, pipeline: [...stagesOf(other), apart] };
  const stages = [...stagesOf(one), { $unionWith }];
  const found = await one.from.aggregate(stages, { batchSize: AT_ONCE }).toArray();
  const at = found.findIndex((document) => !('_id' in document));
  if (at < 0) return [found as One[], []];
  return [found.slice(0, at) as One[], found.slice(at).map((document) => document['other'] as Other)];
}

function stagesOf<D extends Document>({ filter, projection, limit }: Wanted<D>): Document[] {
  return [
    { $match: filter },
    ...(limit === undefined ? [] : [{ $limit: limit }]),
    ...(projection ? [{ $project: projection }] : []),
  ];
}
