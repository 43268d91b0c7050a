import { entitlementsV1 } from '@duixian/proto';
import type { ConsumerDefinition, MessageOutcome, Received } from '@duixian/runtime';
import { assert } from '@duixian/values';
import type { Decider } from '../decisions/decider.ts';
import { applyEntitlements, type EntityState } from '../domain/apply-entitlements.ts';
import type { Books } from '../domain/books.ts';
import type { Hold } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';

type Message = Received<entitlementsV1.EntitlementsChanged>;

const HOLDS: Partial<Record<entitlementsV1.HoldReason, Hold>> = {
  HOLD_REASON_PARENT_CIRCLE: 'parent-circle',
  HOLD_REASON_RESTATING: 'restating',
  HOLD_REASON_TOO_MANY_MEMBERS: 'too-many-members',
};

/**
 * Listens to awards: what each entity is due, and what stands in its way. Everything that waits becomes one transaction;
 * versions per account and entity make repetition and order harmless.
 */
export function entitlementsChanged(
  decider: Decider,
): ConsumerDefinition<entitlementsV1.EntitlementsChanged> {
  return {
    name: 'disbursement',
    stream: 'ENTITLEMENTS',
    subjects: ['duixian.entitlements.changed'],
    batchSize: 500,
    decode: (payload) => entitlementsV1.EntitlementsChanged.decode(payload),
    handle: (messages) => handle(decider, messages),
  };
}

function handle(decider: Decider, messages: readonly Message[]): Promise<MessageOutcome[]> {
  const heard = messages.map(({ message }) => message.entities.map(stateFrom));
  const states = heard.flat();
  // Awards names all members of an entity, so that whatever may change hands is read.
  const usccs = new Set(states.flatMap(({ entity, members }) => [entity, ...members]));
  const traces = tracesOf(messages);
  return decider.decide(
    { usccs },
    (order, books) => causeOf(order, books, traces),
    (books, _orders, terms) => {
      const news = applyEntitlements(books, states, terms);
      let next = 0;
      return heard.map((own) => {
        const isNews = news.slice(next, next + own.length).includes(true);
        next += own.length;
        return isNews ? 'done' : 'duplicate';
      });
    },
  );
}

function stateFrom(state: entitlementsV1.EntityState): EntityState {
  assert(state.entity !== '', 'an entity has a USCC');
  return { ...state, holds: state.holds.map(holdFrom) };
}

function holdFrom(reason: entitlementsV1.HoldReason): Hold {
  const hold = HOLDS[reason];
  assert(hold !== undefined, `a hold for an unknown reason: ${reason}`);
  return hold;
}

function tracesOf(messages: readonly Message[]): Map<string, string> {
  const traces = new Map<string, string>();
  for (const { message, traceparent } of messages) {
    if (traceparent) for (const { entity } of message.entities) traces.set(entity, traceparent);
  }
  return traces;
}

/** The message about the entity itself, else about one that counts for it. */
function causeOf(order: Order, books: Books, traces: ReadonlyMap<string, string>): string | undefined {
  const own = traces.get(order.entity);
  if (own !== undefined || traces.size === 0) return own;
  for (const [uscc, trace] of traces) if (books.ledgers.get(uscc)?.entity === order.entity) return trace;
  return undefined;
}
