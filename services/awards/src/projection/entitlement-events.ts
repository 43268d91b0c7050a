import type { Outbox, OutboxBatch } from '@duixian/messaging';
import { type Database, type Session, transact } from '@duixian/runtime';
import type { Uscc } from '@duixian/values';
import type { AccountState } from '../domain/account-state.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { Collections } from '../store/collections.ts';
import { membersOf } from '../store/members-of.ts';
import { accountsOnly, entitlementsMessage, packed, wholeState } from './entity-states.ts';
import { stateOf } from './policy-in-force.ts';

/** Puts into the outbox what disbursement must receive about a transaction. */
export class EntitlementEvents {
  readonly #outbox: Outbox;
  readonly #collections: Collections;

  constructor(outbox: Outbox, collections: Collections) {
    this.#outbox = outbox;
    this.#collections = collections;
  }

  /**
   * Also published at each start: a disbursement that was restored empty meanwhile, or was empty before
   * agreement was required, waits for it. Nothing is published while nobody has agreed yet.
   */
  async publishWhereAgreed(database: Database): Promise<void> {
    await transact(database, async (session) => {
      const { digest, awaitsAgreement } = await stateOf(this.#collections, session);
      if (digest !== undefined && !awaitsAgreement) await this.publishAgreed(session, digest);
    });
  }

  /**
   * Two persons agreed to the policy in force: until this is published once, an empty system orders nothing.
   */
  publishAgreed(session: Session, digest: string): Promise<OutboxBatch> {
    return this.#outbox.add(session, [entitlementsMessage([], undefined, digest)]);
  }

  /**
   * One message per entity of which only accounts changed. Entities whose name, members or holds changed are
   * published whole, together if they fit into one message. If they do not, the order in which the messages
   * arrive makes no difference: each names the versions that it belongs with, and nothing is ordered for an
   * entity of which only a part is known.
   */
  async publish(
    session: Session,
    accounts: readonly AccountState[],
    referenceData: ReferenceData,
    traces: ReadonlyMap<Uscc, string>,
  ): Promise<OutboxBatch> {
    const byEntity = Map.groupBy(accounts, ({ entity }) => entity);
    const retold = [...referenceData.retold];
    const members = await membersOf(this.#collections, retold, session);
    const whole = retold.flatMap((entity) =>
      wholeState(entity, referenceData.party(entity), members.get(entity) ?? [], byEntity.get(entity) ?? []),
    );
    const others = [...byEntity].filter(([entity]) => !referenceData.retold.has(entity));
    const traceOf = (entities: readonly { entity: Uscc }[]) =>
      entities.flatMap(({ entity }) => traces.get(entity) ?? []).at(-1);
    const messages = [
      ...packed(whole),
      ...others.flatMap(([entity, own]) =>
        accountsOnly(entity, referenceData.party(entity), own).map((state) => [state]),
      ),
    ];
    return this.#outbox.add(
      session,
      messages.map((states) => entitlementsMessage(states, traceOf(states))),
    );
  }
}
