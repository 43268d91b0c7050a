import { canonicalJson } from '@duixian/values';
import { refused } from '../domain/refusal.ts';
import type { Registry } from './registry.ts';

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly source: string;
  readonly subject: string;
  readonly revision: number;
  readonly reason: string;
};

/** An officer lets the source of a final record change it once more: the record as it is held now. */
export function sendBack(registry: Registry, { by, source, subject, revision, reason }: Request) {
  return registry.change(by, async (work, actor) => {
    if (!actor.scopes.includes('officer'))
      return refused('lacks-role', `${actor.person} may not do this: it needs the scope officer`);
    const { sentBack } = work.collections;
    const filter = { _id: canonicalJson([source, subject]) };
    const held = await sentBack.findOne(filter, { session: work.session });
    if (held?.revision === revision) return { isNew: false };
    const content = { source, subject, revision, by: actor.person, at: work.at, reason };
    await sentBack.replaceOne(filter, content, { session: work.session, upsert: true });
    const act = { actor, at: work.at, because: reason };
    await work.record(`record/${source}/${subject}`, 'send-back', act, { revision });
    return { isNew: true };
  });
}
