import { faultsOf, isSourceUri, type Party, partySchema, SOURCE_URI } from '@duixian/facts';
import {
  type Authorization,
  ID,
  LIMITS,
  lacksScope,
  mayNotReject,
  notSecond,
  textMistake,
} from '@duixian/values';
import { type Refused, refused } from './refusal.ts';
import type { RegistryAct, RegistryActor } from './registry-act.ts';
import { sourcesIn } from './scopes.ts';

/** What a source calls a unit (单位), a code or a name, and which party that is. */
export type NamedParty = { readonly unit: string; readonly party: Party };

/** Entries of the unit directory of one source. */
export interface UnitTerms {
  readonly source: string;
  readonly units: readonly NamedParty[];
}

/** One unit or a table of them, proposed by one person on a document, and confirmed whole by another. */
export interface UnitProposal {
  readonly id: string;
  readonly terms: UnitTerms;
  /** How many units it names: these themselves are kept here while it waits. */
  readonly count: number;
  readonly status: 'proposed' | 'confirmed' | 'rejected';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly document: string;
  readonly at: Date | null;
}

export type UnitProposalOutcome = { readonly proposal: UnitProposal; readonly isNew: boolean } | Refused;

/** Everything wrong with the proposal, by field. */
export function unitMistakes(id: string, { source, units }: UnitTerms): string[] {
  const most = LIMITS.unitsOfProposal.most;
  const idMistake = textMistake(id, ID);
  return [
    ...(idMistake === undefined ? [] : [`id: it must be ${idMistake}`]),
    ...(isSourceUri(source) ? [] : [`source: it must be ${SOURCE_URI}`]),
    ...(units.length === 0 || units.length > most ? [`units: 1 to ${most}; these are ${units.length}`] : []),
    ...units.slice(0, most).flatMap(entryMistakes),
  ];
}

function entryMistakes({ unit, party }: NamedParty, index: number): string[] {
  const ofUnit = textMistake(unit, ID);
  const parsed = partySchema.safeParse(party);
  const faults = parsed.success ? [] : faultsOf(parsed.error.issues, party, `units.${index}.party`);
  return [
    ...(ofUnit === undefined ? [] : [`units.${index}.unit: it must be ${ofUnit}`]),
    ...faults.map(({ message }) => message),
  ];
}

/** `held`: what is stored under this id, also where it was rejected. */
export function proposeUnits(
  held: UnitProposal | undefined,
  { id, terms }: Pick<UnitProposal, 'id' | 'terms'>,
  isSame: boolean,
  { actor, at, because }: RegistryAct,
): UnitProposalOutcome {
  const refusal = mayNotSpeak(actor, terms.source) ?? lacksScope(actor, 'prepare');
  if (refusal) return refusal;
  if (held)
    return isSame
      ? { proposal: held, isNew: false }
      : refused('taken', `${id} names another proposal already: choose another id`);
  const how = { proposedBy: actor.person, proposedAt: at, document: because, at: null };
  return { proposal: { id, terms, count: terms.units.length, status: 'proposed', ...how }, isNew: true };
}

/** By another person than the one who proposed it. */
export function confirmUnits(held: UnitProposal, { actor, at }: RegistryAct): UnitProposalOutcome {
  const refusal = mayNotSpeak(actor, held.terms.source);
  if (refusal) return refusal;
  if (held.status === 'confirmed') return { proposal: held, isNew: false };
  if (held.status === 'rejected')
    return refused('nothing-waits', `${held.id} was rejected: propose it again under another id`);
  const wrong = notSecond(actor, held.proposedBy);
  return wrong ?? { proposal: { ...held, status: 'confirmed', at }, isNew: true };
}

export function rejectUnits(held: UnitProposal, { actor }: Authorization): UnitProposalOutcome {
  if (held.status === 'rejected') return { proposal: held, isNew: false };
  if (held.status === 'confirmed')
    return refused('nothing-waits', `${held.id} was confirmed: what is wrong in it is proposed again`);
  const refusal = mayNotReject(actor, held.proposedBy);
  return refusal ?? { proposal: { ...held, status: 'rejected' }, isNew: true };
}

/** A source has no say in whom its units are, nor in how its tables are read. */
export function mayNotSpeak({ person, personScopes }: RegistryActor, source: string): Refused | undefined {
  return sourcesIn(personScopes).includes(source)
    ? refused(
        'own-source',
        `${person} writes as ${source}: others propose and confirm its units and mappings`,
      )
    : undefined;
}
