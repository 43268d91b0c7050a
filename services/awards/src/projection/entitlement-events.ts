import { entitlementsV1 } from '@duixian/proto';
import type { Outbox, OutboxBatch, OutboxMessage, Session } from '@duixian/runtime';
import type { Uscc } from '@duixian/values';
import { type AccountState, isBeyondExact } from '../domain/account-state.ts';
import type { PartyState } from '../domain/context-state.ts';
import type { Contexts } from '../domain/contexts.ts';

/** Puts into the outbox what disbursement must hear of a transaction. */
export class EntitlementEvents {
  readonly #outbox: Outbox;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /**
   * One message per entity with all its changed accounts. Entities between which USCCs moved go into one message, so that
   * nobody hears of one half of a move.
   */
  async tell(
    session: Session,
    accounts: readonly AccountState[],
    contexts: Contexts,
    traces: ReadonlyMap<Uscc, string>,
  ): Promise<OutboxBatch> {
    const byEntity = Map.groupBy(accounts, ({ entity }) => entity);
    const stateFor = (entity: Uscc) =>
      entityState(entity, contexts.party(entity), byEntity.get(entity) ?? []);
    const retold = [...contexts.retold];
    const others = [...byEntity.keys()].filter((entity) => !contexts.retold.has(entity));
    const traceOf = (entities: readonly Uscc[]) =>
      entities.flatMap((entity) => traces.get(entity) ?? []).at(-1);
    const messages = [
      ...(retold.length > 0 ? [entitlementsMessage(retold.map(stateFor), traceOf(retold))] : []),
      ...others.map((entity) => entitlementsMessage([stateFor(entity)], traces.get(entity))),
    ];
    return this.#outbox.add(session, messages);
  }
}

export function entitlementsMessage(
  entities: entitlementsV1.EntityState[],
  traceparent: string | undefined,
): OutboxMessage {
  return {
    subject: 'duixian.entitlements.changed',
    type: 'duixian.entitlements.changed.v1',
    source: 'urn:duixian:service:awards',
    about: entities[0]?.entity ?? '',
    payload: entitlementsV1.EntitlementsChanged.encode({ entities }).finish(),
    traceparent,
  };
}

export function entityState(
  entity: Uscc,
  party: PartyState,
  accounts: readonly AccountState[],
): entitlementsV1.EntityState {
  return {
    entity,
    name: party.name || (accounts.find(({ name }) => name !== '')?.name ?? ''),
    entityVersion: party.entityVersion,
    holds: holdsOf(party),
    members: party.members.length > 0 ? [entity, ...party.members] : [],
    accounts: accounts.map((account) => ({
      year: account.year,
      group: account.group,
      version: account.version,
      claimedFen: account.claimedFen,
      entitledFen: account.entitledFen,
      beyondExact: isBeyondExact(account),
    })),
  };
}

function holdsOf({ circle, isRestating }: PartyState): entitlementsV1.HoldReason[] {
  return [
    ...(circle.length > 0 ? [entitlementsV1.HoldReason.PARENT_CIRCLE] : []),
    ...(isRestating ? [entitlementsV1.HoldReason.RESTATING] : []),
  ];
}
