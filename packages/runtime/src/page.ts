import { LIMITS } from '@duixian/values';
import { BSON, type Document as MongoDocument } from 'mongodb';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** The number of rows that the server sends together: a page that is full early leaves few of them unread. */
const READ_AT_ONCE = 100;

/** The number of rows of a page: 100 if none is requested, never more than 1,000. */
export function pageLimit(asked: number): number {
  if (asked <= 0) return DEFAULT_LIMIT;
  return Math.min(asked, MAX_LIMIT);
}

type Found<Document> = {
  limit(count: number): Found<Document>;
  batchSize(count: number): Found<Document>;
  [Symbol.asyncIterator](): AsyncIterator<Document>;
};

type Page<Row> = {
  readonly rows: Row[];
  /** Nothing comes after this page. */
  readonly isWhole: boolean;
};

/** As many of the found documents as were requested and fit into a page (LIMITS.pageBytes), but at least one. */
export function readPage<Document extends MongoDocument>(
  found: Found<Document>,
  asked: number,
  { readAtOnce = READ_AT_ONCE }: { readonly readAtOnce?: number } = {},
): Promise<Page<Document>> {
  const most = pageLimit(asked);
  return pageOf(found.limit(most + 1).batchSize(Math.min(most + 1, readAtOnce)), asked);
}

/**
 * The same for rows of any origin, read no further than the page needs. `counted` is the part of a row that leaves with
 * the page, where that is not all of it.
 */
export async function pageOf<Row extends MongoDocument>(
  found: AsyncIterable<Row>,
  asked: number,
  counted: (row: Row) => MongoDocument = (row) => row,
): Promise<Page<Row>> {
  const most = pageLimit(asked);
  const rows: Row[] = [];
  let bytes = 0;
  for await (const row of found) {
    bytes += BSON.calculateObjectSize(counted(row));
    if (rows.length === most || (rows.length > 0 && bytes > LIMITS.pageBytes.most))
      return { rows, isWhole: false };
    rows.push(row);
  }
  return { rows, isWhole: true };
}

/** The position after which the next page begins; empty where there is none. */
export function nextAfter<Row>({ rows, isWhole }: Page<Row>, positionOf: (row: Row) => string): string {
  const last = rows.at(-1);
  return isWhole || last === undefined ? '' : positionOf(last);
}
