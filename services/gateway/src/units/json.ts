import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { Party, PartyKind } from '@duixian/facts';
import type { unitsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function unitJson({ party, ...rest }: unitsV1.Unit): z.output<typeof api.unitSchema> {
  return { ...rest, party: partyJson(party) };
}

export function namedPartyJson({ unit, party }: unitsV1.NamedParty) {
  return { unit, party: partyJson(party) };
}

export function unitProposalJson({
  status,
  at,
  ...rest
}: unitsV1.UnitProposal): z.output<typeof api.unitProposalSchema> {
  return { ...rest, status: wireWord('UNIT_PROPOSAL_STATUS_', status) as 'proposed', at: at || null };
}

export function namedPartyMessage(unit: string, party: Party): unitsV1.NamedParty {
  const { uscc, name, kind, divisionCode, country = '' } = party;
  return { unit, party: { uscc: uscc ?? '', name, kind, divisionCode: divisionCode ?? '', country } };
}

export function partyJson(party: unitsV1.UnitParty | undefined) {
  const { uscc, name, kind, divisionCode, country } = defined(party, 'a unit is answered with its party');
  return { uscc: uscc || null, name, kind, divisionCode: divisionCode || null, country: country || null };
}

export function partyFrom(message: unitsV1.UnitParty | undefined): Party {
  const { uscc, name, kind, divisionCode, country } = defined(message, 'a unit is answered with its party');
  const party = { uscc: uscc || null, name, kind: kind as PartyKind, divisionCode: divisionCode || null };
  return country === '' ? party : { ...party, country };
}
