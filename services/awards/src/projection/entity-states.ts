import type { OutboxMessage } from '@duixian/messaging';
import { entitlementsV1 } from '@duixian/proto';
import { LIMITS, type Uscc } from '@duixian/values';
import { type AccountState, isBeyondExact } from '../domain/account-state.ts';
import type { PartyState } from '../domain/reference-state.ts';
import type { Member } from '../store/members-of.ts';

type EntityState = entitlementsV1.EntityState;

/** The overhead of a message: its headers, and per state a tag and a length. */
const ENVELOPE_BYTES = 4_096;
const PER_STATE_BYTES = 8;
/** A USCC and a version as they are encoded. */
const PER_MEMBER_BYTES = 20 + 10;

/** As many as fit into a message, and as disbursement decides on in one transaction. */
const MEMBERS_IN_PART = Math.min(
  Math.floor(LIMITS.entitlementMessageBytes.most / 2 / PER_MEMBER_BYTES),
  LIMITS.usccsDecidedTogether.most,
);

/**
 * All that is known of an entity, in as many parts as it needs: each is far below the size limit of a
 * message.
 */
export function wholeState(
  entity: Uscc,
  party: PartyState,
  members: readonly Member[],
  accounts: readonly AccountState[],
): EntityState[] {
  const some = members.slice(0, LIMITS.entityMembers.most);
  const all = some.length > 0 ? [{ uscc: entity, entityVersion: 0n }, ...some] : [];
  const memberParts = slices(all, MEMBERS_IN_PART);
  const accountParts = slices(accounts, LIMITS.accountsInPart.most);
  const parts = Math.max(memberParts.length, accountParts.length, 1);
  return Array.from({ length: parts }, (_, index) => {
    const own = memberParts[index] ?? [];
    return {
      entity,
      name: nameOf(party, accounts),
      entityVersion: party.entityVersion,
      holds: holdsOf(party, members),
      members: own.map(({ uscc }) => uscc),
      memberVersions: own.some(({ entityVersion }) => entityVersion > 0n)
        ? own.map(({ entityVersion }) => entityVersion)
        : [],
      accounts: (accountParts[index] ?? []).map(accountState),
      part: parts === 1 ? 0 : index + 1,
      parts: parts === 1 ? 0 : parts,
      accountsOnly: false,
    };
  });
}

/** Accounts that changed while the rest of the entity is as it was published under its version. */
export function accountsOnly(
  entity: Uscc,
  party: PartyState,
  accounts: readonly AccountState[],
): EntityState[] {
  return slices(accounts, LIMITS.accountsInPart.most).map((own) => ({
    entity,
    name: nameOf(party, accounts),
    entityVersion: party.entityVersion,
    holds: [],
    members: [],
    memberVersions: [],
    accounts: own.map(accountState),
    part: 0,
    parts: 0,
    // If nothing about the entity was ever published, its accounts are all there is.
    accountsOnly: party.entityVersion > 0n,
  }));
}

/** The states of one transaction, in as few messages as they fit into. */
export function packed(states: readonly EntityState[]): EntityState[][] {
  const messages: EntityState[][] = [];
  let bytes = 0;
  for (const state of states) {
    const size = entitlementsV1.EntityState.encode(state).finish().length + PER_STATE_BYTES;
    const current = messages.at(-1);
    if (current && bytes + size <= LIMITS.entitlementMessageBytes.most - ENVELOPE_BYTES) {
      current.push(state);
      bytes += size;
    } else {
      messages.push([state]);
      bytes = size;
    }
  }
  return messages;
}

export function entitlementsMessage(
  entities: EntityState[],
  traceparent: string | undefined,
  agreedPolicy?: string,
): OutboxMessage {
  return {
    subject: 'duixian.entitlements.changed',
    type: 'duixian.entitlements.changed.v1',
    source: 'urn:duixian:service:awards',
    about: entities[0]?.entity ?? 'policy',
    payload: entitlementsV1.EntitlementsChanged.encode({ entities, agreedPolicy }).finish(),
    traceparent,
  };
}

function nameOf(party: PartyState, accounts: readonly AccountState[]): string {
  return party.name || (accounts.find(({ name }) => name !== '')?.name ?? '');
}

function accountState(account: AccountState): entitlementsV1.AccountState {
  return {
    year: account.year,
    group: account.group,
    version: account.version,
    claimedFen: account.claimedFen,
    entitledFen: account.entitledFen,
    beyondExact: isBeyondExact(account),
  };
}

function holdsOf(
  { circle, isRestating }: PartyState,
  members: readonly Member[],
): entitlementsV1.HoldReason[] {
  const isTooLarge = members.length > LIMITS.entityMembers.most;
  return [
    ...(isTooLarge ? [entitlementsV1.HoldReason.TOO_MANY_MEMBERS] : []),
    ...(circle.length > 0 ? [entitlementsV1.HoldReason.PARENT_CIRCLE] : []),
    ...(isRestating ? [entitlementsV1.HoldReason.RESTATING] : []),
  ];
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}
