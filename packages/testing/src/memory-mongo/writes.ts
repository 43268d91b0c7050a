import { ObjectId } from 'mongodb';
import { type Collection, type Entry, Stored } from './collection.ts';
import { Blocked, type ErrorName, NotSimulated, ServerError } from './errors.ts';
import { projectionOf } from './projection.ts';
import { type Context, matching } from './reads.ts';
import { type Reply, replyOf } from './reply.ts';
import { orderOf } from './sorting.ts';
import { checkUpdate, isAlwaysWritten, seedOf, type Update, updated, withId } from './update.ts';
import type { Document } from './values.ts';

const LARGEST_BYTES = 16 * 1024 * 1024;

type WriteError = { readonly index: number; readonly code: number; readonly errmsg: string };

/** The result of one statement of a command. */
type Done = { readonly n: number; readonly nModified?: number; readonly upserted?: unknown };

/**
 * The documents that a statement has processed, and whether it changed them: it writes several one after the other, and
 * continues after them when it had to wait.
 */
type Written = Map<Entry, boolean>;

export async function insert(command: Document, context: Context): Promise<Reply> {
  const collection = context.catalog.open(String(command['insert']));
  return eachOf(command, 'documents', context, (document) => {
    const { _id = new ObjectId() } = document;
    collection.insert(smallEnough(withId(_id, document), 'BadValue'), context.view);
    return { n: 1 };
  });
}

export async function update(command: Document, context: Context): Promise<Reply> {
  const collection = context.catalog.open(String(command['update']));
  return eachOf(command, 'updates', context, ({ q, u, multi, upsert, hint, ...others }, written) => {
    mustBeNone(others);
    context.catalog.checkHint(String(command['update']), hint);
    checkUpdate(u as Update);
    const found = matching(collection, q as Document, context.view);
    const chosen = multi === true ? found : found.slice(0, 1);
    if (chosen.length === 0 && written.size === 0 && upsert === true)
      return { n: 1, nModified: 0, upserted: upserted(collection, q as Document, u as Update, context) };
    for (const { entry, stored } of chosen)
      if (!written.has(entry))
        written.set(entry, change(collection, entry, stored, u as Update, context) !== undefined);
    return { n: written.size, nModified: [...written.values()].filter(Boolean).length };
  });
}

/** `delete` is a reserved word. */
export async function remove(command: Document, context: Context): Promise<Reply> {
  const collection = context.catalog.open(String(command['delete']));
  return eachOf(command, 'deletes', context, ({ q, limit, hint, ...others }, written) => {
    mustBeNone(others);
    context.catalog.checkHint(String(command['delete']), hint);
    const found = matching(collection, q as Document, context.view);
    const chosen = limit === 1 ? found.slice(0, 1) : found;
    for (const { entry } of chosen) {
      collection.write(entry, undefined, context.view);
      written.set(entry, true);
    }
    return { n: written.size };
  });
}

export async function findAndModify(command: Document, context: Context): Promise<Reply> {
  const collection = context.catalog.open(String(command['findAndModify']));
  const { query = {}, sort, update: u, upsert, fields, new: isNew, remove: removes } = command;
  const project = projectionOf(fields as Document | undefined) ?? ((document: Document) => document);
  const shown = (stored: Stored | undefined) => (stored ? project(stored.document) : null);
  if (u !== undefined) checkUpdate(u as Update);
  return whenFree(context, () => {
    const found = matching(collection, query as Document, context.view);
    if (sort) {
      const order = orderOf(sort as Document);
      found.sort((a, b) => order(a.stored.document, b.stored.document));
    }
    const [first] = found;
    if (removes === true) {
      if (first) collection.write(first.entry, undefined, context.view);
      return replyOf({ lastErrorObject: { n: first ? 1 : 0 }, value: shown(first?.stored) });
    }
    if (first) {
      const after = change(collection, first.entry, first.stored, u as Update, context) ?? first.stored;
      const value = shown(isNew === true ? after : first.stored);
      return replyOf({ lastErrorObject: { n: 1, updatedExisting: true }, value });
    }
    if (upsert !== true) return replyOf({ lastErrorObject: { n: 0, updatedExisting: false }, value: null });
    const _id = upserted(collection, query as Document, u as Update, context);
    const value = isNew === true ? shown(collection.entryOf(_id).read(context.view)) : null;
    return replyOf({ lastErrorObject: { n: 1, updatedExisting: false, upserted: _id }, value });
  });
}

function smallEnough(document: Document, otherwise: ErrorName): Stored {
  const stored = Stored.of(document);
  const bytes = stored.bytes.length;
  if (bytes <= LARGEST_BYTES) return stored;
  throw new ServerError(otherwise, `a document of ${bytes} bytes is larger than ${LARGEST_BYTES}`);
}

function mustBeNone(others: Document): void {
  const names = Object.keys(others);
  if (names.length > 0) throw new NotSimulated(`${names} of a write`);
}

/** The new state that is written; undefined where the document remains the same, byte for byte. */
function change(
  collection: Collection,
  entry: Entry,
  stored: Stored,
  update: Update,
  { view }: Context,
): Stored | undefined {
  const after = smallEnough(updated(stored.document, update, false), 'Location17419');
  if (!isAlwaysWritten(update) && Buffer.compare(after.bytes, stored.bytes) === 0) return undefined;
  collection.write(entry, after, view);
  return after;
}

function upserted(collection: Collection, filter: Document, update: Update, { view }: Context): unknown {
  const { _id: wanted, ...seed } = seedOf(filter);
  const made = updated(wanted === undefined ? seed : withId(wanted, seed), update, true);
  const { _id = new ObjectId() } = made;
  collection.insert(smallEnough(withId(_id, made), 'Location17420'), view);
  return _id;
}

/** Outside a transaction, a statement that conflicts with another's transaction is retried until that has ended. */
async function whenFree<Result>(context: Context, attempt: () => Result): Promise<Result> {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Blocked)) throw error;
      await context.waits();
    }
  }
}

async function eachOf(
  command: Document,
  listed: 'documents' | 'updates' | 'deletes',
  context: Context,
  run: (statement: Document, written: Written) => Done,
): Promise<Reply> {
  const writeErrors: WriteError[] = [];
  const upsertedOnes: { index: number; _id: unknown }[] = [];
  let [n, nModified] = [0, 0];
  for (const [index, statement] of (command[listed] as Document[]).entries()) {
    try {
      const written: Written = new Map();
      const done = await whenFree(context, () => run(statement, written));
      n += done.n;
      nModified += done.nModified ?? 0;
      if (done.upserted !== undefined) upsertedOnes.push({ index, _id: done.upserted });
    } catch (error) {
      if (!(error instanceof ServerError) || error.codeName === 'WriteConflict') throw error;
      writeErrors.push({ index, code: error.code, ...error.more, errmsg: error.message });
      if (context.view.transaction) context.abort();
      if (command['ordered'] !== false || context.view.transaction) break;
    }
  }
  return replyOf({
    n,
    ...(listed === 'updates' && { nModified }),
    ...(upsertedOnes.length > 0 && { upserted: upsertedOnes }),
    ...(writeErrors.length > 0 && { writeErrors }),
  });
}
