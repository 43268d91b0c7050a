import { defined, type Uscc } from '@duixian/values';
import { contextKey } from '../domain/context-key.ts';
import { absentParty, type PartyState } from '../domain/context-state.ts';
import type { Collections } from './collections.ts';

/** The entity that a USCC belongs to, and what is known of it. */
export async function entityOf({ contexts }: Collections, uscc: Uscc): Promise<PartyState> {
  const own = await partyAt({ contexts }, uscc);
  return own.entity === uscc ? own : partyAt({ contexts }, own.entity);
}

/** The same of many USCCs, each under the USCC that was asked for. */
export async function entitiesOf(
  { contexts }: Collections,
  usccs: readonly Uscc[],
): Promise<Map<Uscc, PartyState>> {
  const own = await partiesAt({ contexts }, usccs);
  const entities = await partiesAt(
    { contexts },
    [...own.values()].map(({ entity }) => entity).filter((entity) => !own.has(entity)),
  );
  const known = new Map([...entities, ...own]);
  return new Map(
    [...own].map(([uscc, { entity }]) => [uscc, defined(known.get(entity), 'each entity was read')]),
  );
}

async function partiesAt(
  { contexts }: Pick<Collections, 'contexts'>,
  usccs: readonly Uscc[],
): Promise<Map<Uscc, PartyState>> {
  const wanted = [...new Set(usccs)];
  if (wanted.length === 0) return new Map();
  const found = await contexts.find({ _id: { $in: wanted.map(contextKey.party) } }).toArray();
  const states = new Map(found.map(({ _id, state }) => [_id, state]));
  return new Map(
    wanted.map((uscc) => {
      const state = states.get(contextKey.party(uscc));
      return [uscc, state?.kind === 'party' ? state : absentParty(uscc)];
    }),
  );
}

async function partyAt({ contexts }: Pick<Collections, 'contexts'>, uscc: Uscc): Promise<PartyState> {
  const found = await contexts.findOne({ _id: contextKey.party(uscc) });
  return found?.state.kind === 'party' ? found.state : absentParty(uscc);
}
