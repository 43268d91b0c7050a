import type { Outbox, OutboxBatch, OutboxMessage } from '@duixian/messaging';
import { partnersEventsV1 } from '@duixian/proto';
import {
  currentTraceparent,
  RpcError,
  remembered,
  rpcStatus,
  type Session,
  transact,
} from '@duixian/runtime';
import type { ServiceRuntime } from '@duixian/service';
import { effectiveScopes, statusOf } from '../domain/key.ts';
import { isRefused, type RefusalReason, type Refused } from '../domain/refusal.ts';
import type { RegistryActor } from '../domain/registry-act.ts';
import type { Collections } from '../store/collections.ts';
import { UnitOfWork } from '../store/unit-of-work.ts';

const CODE_OF: Record<RefusalReason, number> = {
  'not-known': rpcStatus.NOT_FOUND,
  'nothing-waits': rpcStatus.FAILED_PRECONDITION,
  'another-proposal': rpcStatus.FAILED_PRECONDITION,
  'same-person': rpcStatus.FAILED_PRECONDITION,
  machine: rpcStatus.PERMISSION_DENIED,
  'lacks-role': rpcStatus.PERMISSION_DENIED,
  'own-source': rpcStatus.PERMISSION_DENIED,
  taken: rpcStatus.ALREADY_EXISTS,
  'not-allowed': rpcStatus.FAILED_PRECONDITION,
  conflict: rpcStatus.FAILED_PRECONDITION,
  'over-limit': rpcStatus.FAILED_PRECONDITION,
};

type ActorName = { readonly person: string; readonly key: string };

/** The only way to change anything: read, decide, record who did it and publish it, in one transaction. */
export class Registry {
  readonly collections: Collections;
  readonly isDevelopment: boolean;
  readonly #runtime: Pick<ServiceRuntime<unknown>, 'database' | 'relay'> & { readonly outbox: Outbox };

  constructor(
    runtime: Pick<ServiceRuntime<unknown>, 'database' | 'relay' | 'outbox'>,
    collections: Collections,
    isDevelopment: boolean,
  ) {
    this.#runtime = runtime;
    this.collections = collections;
    this.isDevelopment = isDevelopment;
  }

  /** A refusal rolls back everything and is thrown as a gRPC status. */
  async change<Outcome extends object>(
    by: ActorName | undefined,
    work: (unit: UnitOfWork, actor: RegistryActor) => Promise<Outcome | Refused>,
  ): Promise<Outcome> {
    return this.#transact(async (unit) => work(unit, await this.#actor(unit, by)));
  }

  /** A change that no person makes: the first persons, what waits for units, endpoints that fail. */
  async withoutActor<Outcome extends object>(
    work: (unit: UnitOfWork) => Promise<Outcome | Refused>,
  ): Promise<Outcome> {
    return this.#transact(work);
  }

  async #transact<Outcome extends object>(
    work: (unit: UnitOfWork) => Promise<Outcome | Refused>,
  ): Promise<Outcome> {
    const traceparent = currentTraceparent();
    let batch: OutboxBatch = [];
    const inTransaction = async (session: Session) => {
      const unit = await UnitOfWork.begin(this.collections, session);
      const decided = await work(unit);
      if (isRefused(decided))
        throw new RpcError(CODE_OF[decided.refusal], `${decided.refusal}: ${decided.why}`);
      const { sources, handingsOver } = unit.changes;
      const messages =
        sources.length + handingsOver.length > 0 ? [changedMessage(unit.changes, traceparent)] : [];
      batch = await this.#runtime.outbox.add(session, messages);
      return decided;
    };
    const outcome = await transact(this.#runtime.database, remembered(inTransaction));
    void this.#runtime.relay.publish(batch);
    return outcome;
  }

  /** Checked here against the current state, whatever the gateway decided. */
  async #actor(unit: UnitOfWork, by: ActorName | undefined): Promise<RegistryActor> {
    const { standing, id } = await unit.person(by?.person ?? '');
    const key = await unit.key(by?.key ?? '');
    const isRight = standing && key && key.person === id && statusOf(key, unit.at) === 'standing';
    if (!isRight)
      throw new RpcError(rpcStatus.PERMISSION_DENIED, 'lacks-role: nobody stands under this person and key');
    const scopes = effectiveScopes(key, standing);
    return {
      ...{ person: id, kind: standing.kind, key: key.id, scopes, isWhole: key.scopes === null },
      personScopes: standing.scopes,
    };
  }
}

/** What is published to registers: whole states under versions of their own. */
export function changedMessage(
  changed: partnersEventsV1.PartnersChanged,
  traceparent?: string,
): OutboxMessage {
  const [source] = changed.sources;
  const [handingOver] = changed.handingsOver;
  return {
    subject: 'duixian.partners.changed',
    type: 'duixian.partners.changed.v1',
    source: 'urn:duixian:partners',
    about: source?.uri ?? handingOver?.id ?? '',
    payload: partnersEventsV1.PartnersChanged.encode(changed).finish(),
    traceparent,
  };
}
