import { canonicalJson, sha256Hex } from '@duixian/values';
import { refused } from '../domain/refusal.ts';
import type { RegistryAct } from '../domain/registry-act.ts';
import {
  confirmUnits,
  proposeUnits,
  rejectUnits,
  type UnitProposalOutcome,
  type UnitTerms,
} from '../domain/unit-proposal.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import type { Registry } from './registry.ts';

export type UnitAct =
  | { readonly propose: UnitTerms }
  | { readonly confirm: true }
  | { readonly reject: true };

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly id: string;
  readonly because: string;
  readonly what: UnitAct;
};

export function changeUnits(registry: Registry, { by, id, because, what }: Request) {
  return registry.change(by, async (work, actor) => {
    const act = { actor, at: work.at, because };
    const outcome = await decide(work, id, what, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    const { proposal } = outcome;
    const hash = 'propose' in what ? hashOf(what.propose) : ((await work.units.hashOf(id)) ?? '');
    await work.units.saveProposal(proposal, hash);
    const [event = ''] = Object.keys(what);
    await work.record(`units/${id}`, event, act, 'propose' in what ? what.propose : {});
    if ('confirm' in what) {
      const keys = await work.units.confirm(proposal, actor.person, work.at);
      await work.waiting.release(proposal.terms.source, keys);
    }
    return ('propose' in what && (await work.beyondShare(actor.person))) || outcome;
  });
}

async function decide(
  work: UnitOfWork,
  id: string,
  what: UnitAct,
  act: RegistryAct,
): Promise<UnitProposalOutcome> {
  const held = await work.units.proposal(id);
  if ('propose' in what) {
    const isSame = (await work.units.hashOf(id)) === hashOf(what.propose);
    return proposeUnits(held, { id, terms: what.propose }, isSame, act);
  }
  if (!held) return refused('not-known', `nobody proposed units under ${id}`);
  return 'confirm' in what ? confirmUnits(held, act) : rejectUnits(held, act);
}

function hashOf(terms: UnitTerms): string {
  return sha256Hex(canonicalJson(terms as never));
}
