import type { Key } from './key.ts';

/** Who acts, as awards compares persons. */
export function actorOf({ person, id: key, isMachine: machine, prepare, approve }: Key) {
  const scopes = [...(prepare ? ['prepare'] : []), ...(approve ? ['approve'] : [])];
  return { person, key, machine, scopes };
}

/** Who acts, as services/partners judges it. */
export function holderOf({ person, id }: Key): { person: string; key: string } {
  return { person, key: id };
}
