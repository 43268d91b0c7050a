import { refused } from '../domain/refusal.ts';
import type { RegistryAct } from '../domain/registry-act.ts';
import {
  confirmSource,
  isSourceForgotten,
  proposeTerms,
  proposeWithdrawal,
  rejectSource,
  type Source,
  type SourceOutcome,
  type SourceTerms,
} from '../domain/source.ts';
import { sourceState } from '../grpc/source-message.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Registry } from './registry.ts';

export type SourceAct =
  | { readonly propose: SourceTerms }
  | { readonly withdraw: true }
  | { readonly confirm: number }
  | { readonly reject: number };

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly uri: string;
  readonly because: string;
  readonly what: SourceAct;
};

export function changeSource(registry: Registry, { by, uri, because, what }: Request) {
  return registry.change(by, async (unit, actor) => {
    const source = await unit.source(uri);
    const lookAlike = 'propose' in what ? await unit.lookAlike(uri) : undefined;
    if (lookAlike !== undefined)
      return refused('taken', `${lookAlike} differs from it by case alone: URIs differ by more`);
    const act = { actor, at: unit.at, because };
    const outcome = decide(source, what, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    await save(unit, outcome.source, what, act);
    const isProposal = 'propose' in what || 'withdraw' in what;
    return (isProposal && (await unit.beyondShare(actor.person))) || outcome;
  });
}

function decide(source: Source, what: SourceAct, act: RegistryAct): SourceOutcome {
  if ('propose' in what) return proposeTerms(source, what.propose, act);
  if (source.steps.proposals === 0) return refused('not-known', `no source ${source.uri} was proposed`);
  if ('withdraw' in what) return proposeWithdrawal(source, act);
  return 'confirm' in what
    ? confirmSource(source, what.confirm, act)
    : rejectSource(source, what.reject, act);
}

async function save(unit: UnitOfWork, source: Source, what: SourceAct, act: RegistryAct): Promise<void> {
  if (isSourceForgotten(source)) await unit.forgetSource(source.uri);
  else await unit.saveSource(source);
  const [event = ''] = Object.keys(what);
  await unit.record(`source/${source.uri}`, event, act, contentOf(what));
  if (!('confirm' in what)) return;
  unit.changes.sources.push(sourceState(source));
  await unit.changesAccess();
}

function contentOf(what: SourceAct): object {
  if ('propose' in what) return what.propose;
  if ('withdraw' in what) return {};
  return { number: 'confirm' in what ? what.confirm : what.reject };
}
