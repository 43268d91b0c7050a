import type { Fact } from '@duixian/facts';
import { compareRecognitions, heldDecision, heldRecognition, heldSanction } from '@duixian/policy';
import { defined, type Fen, type Uscc } from '@duixian/values';
import type { ReferenceData } from './reference-data.ts';
import { referenceKey } from './reference-key.ts';

type AppliedFact = Fact | undefined;

/** The reference data that a fact is part of: to be loaded before the fact is applied. */
export function keysApplied(fact: AppliedFact): string[] {
  switch (fact?.type) {
    case 'duixian.party.v1':
      return [fact.subject, fact.data.parentUscc].flatMap((uscc) => (uscc ? [referenceKey.party(uscc)] : []));
    case 'duixian.recognition.v1':
    case 'duixian.sanction.v1':
      return [referenceKey.party(fact.data.uscc)];
    case 'duixian.decision.v1':
      return [decisionKey(fact)];
    case 'duixian.receipt.v1':
      return [referenceKey.receipts(fact.data.registrationNo)];
    default:
      return [];
  }
}

/**
 * Removes what a fact contributed before, and adds what it contributes now; facts that depend on either are
 * recomputed.
 */
export function applyToReferenceData(referenceData: ReferenceData, before: AppliedFact, after: Fact): void {
  switch (after.type) {
    case 'duixian.party.v1':
      applyParty(referenceData, after);
      break;
    case 'duixian.recognition.v1':
    case 'duixian.sanction.v1':
      if (before && 'uscc' in before.data) withdraw(referenceData, before.data.uscc, after.subject);
      applyHolding(referenceData, after);
      break;
    case 'duixian.decision.v1':
      if (before?.type === after.type) applyDecision(referenceData, before, false);
      applyDecision(referenceData, after, true);
      break;
    case 'duixian.receipt.v1':
      if (before?.type === after.type) addReceived(referenceData, before, -1n);
      addReceived(referenceData, after, 1n);
      break;
    default:
  }
}

function applyParty(referenceData: ReferenceData, { subject, data }: Fact<'duixian.party.v1'>): void {
  const party = referenceData.party(subject);
  if (party.name !== data.name) referenceData.retell(subject, { name: data.name });
  if (party.parent !== data.parentUscc) {
    referenceData.change(
      referenceKey.party(subject),
      { ...referenceData.party(subject), parent: data.parentUscc },
      false,
    );
  }
}

function withdraw(referenceData: ReferenceData, uscc: Uscc, id: string): void {
  const { entity } = referenceData.party(uscc);
  const party = referenceData.party(entity);
  const isOther = (held: { id: string }) => held.id !== id;
  const recognitions = party.recognitions.filter(isOther);
  const sanctions = party.sanctions.filter(isOther);
  referenceData.change(referenceKey.party(entity), { ...party, recognitions, sanctions }, true);
}

function applyHolding(
  referenceData: ReferenceData,
  fact: Fact<'duixian.recognition.v1'> | Fact<'duixian.sanction.v1'>,
): void {
  const { uscc, status } = fact.data;
  const { entity } = referenceData.party(uscc);
  const party = referenceData.party(entity);
  const key = referenceKey.party(entity);
  let { recognitions, sanctions } = party;
  if (status !== 'voided' && fact.type === 'duixian.sanction.v1')
    sanctions = [...sanctions, { id: fact.subject, uscc, ...heldSanction(fact.data) }];
  if (status !== 'voided' && fact.type === 'duixian.recognition.v1')
    recognitions = [...recognitions, heldRecognition(fact.subject, fact.data)].sort(compareRecognitions);
  referenceData.change(key, { ...party, recognitions, sanctions }, true);
}

/** The key under which a decision is held. */
export function decisionKey({ data }: Fact<'duixian.decision.v1'>): string {
  const { fact, entity, year } = data.scope;
  if (fact) return referenceKey.factDecisions(fact);
  if (entity) return referenceKey.party(entity);
  return referenceKey.yearDecisions(
    data.provision,
    defined(year, 'a scope without fact or entity has a year'),
  );
}

/** Its old content is removed everywhere; its new content is added if it is in force. */
function applyDecision(
  referenceData: ReferenceData,
  fact: Fact<'duixian.decision.v1'>,
  isNow: boolean,
): void {
  const held = isNow ? heldDecision(fact.subject, fact.data) : undefined;
  const { entity: uscc, year } = fact.data.scope;
  const isOther = ({ id }: { id: string }) => id !== fact.subject;
  if (uscc) {
    const { entity } = referenceData.party(uscc);
    const party = referenceData.party(entity);
    const others = party.decisions.filter(isOther);
    const own = held ? [{ ...held, uscc, year: defined(year, 'a year of an entity is one') }] : [];
    referenceData.change(referenceKey.party(entity), { ...party, decisions: [...others, ...own] }, true);
  } else {
    const key = decisionKey(fact);
    const decisions = [...referenceData.decisions(key).filter(isOther), ...(held ? [held] : [])];
    referenceData.change(key, { kind: 'decisions', decisions }, true);
  }
}

function addReceived(referenceData: ReferenceData, { data }: Fact<'duixian.receipt.v1'>, sign: Fen): void {
  if (data.status !== 'received') return;
  const receivedFen = referenceData.receivedFen(data.registrationNo) + sign * data.amountFen;
  referenceData.change(referenceKey.receipts(data.registrationNo), { kind: 'receipts', receivedFen }, true);
}
