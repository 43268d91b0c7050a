import type { PublishedFact } from '@duixian/facts';
import type { FactDocument } from '../store/collections.ts';

/** A fact whose claims a transaction computes. */
export type Work = {
  readonly before: FactDocument | undefined;
  /** As it stands after the transaction. */
  readonly fact: PublishedFact;
  /** As it was heard now; undefined where the fact stands and only what it leans on moved. */
  readonly received: { readonly payload: Uint8Array; readonly traceparent: string | undefined } | undefined;
};
