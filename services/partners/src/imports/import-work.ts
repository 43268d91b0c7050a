import { randomUUID } from 'node:crypto';
import {
  type Database,
  type DatabaseClock,
  RpcError,
  rpcStatus,
  type Session,
  transact,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { NewFeedEvent } from '../feed/feed-documents.ts';
import {
  type ImportCollections,
  type ImportCounts,
  type ImportDocument,
  type ImportFault,
  type ImportLine,
  importKey,
  NO_COUNTS,
} from './import-documents.ts';
import { finishedEvent } from './import-event.ts';

const HOPELESS: ImportFault = {
  line: 0,
  place: '',
  code: 'too-large',
  message:
    'no gateway could work through the next lines, which is a defect of this system or takes more memory than there is; ' +
    'what was recorded stays. Tell the operator, or import the file in parts',
};

type Held = {
  readonly database: Database;
  readonly collections: ImportCollections;
  readonly clock: DatabaseClock;
  readonly announce: (session: Session, events: readonly NewFeedEvent[]) => Promise<unknown>;
};

/** The one that has waited longest, for who asks alone until the lease ends. */
export async function takeImport(held: Held): Promise<ImportDocument | undefined> {
  const { imports } = held.collections;
  const now = held.clock.now();
  const free = { state: 'running' as const, leaseUntil: { $lte: now } };
  const change = {
    $set: { lease: randomUUID(), leaseUntil: leaseFrom(now) },
    $inc: { tries: 1 },
  };
  const options = { sort: { leaseUntil: 1 }, returnDocument: 'after' } as const;
  const taken = await imports.findOneAndUpdate(free, change, options);
  if (!taken || taken.tries <= LIMITS.importTries.most) return taken ?? undefined;
  const { source, id, lease } = taken;
  const ending = { isFinished: false, faults: [HOPELESS], warnings: [] };
  await saveProgress(held, { source, id, lease, lines: [], ending, givesBack: false });
  return undefined;
}

/** Whether an import is there that nobody works on. */
export async function othersWait({ collections, clock }: Held): Promise<boolean> {
  const free = { state: 'running' as const, leaseUntil: { $lte: clock.now() } };
  return (await collections.imports.findOne(free, { projection: { _id: 1 } })) !== null;
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

/** The outcomes, the mark and the event of its end are one transaction: a line is counted once, by whoever works on it. */
export function saveProgress(
  { database, collections: { imports, lines: outcomes }, clock, announce }: Held,
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
    const held = await imports.findOneAndUpdate(ours, change, { session, returnDocument: 'after' });
    if (!held)
      throw new RpcError(
        rpcStatus.FAILED_PRECONDITION,
        `lease: ${id} was cancelled, or another gateway works on it`,
      );
    if (last !== undefined) await outcomes.insertOne({ import: _id, last, lines }, { session });
    if (end) await announce(session, [finishedEvent(held, now)]);
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
