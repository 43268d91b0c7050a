import { defined, type Uscc } from '@duixian/values';
import { referenceKey } from '../domain/reference-key.ts';
import { absentParty, type PartyState } from '../domain/reference-state.ts';
import type { Collections } from './collections.ts';

/** The entity that a USCC belongs to, and what is known of it. */
export async function entityOf({ referenceData }: Collections, uscc: Uscc): Promise<PartyState> {
  const own = await partyAt({ referenceData }, uscc);
  return own.entity === uscc ? own : partyAt({ referenceData }, own.entity);
}

/** The same for many USCCs, each under the USCC that was requested. */
export async function entitiesOf(
  { referenceData }: Collections,
  usccs: readonly Uscc[],
): Promise<Map<Uscc, PartyState>> {
  const own = await partiesAt({ referenceData }, usccs);
  const entities = await partiesAt(
    { referenceData },
    [...own.values()].map(({ entity }) => entity).filter((entity) => !own.has(entity)),
  );
  const known = new Map([...entities, ...own]);
  return new Map(
    [...own].map(([uscc, { entity }]) => [uscc, defined(known.get(entity), 'each entity was read')]),
  );
}

async function partiesAt(
  { referenceData }: Pick<Collections, 'referenceData'>,
  usccs: readonly Uscc[],
): Promise<Map<Uscc, PartyState>> {
  const wanted = [...new Set(usccs)];
  if (wanted.length === 0) return new Map();
  const found = await referenceData.find({ _id: { $in: wanted.map(referenceKey.party) } }).toArray();
  const states = new Map(found.map(({ _id, state }) => [_id, state]));
  return new Map(
    wanted.map((uscc) => {
      const state = states.get(referenceKey.party(uscc));
      return [uscc, state?.kind === 'party' ? state : absentParty(uscc)];
    }),
  );
}

async function partyAt(
  { referenceData }: Pick<Collections, 'referenceData'>,
  uscc: Uscc,
): Promise<PartyState> {
  const found = await referenceData.findOne({ _id: referenceKey.party(uscc) });
  return found?.state.kind === 'party' ? found.state : absentParty(uscc);
}
