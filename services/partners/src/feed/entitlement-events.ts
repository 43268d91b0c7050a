import { exactNumber, wireWord } from '@duixian/answers';
import type { entitlementsV1 } from '@duixian/proto';
import type { Entitlement, EntitlementMessage } from './domain/entitlement.ts';
import type { NewFeedEvent } from './feed-documents.ts';

export function entitlementMessage(state: entitlementsV1.EntityState): EntitlementMessage {
  return {
    entity: state.entity,
    name: state.name,
    entityVersion: state.entityVersion,
    holds: state.holds.map((reason) => wireWord('HOLD_REASON_', reason)),
    members: state.members,
    accounts: state.accounts.map((account) => ({
      year: account.year,
      group: account.group,
      version: account.version,
      claimedFen: account.beyondExact ? null : exactNumber(account.claimedFen),
      entitledFen: account.beyondExact ? null : exactNumber(account.entitledFen),
    })),
    isOfAccountsOnly: state.accountsOnly,
  };
}

/** Awards gives versions to accounts and entities apart, so the version of the whole is the feed's own. */
export function entitlementEvent(
  { entity, name, holds, accounts }: Entitlement,
  version: number,
  at: Date,
): NewFeedEvent {
  return {
    type: 'duixian.entitlement.changed.v1',
    subject: entity,
    version,
    source: 'urn:duixian:awards',
    time: at.toISOString(),
    entities: [entity],
    isForTreasury: false,
    person: null,
    endpoint: null,
    state: { entity, name, holds, accounts: accounts.map(({ version: _, ...account }) => account) },
    accountNo: null,
    link: `/v1/accounts?entity=${entity}`,
  };
}
