import {
  type Database,
  type DatabaseClock,
  RpcError,
  rpcStatus,
  type Session,
  transact,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { Binary } from 'mongodb';
import { type ImportCollections, type ImportDocument, importKey } from './import-documents.ts';

type Part = {
  readonly source: string;
  readonly id: string;
  readonly offset: number;
  readonly content: Buffer;
};

/** Adds a part where the content ends; answers how much there is then. */
export function appendContent(
  database: Database,
  { imports, chunks }: ImportCollections,
  clock: DatabaseClock,
  { source, id, offset, content }: Part,
): Promise<number> {
  const _id = importKey(source, id);
  return transact(database, async (session) => {
    const found = await imports.findOne({ _id }, { session });
    if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `not-known: ${source} has no import ${id}`);
    const bytes = found.bytes + content.length;
    mustTake(found, offset, bytes);
    if (content.length === 0) return bytes;
    const change = { $set: { bytes, touchedAt: clock.now() } };
    await imports.updateOne({ _id }, change, { session });
    const size = LIMITS.importChunkBytes.most;
    const count = Math.ceil(content.length / size);
    const pieces = Array.from({ length: count }, (_, at) => ({
      import: _id,
      offset: offset + at * size,
      content: new Binary(content.subarray(at * size, (at + 1) * size)),
    }));
    await chunks.insertMany(pieces, { session });
    return bytes;
  });
}

function mustTake({ id, bytes: held, state, kind }: ImportDocument, offset: number, bytes: number): void {
  const refuse = (why: string) => new RpcError(rpcStatus.FAILED_PRECONDITION, why);
  if (state !== 'receiving') throw refuse(`not-allowed: ${id} is ${state}, and takes no content any more`);
  if (offset !== held)
    throw refuse(`offset: ${id} holds ${held} bytes; send from there (Upload-Offset: ${held})`);
  const { most, of } = kind === 'facts' ? LIMITS.importFactsBytes : LIMITS.importTableBytes;
  if (bytes > most) throw refuse(`too-large: ${of} has at most ${most} bytes`);
}

/** From `offset` on, at most a piece; empty at the end. */
export async function readContent(
  { chunks }: ImportCollections,
  key: string,
  offset: number,
): Promise<Buffer> {
  const [found] = await chunks
    .find({ import: key, offset: { $lte: offset } })
    .sort({ offset: -1 })
    .limit(1)
    .toArray();
  return found ? Buffer.from(found.content.buffer.subarray(offset - found.offset)) : Buffer.alloc(0);
}

export type KeptOfSource = { readonly _id: string; readonly imports: number; readonly bytes: number };

/** How many imports of each source are kept, and how much content of them. */
export async function keptOf(
  imports: ImportCollections['imports'],
  of: { readonly source?: string },
  session?: Session,
): Promise<KeptOfSource[]> {
  const bytes = { $sum: { $cond: ['$hasContent', '$bytes', 0] } };
  const stages = [{ $match: of }, { $group: { _id: '$source', imports: { $sum: 1 }, bytes } }];
  const found = await imports.aggregate<KeptOfSource>(stages, session ? { session } : {}).toArray();
  // A sum above 2^31 is read as a bigint.
  return found.map((kept) => ({ ...kept, bytes: Number(kept.bytes) }));
}
