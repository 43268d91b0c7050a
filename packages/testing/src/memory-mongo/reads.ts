import type { Catalog } from './catalog.ts';
import type { Collection, Entry, Stored } from './collection.ts';
import { NotSimulated, ServerError } from './errors.ts';
import { runPipeline } from './pipeline.ts';
import { projectionOf } from './projection.ts';
import { matcherOf } from './query.ts';
import { cursorReply, type Reply, replyOf } from './reply.ts';
import { orderOf } from './sorting.ts';
import type { View } from './transaction.ts';
import { type Document, toBytes } from './values.ts';

const FIRST_BATCH = 101;
const BATCH_BYTES = 16 * 1024 * 1024;

/** The rest of a cursor: each document is read when its batch is requested. */
type Cursor = { readonly namespace: string; readonly rest: (() => Uint8Array | undefined)[] };

/** The context in which a command runs. */
export type Context = {
  readonly catalog: Catalog;
  readonly cursors: Cursors;
  readonly view: View;
  /** The clock of the server. */
  now(): Date;
  /** Waits before the next attempt of a write that conflicts with another's transaction. */
  waits(): Promise<void>;
  /** Ends the transaction that the command belongs to. */
  abort(): void;
};

/** Cursors that have further documents. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #last = 0n;

  first({ namespace, rest }: Cursor, size: number, isSingle: boolean): Reply {
    const documents = take(rest, size);
    if (rest.length === 0 || isSingle) return cursorReply('firstBatch', { id: 0n, namespace }, documents);
    this.#last += 1n;
    this.#open.set(this.#last, { namespace, rest });
    return cursorReply('firstBatch', { id: this.#last, namespace }, documents);
  }

  next(id: bigint, size: number): Reply {
    const cursor = this.#open.get(id);
    if (!cursor) throw new ServerError('CursorNotFound', `cursor id ${id} not found`);
    const documents = take(cursor.rest, size);
    if (cursor.rest.length > 0) return cursorReply('nextBatch', { ...cursor, id }, documents);
    this.#open.delete(id);
    return cursorReply('nextBatch', { ...cursor, id: 0n }, documents);
  }

  kill(ids: readonly bigint[]): Reply {
    const cursorsKilled = ids.filter((id) => this.#open.delete(id));
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
    return replyOf({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] });
  }
}

function take(rest: (() => Uint8Array | undefined)[], size: number): Uint8Array[] {
  const documents: Uint8Array[] = [];
  let bytes = 0;
  while (rest.length > 0 && documents.length < size && bytes < BATCH_BYTES) {
    const document = rest.shift()?.();
    if (!document) continue;
    documents.push(document);
    bytes += document.length;
  }
  return documents;
}

/** The entries that a filter selects, with their documents in a view. */
export function matching(
  collection: Collection | undefined,
  filter: Document,
  view: Context['view'],
): { entry: Entry; stored: Stored }[] {
  const test = matcherOf(filter);
  const found: { entry: Entry; stored: Stored }[] = [];
  for (const entry of collection?.candidates(filter) ?? []) {
    const stored = entry.read(view);
    if (stored && test(stored.document)) found.push({ entry, stored });
  }
  return found;
}

export function find(command: Document, { catalog, view, cursors }: Context): Reply {
  const { filter = {}, sort, projection, skip = 0, limit = 0, hint, batchSize, singleBatch } = command;
  const name = String(command['find']);
  catalog.checkHint(name, hint);
  let found = matching(catalog.find(name), filter as Document, view);
  if (sort) {
    const order = orderOf(sort as Document);
    found = found.sort((a, b) => order(a.stored.document, b.stored.document));
  }
  found = found.slice(Number(skip));
  if (Number(limit) > 0) found = found.slice(0, Number(limit));
  const project = projectionOf(projection as Document | undefined);
  const bytesOf = (stored: Stored) => (project ? toBytes(project(stored.document)) : stored.bytes);
  const test = matcherOf(filter as Document);
  // Outside a transaction a later batch shows the current state at the time of its request.
  const isFixed = view.transaction !== undefined;
  let isFirst = true;
  const rest = found.map(({ entry, stored }) => () => {
    if (isFixed || isFirst) return bytesOf(stored);
    const now = entry.read(view);
    return now && test(now.document) ? bytesOf(now) : undefined;
  });
  const namespace = `${catalog.name}.${name}`;
  const size = batchSize === undefined ? FIRST_BATCH : Number(batchSize);
  const reply = cursors.first({ namespace, rest }, size, singleBatch === true);
  isFirst = false;
  return reply;
}

/** The number of all documents of a collection. */
export function count({ count: of }: Document, { catalog, view }: Context): Reply {
  return replyOf({ n: matching(catalog.find(String(of)), {}, view).length });
}

export function aggregate(command: Document, { catalog, view, cursors }: Context): Reply {
  const { aggregate: of, pipeline, cursor, hint } = command;
  const [first] = pipeline as Document[];
  const filter = (first?.['$match'] ?? {}) as Document;
  const read = (name: string, wanted: Document) =>
    matching(catalog.find(name), wanted, view).map(({ stored }) => stored.document);
  if (of !== 1) catalog.checkHint(String(of), hint);
  if (of === 1 && !first?.['$documents']) throw new NotSimulated('an aggregation of a database');
  const documents = of === 1 ? [] : read(String(of), filter);
  const found = runPipeline(pipeline as Document[], documents, read);
  const rest = found.map((document) => () => toBytes(document));
  const { batchSize = FIRST_BATCH } = cursor as { batchSize?: number };
  const namespace = `${catalog.name}.${of === 1 ? '$cmd.aggregate' : of}`;
  return cursors.first({ namespace, rest }, Number(batchSize), false);
}

export function getMore(command: Document, { cursors }: Context): Reply {
  const { getMore: id, batchSize = Number.POSITIVE_INFINITY } = command;
  return cursors.next(id as bigint, Number(batchSize));
}
