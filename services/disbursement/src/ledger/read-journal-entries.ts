import type { disbursementV1 } from '@duixian/proto';
import { batchesOf, oneAhead } from '@duixian/runtime';
import type { Collections, EntriesDocument } from '../unit-of-work/collections.ts';
import { loadMemberships, type Membership } from '../unit-of-work/load-ledger-session.ts';
import type { Cause } from './domain/entry.ts';
import { entriesOf, journalEntriesOf } from './list-journal-entries.ts';

/** Entities whose entries are read at once. */
const BATCH = 100;
/** Documents of entries that are held in memory at once; each has a few journal entries. */
const MOST_AT_ONCE = 10_000;
/** Journal entries in a message, about. */
const MESSAGE = 1_000;
const OF_ORDERS: readonly Cause['kind'][] = ['order', 'status', 'release', 'resolution'];

type Part = disbursementV1.ReadMovementsResponse_Entity;
interface Asked {
  readonly entity: string;
  readonly usccs: string[];
  readonly ledgers: readonly Membership[];
}

/**
 * Like `ListMovements` of each entity, for many: a hundred are read at once, while the previous ones are
 * sent.
 */
export function readMovements(
  collections: Collections,
  request: disbursementV1.ReadMovementsRequest,
): AsyncGenerator<disbursementV1.ReadMovementsResponse> {
  return oneAhead(eachMessage(collections, request));
}

async function* eachMessage(
  collections: Collections,
  { usccs, ofOrders }: disbursementV1.ReadMovementsRequest,
): AsyncGenerator<disbursementV1.ReadMovementsResponse> {
  const asked = entitiesOf(await loadMemberships(collections, usccs), usccs);
  for (let from = 0; from < asked.length; from += BATCH)
    yield* messagesOf(partsOf(collections, asked.slice(from, from + BATCH), ofOrders));
}

/** A USCC about which nothing was received is its own entity. */
function entitiesOf(ledgers: readonly Membership[], usccs: readonly string[]): Asked[] {
  const entities = new Map(ledgers.map(({ uscc, entity }) => [uscc, entity]));
  const asked = new Map<string, Asked>();
  for (const uscc of usccs) {
    const entity = entities.get(uscc) ?? uscc;
    const known = asked.get(entity);
    if (known) known.usccs.push(uscc);
    else asked.set(entity, { entity, usccs: [uscc], ledgers: [] });
  }
  const own = Map.groupBy(ledgers, ({ entity }) => entity);
  return [...asked.values()].map((one) => ({ ...one, ledgers: own.get(one.entity) ?? [] }));
}

/**
 * If they have too many entries to be read at once, half of the entities; a single entity is read slice by
 * slice.
 */
async function* partsOf(
  collections: Collections,
  asked: readonly Asked[],
  ofOrders: boolean,
): AsyncGenerator<Part> {
  const ledgers = asked.flatMap((one) => one.ledgers);
  const entries = ledgers.length === 0 ? [] : await readAtMost(find(collections, ledgers, ofOrders));
  const [only] = asked;
  if (entries) yield* partsFrom(entries, asked, ofOrders);
  else if (asked.length === 1 && only) yield* slicesOf(collections, only, ofOrders);
  else {
    const middle = Math.ceil(asked.length / 2);
    yield* partsOf(collections, asked.slice(0, middle), ofOrders);
    yield* partsOf(collections, asked.slice(middle), ofOrders);
  }
}

function find({ entries }: Collections, ledgers: readonly Pick<Membership, 'uscc'>[], ofOrders: boolean) {
  return entries
    .find({
      $or: ledgers.map(entriesOf),
      ...(ofOrders && { 'entries.cause.kind': { $in: OF_ORDERS } }),
    })
    .sort({ _id: 1 });
}

/** Undefined if there are more. */
async function readAtMost(found: ReturnType<typeof find>): Promise<EntriesDocument[] | undefined> {
  const read = await found.limit(MOST_AT_ONCE + 1).toArray();
  return read.length > MOST_AT_ONCE ? undefined : read;
}

function counting(ofOrders: boolean): (cause: Cause) => boolean {
  return ({ kind }) => !ofOrders || OF_ORDERS.includes(kind);
}

function* partsFrom(
  entries: readonly EntriesDocument[],
  asked: readonly Asked[],
  ofOrders: boolean,
): Generator<Part> {
  const journalEntries = Map.groupBy(
    entries.flatMap((one) => journalEntriesOf(one, counting(ofOrders))),
    ({ uscc }) => uscc,
  );
  for (const { entity, usccs, ledgers } of asked) {
    const own = inOrder(ledgers).flatMap((uscc) => journalEntries.get(uscc) ?? []);
    yield { entity, usccs, movements: own };
  }
}

async function* slicesOf(
  collections: Collections,
  { entity, usccs, ledgers }: Asked,
  ofOrders: boolean,
): AsyncGenerator<Part> {
  const own = inOrder(ledgers);
  for (let at = 0; at < own.length; at += BATCH) {
    const some = own.slice(at, at + BATCH).map((uscc) => ({ uscc }));
    const found = find(collections, some, ofOrders).batchSize(MESSAGE);
    for await (const batch of batchesOf(found, MESSAGE))
      yield { entity, usccs, movements: batch.flatMap((one) => journalEntriesOf(one, counting(ofOrders))) };
  }
}

/** As the primary key sorts them. */
function inOrder(ledgers: readonly Membership[]): string[] {
  return ledgers.map(({ uscc }) => uscc).sort();
}

/** A message is full when it has enough journal entries; an entity with more continues in the next. */
async function* messagesOf(parts: AsyncIterable<Part>): AsyncGenerator<disbursementV1.ReadMovementsResponse> {
  let [entities, count]: [Part[], number] = [[], 0];
  for await (const part of parts) {
    for (let from = 0; from === 0 || from < part.movements.length; from += MESSAGE) {
      const journalEntries = part.movements.slice(from, from + MESSAGE);
      entities.push({ ...part, movements: journalEntries });
      count += journalEntries.length;
      if (count < MESSAGE) continue;
      yield { entities };
      [entities, count] = [[], 0];
    }
  }
  if (entities.length > 0) yield { entities };
}
