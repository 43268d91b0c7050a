import type { Fault } from './fault.ts';

/** What a register holds of a thing, as far as a judgement needs it. `content` stands for the canonical data. */
export type Held<Content> = { readonly source: string; readonly revision: number; readonly content: Content };

export type Judgement = 'recorded' | 'duplicate' | 'stale' | Fault;

/**
 * Judges an item that is right by itself against what is held of its thing (facts.md §1): first whose thing it is, then
 * its revision. `inHistory` answers the content of a lower revision that arrived before.
 */
export function judgeRevision<Content>(
  arriving: Held<Content>,
  held: Held<Content> | undefined,
  inHistory: (revision: number) => Content | undefined,
  isSame: (a: Content, b: Content) => boolean,
): Judgement {
  if (!held) return 'recorded';
  if (held.source !== arriving.source) return otherSource(held.source);
  if (arriving.revision > held.revision) return 'recorded';
  if (arriving.revision === held.revision) {
    return isSame(arriving.content, held.content) ? 'duplicate' : conflict(arriving.revision);
  }
  const earlier = inHistory(arriving.revision);
  return earlier === undefined || isSame(arriving.content, earlier) ? 'stale' : conflict(arriving.revision);
}

function otherSource(owner: string): Fault {
  const message = `this thing belongs to ${owner}, which recorded it first; only that source can change it`;
  return { field: 'source', reason: 'other-source', message };
}

function conflict(revision: number): Fault {
  const message = `revision ${revision} was recorded with other content; send the changed state under a higher revision`;
  return { field: 'data.revision', reason: 'revision-conflict', message };
}
