import { RpcError, rpcStatus } from '@duixian/runtime';
import type { FeedEndDocument } from './feed-documents.ts';

const FORM = /^([0-9a-f]{8})\.(\d{1,15})$/;

const BEGIN_AGAIN =
  'take the cursor of after=now, then read the lists (/v1/orders, /v1/accounts), then go on from that cursor';

/** A place in the feed, for others to give back: what is in it is no promise. */
export function feedCursor(feed: string, sequence: number): string {
  return Buffer.from(`${feed}.${sequence}`).toString('base64url');
}

/** The sequence after which a reader goes on; empty: before the oldest event that is kept. */
export function sequenceAfter(cursor: string, { feed, last, oldest }: FeedEndDocument): number {
  if (cursor === '') return oldest - 1;
  if (cursor === 'now') return last;
  const [, ofFeed, digits] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (ofFeed === undefined || feedCursor(ofFeed, Number(digits)) !== cursor)
    throw new RpcError(
      rpcStatus.INVALID_ARGUMENT,
      'after: it must be the `cursor` or `next` of an answer, or now',
    );
  const sequence = Number(digits);
  // A feed that was put back from a copy may have lost what this reader has seen.
  if (ofFeed !== feed || sequence > last) throw tooOld('this feed began again after that cursor was given');
  if (sequence < oldest - 1) throw tooOld('events after that cursor are not kept any more');
  return sequence;
}

function tooOld(why: string): RpcError {
  return new RpcError(rpcStatus.OUT_OF_RANGE, `cursor-too-old: ${why}: ${BEGIN_AGAIN}`);
}
