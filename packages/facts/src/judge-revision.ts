import type { Fault } from './fault.ts';
import type { HandingOver } from './handings-over.ts';

/** The held state of a record, as far as a judgement needs it. `content` represents the canonical data. */
export type Held<Content> = {
  /** The source that owns it. */
  readonly source: string;
  readonly revision: number;
  readonly content: Content;
  /** Set where a handover made that source the owner. */
  readonly handedOver?: Pick<HandingOver, 'from' | 'at'> | undefined;
};

export type Judgement = 'recorded' | 'duplicate' | 'stale' | Fault;

/**
 * Judges an item that is otherwise valid against the held state of its record (docs/facts.md §2): first the owner of
 * the record, then the revision. `inHistory` returns the content of a lower revision that arrived before.
 */
export function judgeRevision<Content>(
  arriving: Held<Content>,
  held: Held<Content> | undefined,
  inHistory: (revision: number) => Content | undefined,
  isSame: (a: Content, b: Content) => boolean,
): Judgement {
  if (!held) return 'recorded';
  if (held.source !== arriving.source) return otherSource(held);
  if (arriving.revision > held.revision) return 'recorded';
  if (arriving.revision === held.revision) {
    return isSame(arriving.content, held.content) ? 'duplicate' : conflict(arriving.revision);
  }
  const earlier = inHistory(arriving.revision);
  return earlier === undefined || isSame(arriving.content, earlier) ? 'stale' : conflict(arriving.revision);
}

function otherSource({ source, handedOver }: Held<unknown>): Fault {
  const why = handedOver
    ? `to which it was handed over by ${handedOver.from} at ${handedOver.at.toISOString()}`
    : 'which recorded it first';
  const message = `this record belongs to ${source}, ${why}; only that source can change it`;
  return { field: 'source', reason: 'other-source', message };
}

function conflict(revision: number): Fault {
  const message = `revision ${revision} was recorded with other content; send the changed state under a higher revision`;
  return { field: 'data.revision', reason: 'revision-conflict', message };
}
