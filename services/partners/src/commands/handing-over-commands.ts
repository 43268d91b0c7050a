import {
  confirmHandingOver,
  type HandingOver,
  type HandingOverTerms,
  proposeHandingOver,
  rejectHandingOver,
} from '../domain/handing-over.ts';
import { nextVersion } from '../domain/next-version.ts';
import { refused } from '../domain/refusal.ts';
import { restated } from '../domain/source.ts';
import { handingOverState, sourceState } from '../grpc/source-message.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Registry } from './registry.ts';

export type HandingOverAct =
  | { readonly propose: HandingOverTerms }
  | { readonly confirm: true }
  | { readonly reject: true };

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly id: string;
  readonly because: string;
  readonly what: HandingOverAct;
};

export function changeHandingOver(registry: Registry, { by, id, because, what }: Request) {
  return registry.change(by, async (unit, actor) => {
    const held = await unit.handingOver(id);
    const act = { actor, at: unit.at, because };
    const outcome = await decide();
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    const { handingOver } = outcome;
    if ('reject' in what) await unit.forgetHandingOver(id);
    else await unit.saveHandingOver(handingOver);
    const [event = ''] = Object.keys(what);
    const content = 'propose' in what ? { ...what.propose, types: handingOver.types } : {};
    await unit.record(`handing-over/${id}`, event, act, content);
    if ('confirm' in what) await publish(unit, handingOver);
    return ('propose' in what && (await unit.beyondShare(actor.person))) || outcome;

    async function decide() {
      if ('propose' in what) {
        const proposal = { id, terms: what.propose };
        return proposeHandingOver(held, proposal, await endsOf(unit, what.propose), act);
      }
      if (!held) return refused('not-known', `no handing over ${id} was proposed`);
      return 'confirm' in what ? confirm(unit, held, act) : rejectHandingOver(held, act);
    }
  });
}

async function confirm(unit: UnitOfWork, held: HandingOver, act: Parameters<typeof confirmHandingOver>[3]) {
  const ends = await endsOf(unit, held.terms);
  const version = nextVersion(unit.registry.handingsOver, unit.at);
  const outcome = confirmHandingOver(held, version, ends, act);
  if (!('refusal' in outcome) && outcome.isNew) await unit.setHandingsOver(version);
  return outcome;
}

/** Publishes both sources too, under their next versions, in one message. */
async function publish(unit: UnitOfWork, handingOver: HandingOver): Promise<void> {
  unit.changes.handingsOver.push(handingOverState(handingOver));
  for (const source of Object.values(await endsOf(unit, handingOver.terms))) {
    if (source.version === 0) continue;
    const next = restated(source, unit.at);
    await unit.saveSource(next);
    unit.changes.sources.push(sourceState(next));
  }
  await unit.changesAccess();
}

async function endsOf(unit: UnitOfWork, { from, to }: HandingOverTerms) {
  return { from: await unit.source(from), to: await unit.source(to) };
}
