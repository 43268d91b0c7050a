import type { FactTypeName } from './names.ts';

/**
 * What a system that records facts is, and so what it may record at most (docs/authority.md): a source of one kind never
 * says what belongs to another. Decisions are recorded by a bureau's source only where it is named for them.
 */
export const SOURCE_KINDS = ['bureau', 'exchange', 'platform'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

export const TYPES_OF_KIND: Readonly<Record<SourceKind, readonly FactTypeName[]>> = {
  bureau: ['duixian.party.v1', 'duixian.recognition.v1', 'duixian.sanction.v1', 'duixian.decision.v1'],
  exchange: ['duixian.contract.v1', 'duixian.receipt.v1'],
  platform: ['duixian.instrument.v1', 'duixian.usage.v1', 'duixian.invoice.v1'],
};
