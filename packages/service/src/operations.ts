import {
  type DeadLetterDocument,
  type DeadLetters,
  type OutboxMessage,
  type Relay,
  type RetentionGaps,
  type RunningConsumer,
  streamOf,
} from '@duixian/messaging';
import { operationsV1 } from '@duixian/proto';
import {
  type CollectionState,
  type Database,
  type GrpcService,
  lookAtCollections,
  messageOf,
  migrateCollections,
  RpcError,
  rpcStatus,
  type StoredKind,
  unary,
} from '@duixian/runtime';
import { LIMITS, TEXT, textMistake } from '@duixian/values';

const REASONS_SHOWN = 10;
const REASON_CHARACTERS = 300;

/** Publishes the newest state of everything that a service publishes, in batches; returns the number of states. */
export type Republish = (publish: (messages: readonly OutboxMessage[]) => Promise<void>) => Promise<bigint>;

export type Operated = {
  readonly relay?: Relay | undefined;
  readonly deadLetters?: DeadLetters | undefined;
  readonly consumers: readonly RunningConsumer[];
  readonly gaps?: RetentionGaps | undefined;
  readonly republish?: Republish | undefined;
  readonly pendingJobs?: (() => Promise<bigint>) | undefined;
  readonly stored?: { readonly database: Database; readonly kinds: readonly StoredKind[] } | undefined;
};

/** What operators may request of any service, the same everywhere (proto/duixian/operations/v1). */
export function operationsService(operated: Operated): GrpcService {
  const implementation: operationsV1.OperationsServiceServer = {
    countPending: unary(() => countPending(operated)),
    republish: unary(async () => ({ published: await republish(operated) })),
    listDeadLetters: unary((request) => listDeadLetters(operated, request)),
    resendDeadLetters: unary(async ({ ids }) => ({ resent: await resendDeadLetters(operated, ids) })),
    discardDeadLetters: unary(async (request) => ({
      discarded: await discardDeadLetters(operated, request),
    })),
    lookAtCollections: unary(async () => ({ collections: await collectionStates(operated) })),
    migrateCollections: unary(() => migrate(operated)),
  };
  return { definition: operationsV1.OperationsServiceService, implementation };
}

/**
 * Counts in the order in which a fact travels, so that a message that moves meanwhile is counted twice rather than not
 * at all. The outbox is counted at both ends, because awards consumes its own decisions.
 */
async function countPending(operated: Operated): Promise<operationsV1.CountPendingResponse> {
  const outboxBefore = (await operated.relay?.countUnpublished()) ?? 0n;
  let consumers = 0n;
  for (const consumer of operated.consumers) consumers += await consumer.countPending();
  const jobs = (await operated.pendingJobs?.()) ?? 0n;
  const deadLetters = (await operated.deadLetters?.count()) ?? 0n;
  const unpublished = (await operated.deadLetters?.countUnpublished()) ?? 0n;
  const unbelieved = BigInt((await operated.deadLetters?.countUnbelieved()) ?? 0);
  const outboxAfter = (await operated.relay?.countUnpublished()) ?? 0n;
  const outbox = outboxBefore > outboxAfter ? outboxBefore : outboxAfter;
  const gapSince = (await operated.gaps?.gapSince())?.toISOString() ?? '';
  return { outbox, consumers, jobs, deadLetters, unbelieved, gapSince, unpublished };
}

/**
 * The gateway calls the services in the order in which facts travel, so what this service may have missed is published
 * by then.
 */
async function republish(operated: Operated): Promise<bigint> {
  const { relay } = operated;
  const published =
    relay && operated.republish ? await operated.republish((messages) => relay.republish(messages)) : 0n;
  await operated.gaps?.close();
  return published;
}

async function migrate(operated: Operated): Promise<operationsV1.MigrateCollectionsResponse> {
  const { stored } = operated;
  const migrated = stored ? await migrateCollections(stored.database, stored.kinds) : [];
  return {
    migrated: migrated.map(({ collection, migrated: count }) => ({ collection, documents: BigInt(count) })),
    collections: await collectionStates(operated),
  };
}

async function collectionStates({ stored }: Operated): Promise<operationsV1.CollectionState[]> {
  const states = stored ? await lookAtCollections(stored.database, stored.kinds) : [];
  return states.map(stateMessage);
}

function stateMessage(state: CollectionState): operationsV1.CollectionState {
  const { documents, older, unreadable, missingIndexes, undeclaredIndexes } = state;
  return {
    ...state,
    documents: BigInt(documents),
    older: BigInt(older),
    unreadable: BigInt(unreadable),
    missingIndexes: [...missingIndexes],
    undeclaredIndexes: [...undeclaredIndexes],
  };
}

/** Redriven by the service that kept it: a service may not publish on the subjects of another. */
async function sendAgain(operated: Operated, deadLetter: DeadLetterDocument): Promise<string | undefined> {
  if (deadLetter.origin === 'unpublished') return publishAgain(operated, deadLetter);
  const consumer = operated.consumers.find(({ stream }) => stream === streamOf(deadLetter.subject));
  return consumer
    ? consumer.redrive(deadLetter)
    : 'an earlier release could not publish it; republish publishes the newest state of what it is about';
}

/** Returns undefined on success, otherwise the reason of the failure. */
async function publishAgain(
  { relay }: Operated,
  deadLetter: DeadLetterDocument,
): Promise<string | undefined> {
  const { subject, about, headers, payload } = deadLetter;
  const message = {
    subject,
    about,
    type: headers['ce-type'] ?? '',
    source: headers['ce-source'] ?? '',
    payload: payload.buffer,
  };
  try {
    await relay?.publishDirectly([message]);
    // NATS accepts it; the outbox proves that it is stored.
    await relay?.republish([message]);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function listDeadLetters(
  { deadLetters }: Operated,
  { after, limit, discarded }: operationsV1.ListDeadLettersRequest,
): Promise<operationsV1.ListDeadLettersResponse> {
  if (!deadLetters) return { deadLetters: [], next: '' };
  const page = await (discarded ? deadLetters.listDiscarded(after, limit) : deadLetters.list(after, limit));
  if (!page) throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'after is not the "next" of an earlier page');
  const letters = page.letters.map(({ _id, at, payload, discard, origin, ...deadLetter }) => ({
    ...deadLetter,
    id: _id,
    unbelieved: origin === 'unbelieved',
    at: at.toISOString(),
    payload: Buffer.from(payload.buffer),
    discard: discard && { ...discard, at: discard.at.toISOString() },
  }));
  return { deadLetters: letters, next: page.next };
}

async function resendDeadLetters(operated: Operated, ids: readonly string[]): Promise<bigint> {
  const { deadLetters } = operated;
  const found = (await deadLetters?.idsOf(ids)) ?? [];
  mustBeThere(ids, found);
  const reasons: string[] = [];
  let resent = 0n;
  // One after the other, which also bounds the memory.
  for (const id of found) {
    const deadLetter = await deadLetters?.take(id);
    if (!deadLetters || !deadLetter) continue;
    const reason = await sendAgain(operated, deadLetter);
    if (reason === undefined) {
      await deadLetters.forget(deadLetter._id);
      resent += 1n;
    } else {
      reasons.push(`${deadLetter._id}: ${reason}`);
      await deadLetters.giveBack(deadLetter);
    }
  }
  if (reasons.length > 0)
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, `still not possible: ${inWords(reasons)}`);
  return resent;
}

/** A gRPC status holds a few thousand characters. */
function inWords(reasons: readonly string[]): string {
  const shown = reasons.slice(0, REASONS_SHOWN).map((reason) => reason.slice(0, REASON_CHARACTERS));
  const others = reasons.length - shown.length;
  return [...shown, ...(others > 0 ? [`and ${others} others`] : [])].join('; ');
}

async function discardDeadLetters(
  { deadLetters }: Operated,
  { ids, by, reason }: operationsV1.DiscardDeadLettersRequest,
): Promise<bigint> {
  const mistake = textMistake(reason, TEXT);
  const faults = [
    ids.length === 0 && 'ids: which dead letters',
    ids.length > LIMITS.deadLettersAtOnce.most && `ids: at most ${LIMITS.deadLettersAtOnce.most} at once`,
    by === '' && 'by: who discards them',
    mistake !== undefined && `reason: why they are discarded; it must be ${mistake}`,
  ].filter(Boolean);
  if (faults.length > 0) throw new RpcError(rpcStatus.INVALID_ARGUMENT, faults.join('; '));
  const found = (await deadLetters?.idsOf(ids)) ?? [];
  mustBeThere(ids, found);
  const discarded = (await deadLetters?.discard(found, { by, reason, at: new Date() })) ?? [];
  // Those that no longer exist were redriven, or discarded by somebody else.
  const taken = ((await deadLetters?.idsOf(found)) ?? []).filter((id) => !discarded.includes(id));
  if (taken.length > 0)
    throw new RpcError(
      rpcStatus.FAILED_PRECONDITION,
      `being sent again at the moment, and not discarded: ${taken.join(', ')}`,
    );
  return BigInt(discarded.length);
}

function mustBeThere(ids: readonly string[], found: readonly string[]): void {
  const missing = ids.filter((id) => !found.includes(id));
  if (missing.length > 0) throw new RpcError(rpcStatus.NOT_FOUND, `no dead letter ${missing.join(', ')}`);
}
