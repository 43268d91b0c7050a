import type { FactTypeName } from './names.ts';

/**
 * The kind of a system that records facts, and so what it may record at most (docs/authority.md): a source of one kind
 * never records what belongs to another. A bureau's source records decisions only where it is named for them.
 */
export const SOURCE_KINDS = ['bureau', 'exchange', 'platform'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * The source under which services/awards records what two officers decided, after a preview. It is reserved: nobody
 * confirms it as a source, intake refuses its facts, and nothing is handed over to it; otherwise one key of it could
 * change every decision of the officers.
 */
export const OFFICERS_SOURCE = 'urn:duixian:bureau:decisions';

/** Sources that differ only in case are the same. */
export function isOfficersSource(uri: string): boolean {
  return uri.toLowerCase() === OFFICERS_SOURCE;
}

export const TYPES_OF_KIND: Readonly<Record<SourceKind, readonly FactTypeName[]>> = {
  bureau: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1', 'duixian.decision.v1'],
  exchange: ['duixian.contract.v1', 'duixian.receipt.v1'],
  platform: ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'],
};
