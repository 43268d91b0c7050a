import { isUtf8 } from 'node:buffer';
import {
  type Fault,
  isBlank,
  MAX_ITEM_BYTES,
  namesOf,
  type OwnCheck,
  type RawLine,
  readItem,
  readItemText,
} from '@duixian/facts';
import type { LineSource } from '../send/batches.ts';
import { notUtf8 } from '../send/facts-line.ts';
import { HeldFacts } from './held-facts.ts';

/** A refused line as docs/facts.md §9 lists it, with the members of its first fault. */
export type RefusedLine = {
  readonly line: number;
  readonly type: string | null;
  readonly subject: string | null;
  readonly reason: string;
  readonly message: string;
};

export type FactCounts = { recorded: number; duplicate: number; stale: number; refused: number };

export type FactsRead = {
  readonly held: HeldFacts;
  readonly counts: FactCounts;
  readonly refused: readonly RefusedLine[];
};

/**
 * Judges all lines as the registers would; refused ones are listed and change nothing. Line numbers run through all
 * files, as if they were one.
 */
export async function readFacts(sources: readonly LineSource[], ownCheck: OwnCheck): Promise<FactsRead> {
  const held = new HeldFacts();
  const counts: FactCounts = { recorded: 0, duplicate: 0, stale: 0, refused: 0 };
  const refused: RefusedLine[] = [];
  let linesBefore = 0;
  for (const { lines } of sources) {
    let number = 0;
    for await (const arrived of lines) {
      for (const line of arrived) {
        number = line.number;
        if (isBlank(line.bytes)) continue;
        const { item, outcome } = takeLine(line, held, ownCheck);
        counts[typeof outcome === 'string' ? outcome : 'refused'] += 1;
        if (typeof outcome !== 'string') refused.push(refusedLine(linesBefore + number, item, outcome));
      }
    }
    linesBefore += number;
  }
  return { held, counts, refused };
}

function refusedLine(line: number, item: unknown, { reason, message }: Fault): RefusedLine {
  return { line, ...namesOf(item), reason, message };
}

type Taken = { item: unknown; outcome: 'recorded' | 'duplicate' | 'stale' | Fault };

function takeLine({ bytes, sizeBytes }: RawLine, held: HeldFacts, ownCheck: OwnCheck): Taken {
  if (sizeBytes > MAX_ITEM_BYTES) return refusedBySize(sizeBytes);
  if (!isUtf8(bytes)) return { item: undefined, outcome: notUtf8 };
  const read = readItemText(bytes.toString(), { ownCheck });
  if ('faults' in read) return { item: read.item, outcome: read.faults[0] };
  return { item: read.item, outcome: held.take(read.fact) };
}

/** The end of the line may have been dropped, so nothing of it is read. */
function refusedBySize(sizeBytes: number): Taken {
  const read = readItem(undefined, sizeBytes);
  if ('fact' in read) throw new Error('nothing cannot be a fact');
  return { item: undefined, outcome: read.faults[0] };
}
