import {
  type ConsumerDefinition,
  type MessageOutcome,
  NATS_RIGHTS,
  packed,
  type Received,
} from '@duixian/messaging';
import { entitlementsV1 } from '@duixian/proto';
import { assert, LIMITS } from '@duixian/values';
import type { Hold } from '../ledger/domain/ledger.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Order } from '../orders/domain/order.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { policyIsAgreed } from '../unit-of-work/stored-ordering.ts';
import { applyEntitlements, type EntityState, newestOf } from './domain/apply-entitlements.ts';

type Message = Received<entitlementsV1.EntitlementsChanged>;

const HOLDS: Partial<Record<entitlementsV1.HoldReason, Hold>> = {
  HOLD_REASON_PARENT_CIRCLE: 'parent-circle',
  HOLD_REASON_RESTATING: 'restating',
  HOLD_REASON_TOO_MANY_MEMBERS: 'too-many-members',
};

/**
 * Subscribes to awards: what each entity is due, and what holds it. All waiting messages become one
 * transaction; versions per account and entity make repetition and order harmless.
 */
export function entitlementsChanged(
  decider: Decider,
): ConsumerDefinition<entitlementsV1.EntitlementsChanged> {
  return {
    name: 'disbursement',
    stream: 'ENTITLEMENTS',
    subjects: NATS_RIGHTS.disbursement.subscribes[0].subjects,
    batchSize: 500,
    decode: (payload) => entitlementsV1.EntitlementsChanged.decode(payload),
    handle: (messages) => handle(decider, messages),
  };
}

async function handle(decider: Decider, messages: readonly Message[]): Promise<MessageOutcome[]> {
  const agreed = messages.findLast(({ message }) => message.agreedPolicy !== undefined)?.message.agreedPolicy;
  if (agreed !== undefined) await policyIsAgreed(decider.collections, agreed);
  const outcomes: MessageOutcome[] = [];
  // As many as one transaction can process in time.
  for (const part of packed(withStates(messages), usccsIn, LIMITS.usccsDecidedTogether.most))
    outcomes.push(...(await decide(decider, part)));
  return outcomes;
}

interface ReceivedEntitlements {
  readonly message: Message;
  readonly states: readonly EntityState[];
}

/**
 * Of an older state whose newer one waits too only the accounts count: the members that it names need not be
 * read.
 */
function withStates(messages: readonly Message[]): ReceivedEntitlements[] {
  const own = messages.map(({ message }) => message.entities.map(stateFrom));
  const newest = newestOf(own.flat());
  let next = 0;
  return messages.map((message, index) => {
    const from = next;
    next += own[index]?.length ?? 0;
    return { message, states: newest.slice(from, next) };
  });
}

/** Each named member may be a ledger to write. */
function usccsIn({ states }: ReceivedEntitlements): number {
  return states.reduce((sum, { members }) => sum + 1 + members.length, 0);
}

function decide(decider: Decider, received: readonly ReceivedEntitlements[]): Promise<MessageOutcome[]> {
  const states = received.flatMap((one) => one.states);
  const traces = tracesOf(received.map(({ message }) => message));
  return decider.decide(
    { states },
    (order, ledgerSession) => causeOf(order, ledgerSession, traces),
    (ledgerSession, _orders, terms) => {
      const changed = applyEntitlements(ledgerSession, states, terms);
      let next = 0;
      return received.map((one) => {
        const isChanged = changed.slice(next, next + one.states.length).includes(true);
        next += one.states.length;
        return isChanged ? 'done' : 'duplicate';
      });
    },
  );
}

/** The state of the message in the domain's types. */
export function stateFrom(state: entitlementsV1.EntityState): EntityState {
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
function causeOf(
  order: Order,
  ledgerSession: LedgerSession,
  traces: ReadonlyMap<string, string>,
): string | undefined {
  const own = traces.get(order.entity);
  if (own !== undefined || traces.size === 0) return own;
  for (const [uscc, trace] of traces)
    if (ledgerSession.ledgers.get(uscc)?.entity === order.entity) return trace;
  return undefined;
}
