import {
  type FactTypeName,
  isOfficersSource,
  isSourceUri,
  SOURCE_KINDS,
  SOURCE_URI,
  type SourceKind,
  TYPES_OF_KIND,
} from '@duixian/facts';
import {
  type Authorization,
  confirmNumber,
  isUscc,
  lacksScope,
  NO_STEPS,
  proposeContent,
  rejectNumber,
  type TwoSteps,
  usccMistake,
} from '@duixian/values';
import { nameMistake } from './name.ts';
import { nextVersion } from './next-version.ts';
import { type Refused, refused } from './refusal.ts';
import type { RegistryAct, RegistryActor } from './registry-act.ts';
import { sourcesIn } from './scopes.ts';

/** 数据来源: a system that records facts, the entity that answers for it, and what it may record. */
export interface SourceTerms {
  readonly name: string;
  readonly kind: SourceKind;
  /** 统一社会信用代码 of the legal entity that answers for it. */
  readonly answerableUscc: string;
  readonly types: readonly FactTypeName[];
}

/** What is proposed: new terms, or that it no longer records anything. */
export type SourceChange = { readonly terms: SourceTerms } | { readonly withdrawal: true };

export interface Source {
  readonly uri: string;
  readonly steps: TwoSteps<SourceChange>;
  /** As two persons set it last; null if they never did. A source that was withdrawn keeps its last terms. */
  readonly standing: SourceTerms | null;
  readonly isWithdrawn: boolean;
  /** Of the published state: raised by each that is confirmed, and by each handover from or to it. */
  readonly version: number;
}

export type SourceOutcome = { readonly source: Source; readonly isNew: boolean } | Refused;

export function newSource(uri: string): Source {
  return { uri, steps: NO_STEPS, standing: null, isWithdrawn: false, version: 0 };
}

/** Whether keys may be made for it: it is in force, or somebody proposed that it should be. */
export function isInSight({ steps, standing, isWithdrawn }: Source): boolean {
  const isProposed = steps.waiting !== null && 'terms' in steps.waiting.content;
  return isProposed || (standing !== null && !isWithdrawn);
}

/** Whether only its acts remain: it was rejected before anything of it was confirmed. */
export function isSourceForgotten({ steps, standing }: Source): boolean {
  return standing === null && steps.waiting === null;
}

/** Everything wrong with the proposal, by field. */
export function sourceMistakes(uri: string, { name, kind, answerableUscc, types }: SourceTerms): string[] {
  const found: string[] = [];
  if (!isSourceUri(uri)) found.push(`uri: it must be ${SOURCE_URI}`);
  if (isOfficersSource(uri))
    found.push(`uri: ${uri} is reserved for decisions of two officers: choose another one`);
  const mistake = nameMistake(name);
  if (mistake !== undefined) found.push(`name: it must be ${mistake}`);
  if (!SOURCE_KINDS.includes(kind)) found.push(`kind: it must be one of ${SOURCE_KINDS.join(', ')}`);
  if (!isUscc(answerableUscc))
    found.push(
      `answerableUscc: it must be the 统一社会信用代码 of the legal entity that answers for the source: ${usccMistake(answerableUscc)}`,
    );
  return [...found, ...(SOURCE_KINDS.includes(kind) ? typeMistakes(kind, types) : [])];
}

function typeMistakes(kind: SourceKind, types: readonly string[]): string[] {
  const allowed: readonly string[] = TYPES_OF_KIND[kind];
  if (types.length === 0) return [`types: at least one of ${allowed.join(', ')}`];
  return types.flatMap((type, index) => {
    if (!allowed.includes(type))
      return [`types.${index}: a source of kind ${kind} may record ${allowed.join(', ')}, not this`];
    return types.indexOf(type) < index ? [`types.${index}: ${type} occurs twice`] : [];
  });
}

/** Proposes terms, for another person to confirm. */
export function proposeTerms(source: Source, terms: SourceTerms, act: RegistryAct): SourceOutcome {
  const refusal = mayNotSpeakOf(source, act.actor) ?? lacksScope(act.actor, 'prepare');
  if (refusal) return refusal;
  // In a fixed order, so that the same types are the same proposal.
  const types = TYPES_OF_KIND[terms.kind].filter((type) => terms.types.includes(type));
  return proposed(source, { terms: { ...terms, types } }, act);
}

export function proposeWithdrawal(source: Source, act: RegistryAct): SourceOutcome {
  const refusal = mayNotSpeakOf(source, act.actor) ?? lacksScope(act.actor, 'prepare');
  if (refusal) return refusal;
  if (source.standing === null)
    return refused('nothing-waits', `${source.uri} was never confirmed, so there is nothing to withdraw`);
  if (source.isWithdrawn && source.steps.waiting === null) return { source, isNew: false };
  return proposed(source, { withdrawal: true }, act);
}

/**
 * By a person other than the one who proposed it. It takes effect now, and is published to every register.
 */
export function confirmSource(source: Source, number: number, act: RegistryAct): SourceOutcome {
  const refusal = mayNotSpeakOf(source, act.actor);
  if (refusal) return refusal;
  const outcome = confirmNumber(source.steps, number, act);
  if ('refusal' in outcome) return outcome;
  if (!outcome.isNew) return { source, isNew: false };
  const { steps, content } = outcome;
  const version = nextVersion(source.version, act.at);
  const standing = 'terms' in content ? content.terms : source.standing;
  return {
    source: { ...source, steps, standing, isWithdrawn: 'withdrawal' in content, version },
    isNew: true,
  };
}

export function rejectSource(source: Source, number: number, act: Authorization): SourceOutcome {
  const outcome = rejectNumber(source.steps, number, act);
  return 'refusal' in outcome ? outcome : { source: { ...source, steps: outcome.steps }, isNew: true };
}

/**
 * The same state under the next version, if something was handed over from or to it: so a register that holds
 * the version by which a gateway let an item pass holds the handover as well, and neither refuses the new
 * owner nor records the old.
 */
export function restated(source: Source, at: Date): Source {
  return { ...source, version: nextVersion(source.version, at) };
}

function proposed(source: Source, change: SourceChange, act: Authorization): SourceOutcome {
  const { steps, isNew } = proposeContent(source.steps, change, act);
  return { source: { ...source, steps }, isNew };
}

/**
 * A person who writes as a source has no say in what that source may write, neither as the first person nor
 * as the second, and not with a key that does not write as it either.
 */
function mayNotSpeakOf({ uri }: Source, { person, personScopes }: RegistryActor): Refused | undefined {
  return sourcesIn(personScopes).includes(uri)
    ? refused('own-source', `${person} writes as ${uri}: others propose and confirm what it may record`)
    : undefined;
}
