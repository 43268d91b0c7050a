import type { FactTypeName } from './names.ts';

/**
 * What a system that records facts is, and so what it may record at most (docs/authority.md): a source of one kind never
 * says what belongs to another. Decisions are recorded by a bureau's source only where it is named for them.
 */
export const SOURCE_KINDS = ['bureau', 'exchange', 'platform'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * As which services/awards records what two officers decided, after a preview. It is reserved: nobody confirms it as a source,
 * the door refuses facts of it, and nothing is handed over to it; else one key of it would change every officers' decision.
 */
export const OFFICERS_SOURCE = 'urn:duixian:bureau:decisions';

/** Case tells no two sources apart. */
export function isOfficersSource(uri: string): boolean {
  return uri.toLowerCase() === OFFICERS_SOURCE;
}

export const TYPES_OF_KIND: Readonly<Record<SourceKind, readonly FactTypeName[]>> = {
  bureau: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1', 'duixian.decision.v1'],
  exchange: ['duixian.contract.v1', 'duixian.receipt.v1'],
  platform: ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'],
};
