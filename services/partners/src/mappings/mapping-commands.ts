import type { Session } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import { type Refused, refused } from '../domain/refusal.ts';
import type { MappingCollection, MappingDocument } from './mapping-documents.ts';
import {
  confirmMapping,
  type MappingOutcome,
  type MappingProposal,
  type MappingTerms,
  proposeMapping,
  rejectMapping,
} from './mapping-proposal.ts';

export type MappingAct =
  | { readonly propose: MappingTerms }
  | { readonly confirm: true }
  | { readonly reject: true };

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly id: string;
  readonly because: string;
  readonly what: MappingAct;
};

export function changeMapping(
  registry: Registry,
  mappings: MappingCollection,
  { by, id, because, what }: Request,
) {
  return registry.change(by, async (work, actor) => {
    const act = { actor, at: work.at, because };
    const held = proposalOf(await mappings.findOne({ _id: id }, { session: work.session }));
    const outcome = decide(held, id, what, act);
    if ('refusal' in outcome || !outcome.isNew) return outcome;
    const beyond = await save(mappings, outcome.proposal, held === undefined, work.session);
    if (beyond) return beyond;
    const [event = ''] = Object.keys(what);
    await work.record(`mapping/${id}`, event, act, 'propose' in what ? { ...what.propose } : {});
    return ('propose' in what && (await work.beyondShare(actor.person))) || outcome;
  });
}

function decide(
  held: MappingProposal | undefined,
  id: string,
  what: MappingAct,
  act: Parameters<typeof confirmMapping>[1],
): MappingOutcome {
  if ('propose' in what) return proposeMapping(held, id, what.propose, act);
  if (!held) return refused('not-known', `nobody proposed a mapping ${id}`);
  return 'confirm' in what ? confirmMapping(held, act) : rejectMapping(held, act);
}

async function save(
  mappings: MappingCollection,
  { id, ...content }: MappingProposal,
  isFirst: boolean,
  session: Session,
): Promise<Refused | undefined> {
  const { most } = LIMITS.mappings;
  if (isFirst && (await mappings.countDocuments({}, { session })) >= most)
    return refused('over-limit', `there are ${most} versions of mappings already, and no more are kept`);
  await mappings.replaceOne({ _id: id }, content, { session, upsert: true });
  return undefined;
}

function proposalOf(found: MappingDocument | null): MappingProposal | undefined {
  if (!found) return undefined;
  const { _id, ...rest } = found;
  return { id: _id, ...rest };
}
