import { type Database, type Outbox, type OutboxBatch, type Session, transact } from '@duixian/runtime';
import type { Uscc } from '@duixian/values';
import type { AccountState } from '../domain/account-state.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { Collections } from '../store/collections.ts';
import { membersOf } from '../store/members-of.ts';
import { accountsOnly, entitlementsMessage, packed, wholeState } from './entity-states.ts';
import { stateOf } from './policy-in-force.ts';

/** Puts into the outbox what disbursement must hear of a transaction. */
export class EntitlementEvents {
  readonly #outbox: Outbox;
  readonly #collections: Collections;

  constructor(outbox: Outbox, collections: Collections) {
    this.#outbox = outbox;
    this.#collections = collections;
  }

  /**
   * Said at each start as well: whoever was put back empty meanwhile, or was empty before anybody had to agree, waits for it.
   * Nothing is said of what nobody agreed to yet.
   */
  async publishWhereAgreed(database: Database): Promise<void> {
    await transact(database, async (session) => {
      const { digest, awaitsAgreement } = await stateOf(this.#collections, session);
      if (digest !== undefined && !awaitsAgreement) await this.publishAgreed(session, digest);
    });
  }

  /** Two persons agreed to what is in force: until this was said once, an empty system orders nothing. */
  publishAgreed(session: Session, digest: string): Promise<OutboxBatch> {
    return this.#outbox.add(session, [entitlementsMessage([], undefined, digest)]);
  }

  /**
   * One message per entity of which only accounts changed. Entities whose name, members or holds changed are published
   * whole, together where they fit into one message. Where they do not, it makes no difference in which order the messages
   * arrive: each names the versions that it goes with, and nothing is ordered for an entity of which only a part is known.
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
