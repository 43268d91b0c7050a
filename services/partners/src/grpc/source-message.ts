import type { FactTypeName, SourceKind } from '@duixian/facts';
import type { partnersEventsV1, sourcesV1 } from '@duixian/proto';
import type { HandingOver } from '../domain/handing-over.ts';
import type { Source, SourceTerms } from '../domain/source.ts';

const WIRE_KIND = {
  bureau: 'SOURCE_KIND_BUREAU',
  exchange: 'SOURCE_KIND_EXCHANGE',
  platform: 'SOURCE_KIND_PLATFORM',
} as const satisfies Record<SourceKind, partnersEventsV1.SourceKind>;

const KIND = Object.fromEntries(Object.entries(WIRE_KIND).map(([kind, wire]) => [wire, kind])) as Partial<
  Record<partnersEventsV1.SourceKind, SourceKind>
>;

const STATUS = {
  proposed: 'HANDING_OVER_STATUS_PROPOSED',
  confirmed: 'HANDING_OVER_STATUS_CONFIRMED',
  rejected: 'HANDING_OVER_STATUS_REJECTED',
} as const satisfies Record<HandingOver['status'], sourcesV1.HandingOverStatus>;

/** As it is published; version 0 if nothing was confirmed yet. */
export function sourceState({ uri, standing, isWithdrawn, version }: Source): partnersEventsV1.SourceState {
  const status = isWithdrawn ? 'SOURCE_STATUS_WITHDRAWN' : 'SOURCE_STATUS_CONFIRMED';
  return {
    uri,
    name: standing?.name ?? '',
    kind: standing ? WIRE_KIND[standing.kind] : 'SOURCE_KIND_UNSPECIFIED',
    answerableUscc: standing?.answerableUscc ?? '',
    types: [...(standing?.types ?? [])],
    status: standing ? status : 'SOURCE_STATUS_UNSPECIFIED',
    version: BigInt(version),
  };
}

export function sourceMessage(source: Source): sourcesV1.Source {
  const { waiting } = source.steps;
  return {
    uri: source.uri,
    standing: sourceState(source),
    waiting: waiting
      ? {
          ...{ number: waiting.number, by: waiting.by, at: waiting.at.toISOString() },
          document: waiting.document,
          terms: 'terms' in waiting.content ? termsMessage(waiting.content.terms) : undefined,
        }
      : undefined,
  };
}

/** The domain checks their content. */
export function termsFrom({ name, kind, answerableUscc, types }: sourcesV1.SourceTerms): SourceTerms {
  return {
    ...{ name, answerableUscc },
    kind: KIND[kind] ?? (kind as SourceKind),
    types: types as FactTypeName[],
  };
}

/** As it is published; until it is confirmed it has neither time nor version. */
export function handingOverState({
  id,
  terms,
  types,
  at,
  version,
}: HandingOver): partnersEventsV1.HandingOver {
  const { from, to, type, subject } = terms;
  return {
    ...{ id, fromSource: from, toSource: to, type, types: type === '' ? [...types] : [], subject },
    ...{ at: at?.toISOString() ?? '', version: BigInt(version) },
  };
}

export function handingOverMessage(handingOver: HandingOver): sourcesV1.HandingOverRecord {
  return {
    handingOver: handingOverState(handingOver),
    status: STATUS[handingOver.status],
    proposedBy: handingOver.proposedBy,
    proposedAt: handingOver.proposedAt.toISOString(),
    document: handingOver.document,
  };
}

function termsMessage({ name, kind, answerableUscc, types }: SourceTerms): sourcesV1.SourceTerms {
  return { name, kind: WIRE_KIND[kind], answerableUscc, types: [...types] };
}
