import type { Key } from './key.ts';

/** The actor, as awards compares persons. */
export function actorOf({ person, id: key, isMachine: machine, prepare, approve }: Key) {
  const scopes = [...(prepare ? ['prepare'] : []), ...(approve ? ['approve'] : [])];
  return { person, key, machine, scopes };
}

/** The actor, as services/partners checks permissions. */
export function holderOf({ person, id }: Key): { person: string; key: string } {
  return { person, key: id };
}
