import type { Party, PartyKind } from '@duixian/facts';
import type { unitsV1 } from '@duixian/proto';
import type { NamedParty } from '../domain/unit-proposal.ts';
import type { UnitDocument, UnitProposalDocument } from '../store/collections.ts';

const STATUS = {
  proposed: 'UNIT_PROPOSAL_STATUS_PROPOSED',
  confirmed: 'UNIT_PROPOSAL_STATUS_CONFIRMED',
  rejected: 'UNIT_PROPOSAL_STATUS_REJECTED',
} as const satisfies Record<UnitProposalDocument['status'], unitsV1.UnitProposalStatus>;

/** The domain checks its content. */
export function namedPartyFrom({ unit, party }: unitsV1.NamedParty): NamedParty {
  const { uscc = '', name = '', kind = '', divisionCode = '', country = '' } = party ?? {};
  const base = { uscc: uscc || null, name, kind: kind as PartyKind, divisionCode: divisionCode || null };
  return { unit, party: country === '' ? base : { ...base, country } };
}

export function namedPartyMessage({ unit, party }: NamedParty): unitsV1.NamedParty {
  return { unit, party: partyMessage(party) };
}

export function partyMessage({ uscc, name, kind, divisionCode, country }: Party): unitsV1.UnitParty {
  return { uscc: uscc ?? '', name, kind, divisionCode: divisionCode ?? '', country: country ?? '' };
}

export function unitMessage({ _id, keys, party, at, ...rest }: UnitDocument): unitsV1.Unit {
  const { source, unit, version, proposal, document, proposedBy, confirmedBy } = rest;
  const how = { version, proposal, document, proposedBy, confirmedBy, at: at.toISOString() };
  return { source, unit, party: partyMessage(party), ...how };
}

export function unitProposalMessage(
  document: Omit<UnitProposalDocument, 'units' | 'hash'>,
): unitsV1.UnitProposal {
  const { _id, source, count, status, proposedBy, proposedAt, at } = document;
  return {
    ...{ id: _id, source, count, status: STATUS[status], proposedBy, document: document.document },
    ...{ proposedAt: proposedAt.toISOString(), at: at?.toISOString() ?? '' },
  };
}
