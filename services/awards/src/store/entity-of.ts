import type { Uscc } from '@duixian/values';
import { contextKey } from '../domain/context-key.ts';
import { absentParty, type PartyState } from '../domain/context-state.ts';
import type { Collections } from './collections.ts';

/** The entity that a USCC belongs to, and what is known of it. */
export async function entityOf({ contexts }: Collections, uscc: Uscc): Promise<PartyState> {
  const own = await partyAt({ contexts }, uscc);
  return own.entity === uscc ? own : partyAt({ contexts }, own.entity);
}

async function partyAt({ contexts }: Pick<Collections, 'contexts'>, uscc: Uscc): Promise<PartyState> {
  const found = await contexts.findOne({ _id: contextKey.party(uscc) });
  return found?.state.kind === 'party' ? found.state : absentParty(uscc);
}
