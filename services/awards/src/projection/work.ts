import type { PublishedFact } from '@duixian/facts';
import type { FactDocument } from '../store/collections.ts';

/** A fact whose claims a transaction computes. */
export type Work = {
  readonly before: FactDocument | undefined;
  /** As it is after the transaction. */
  readonly fact: PublishedFact;
  /** As it was received now; undefined if the fact is unchanged and only a dependency changed. */
  readonly received: { readonly payload: Uint8Array; readonly traceparent: string | undefined } | undefined;
};
