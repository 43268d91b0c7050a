import { randomUUID } from 'node:crypto';
import { type Database, type DatabaseClock, RpcError, rpcStatus, transact } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import {
  type ImportCollections,
  type ImportCounts,
  type ImportDocument,
  type ImportFault,
  type ImportLine,
  importKey,
  NO_COUNTS,
} from './import-documents.ts';

const HOPELESS: ImportFault = {
  line: 0,
  place: '',
  code: 'too-large',
  message:
    'no gateway could work through the next lines, which is a defect of this system or takes more memory than there is; ' +
    'what was recorded stays. Tell the operator, or import the file in parts',
};

/** The one that has waited longest, for who asks alone until the lease ends. */
export async function takeImport(
  { imports }: ImportCollections,
  clock: DatabaseClock,
): Promise<ImportDocument | undefined> {
  const now = clock.now();
  const free = { state: 'running' as const, leaseUntil: { $lte: now } };
  const change = {
    $set: { lease: randomUUID(), leaseUntil: leaseFrom(now) },
    $inc: { tries: 1 },
  };
  const options = { sort: { leaseUntil: 1 }, returnDocument: 'after' } as const;
  const taken = await imports.findOneAndUpdate(free, change, options);
  if (!taken || taken.tries <= LIMITS.importTries.most) return taken ?? undefined;
  const end = { state: 'stopped' as const, faults: [HOPELESS], endedAt: now, lease: '' };
  await imports.updateOne({ _id: taken._id, lease: taken.lease }, { $set: end });
  return undefined;
}

export type Progress = {
  readonly source: string;
  readonly id: string;
  readonly lease: string;
  readonly lines: readonly ImportLine[];
  readonly givesBack: boolean;
  readonly ending:
    | {
        readonly isFinished: boolean;
        readonly faults: readonly ImportFault[];
        readonly warnings: readonly ImportFault[];
      }
    | undefined;
};

/** The outcomes and the mark are one transaction: a line is counted once, by whoever works on it. */
export function saveProgress(
  database: Database,
  { imports, lines: outcomes }: ImportCollections,
  clock: DatabaseClock,
  { source, id, lease, lines, ending, givesBack }: Progress,
): Promise<void> {
  const _id = importKey(source, id);
  const now = clock.now();
  const last = lines.at(-1)?.line;
  const end = ending && {
    ...{ state: ending.isFinished ? ('finished' as const) : ('stopped' as const), endedAt: now, lease: '' },
    ...{ faults: ending.faults, warnings: ending.warnings },
  };
  const leaseUntil = givesBack ? now : leaseFrom(now);
  const mark = { leaseUntil, tries: 0, ...(last !== undefined && { line: last }), ...end };
  const counts = Object.entries(countsOf(lines)).map(([name, count]) => [`counts.${name}`, count]);
  return transact(database, async (session) => {
    const ours = { _id, lease, state: 'running' as const, line: { $lt: lines[0]?.line ?? Infinity } };
    const change = { $set: mark, $inc: Object.fromEntries(counts) };
    const { matchedCount } = await imports.updateOne(ours, change, { session });
    if (matchedCount === 0)
      throw new RpcError(
        rpcStatus.FAILED_PRECONDITION,
        `lease: ${id} was cancelled, or another gateway works on it`,
      );
    if (last !== undefined) await outcomes.insertOne({ import: _id, last, lines }, { session });
  });
}

function countsOf(lines: readonly ImportLine[]): ImportCounts {
  const counts = { ...NO_COUNTS, read: lines.length };
  for (const { outcome } of lines) counts[outcome] += 1;
  return counts;
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LIMITS.importLeaseMs.most);
}
