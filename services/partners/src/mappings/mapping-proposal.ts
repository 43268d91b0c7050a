import { MappingFault, parseMapping } from '@duixian/formats/register';
import { type Authorization, LIMITS, lacksScope, mayNotReject, notSecond } from '@duixian/values';
import { type Refused, refused } from '../domain/refusal.ts';
import type { RegistryAct } from '../domain/registry-act.ts';
import { mayNotSpeak } from '../domain/unit-proposal.ts';

/** What of a mapping (映射) is known without its text. */
export interface MappingTerms {
  readonly source: string;
  readonly makes: string;
  readonly title: string;
  /** YAML, as it was proposed. */
  readonly text: string;
  readonly sha256: string;
}

/** A version of a mapping: it turns columns into money, so two persons put it in force, and it never changes. */
export interface MappingProposal extends MappingTerms {
  /** Such as `henan-contract-register@1`. */
  readonly id: string;
  readonly status: 'proposed' | 'confirmed' | 'rejected';
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly document: string;
  readonly confirmedBy: string;
  readonly at: Date | null;
}

export type MappingOutcome = { readonly proposal: MappingProposal; readonly isNew: boolean } | Refused;

/** The text as a mapping of this id, or everything that is wrong with it. */
export function readMapping(
  id: string,
  text: string,
  sha256: string,
): { readonly terms: MappingTerms } | { readonly mistakes: readonly string[] } {
  const { most } = LIMITS.mappingBytes;
  if (Buffer.byteLength(text) > most) return { mistakes: [`text: at most ${most} bytes`] };
  try {
    const mapping = parseMapping(text);
    const named = `${mapping.id}@${mapping.version}`;
    const { source, makes, title = '' } = mapping;
    if (named === id && source !== undefined) return { terms: { source, makes, title, text, sha256 } };
    return {
      mistakes: [
        ...(named === id ? [] : [`id: the text is ${named}, and is proposed as ${id}; name both alike`]),
        ...(source === undefined ? ['source: it must be the URI of the source whose tables these are'] : []),
      ],
    };
  } catch (error) {
    if (error instanceof MappingFault) return { mistakes: error.faults };
    throw error;
  }
}

/** `held`: what is stored under this id and version, also where it was rejected. */
export function proposeMapping(
  held: MappingProposal | undefined,
  id: string,
  terms: MappingTerms,
  { actor, at, because }: RegistryAct,
): MappingOutcome {
  const refusal = mayNotSpeak(actor, terms.source) ?? lacksScope(actor, 'prepare');
  if (refusal) return refusal;
  if (held)
    return held.sha256 === terms.sha256
      ? { proposal: held, isNew: false }
      : refused('taken', `${id} has another text already, and never changes: raise its version`);
  const how = { proposedBy: actor.person, proposedAt: at, document: because, confirmedBy: '', at: null };
  return { proposal: { id, ...terms, status: 'proposed', ...how }, isNew: true };
}

/** By another person than the one who proposed it. */
export function confirmMapping(held: MappingProposal, { actor, at }: RegistryAct): MappingOutcome {
  const refusal = mayNotSpeak(actor, held.source);
  if (refusal) return refusal;
  if (held.status === 'confirmed') return { proposal: held, isNew: false };
  if (held.status === 'rejected')
    return refused('nothing-waits', `${held.id} was rejected: propose it again under another version`);
  const wrong = notSecond(actor, held.proposedBy);
  const confirmed = { ...held, status: 'confirmed', confirmedBy: actor.person, at } as const;
  return wrong ?? { proposal: confirmed, isNew: true };
}

export function rejectMapping(held: MappingProposal, { actor }: Authorization): MappingOutcome {
  if (held.status === 'rejected') return { proposal: held, isNew: false };
  if (held.status === 'confirmed')
    return refused(
      'nothing-waits',
      `${held.id} was confirmed: what is wrong in it is corrected in its next version`,
    );
  return mayNotReject(actor, held.proposedBy) ?? { proposal: { ...held, status: 'rejected' }, isNew: true };
}
