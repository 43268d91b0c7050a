import type { disbursementV1 } from '@duixian/proto';
import { oneAhead } from '@duixian/runtime';
import type { Cause } from '../domain/entry.ts';
import type { Collections } from '../store/collections.ts';
import { loadMemberships, type Membership } from '../store/load-books.ts';
import { entriesOf, movementsOf } from './list-movements.ts';

/** Entities whose entries are read at once. */
const BATCH = 100;
/** Movements in a message, about. */
const MESSAGE = 1_000;
const OF_ORDERS: readonly Cause['kind'][] = ['order', 'status', 'release', 'resolution'];

type Part = disbursementV1.ReadMovementsResponse_Entity;
interface Asked {
  readonly entity: string;
  readonly usccs: string[];
  readonly ledgers: readonly Membership[];
}

/** As `ListMovements` of each entity, for many: a hundred are read at once, while those before are sent. */
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
  for (let from = 0; from < asked.length; from += BATCH) {
    const parts = await partsOf(collections, asked.slice(from, from + BATCH), ofOrders);
    yield* messagesOf(parts);
  }
}

/** Where nothing was heard of a USCC, it stands for itself. */
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

async function partsOf(
  { entries }: Collections,
  asked: readonly Asked[],
  ofOrders: boolean,
): Promise<Part[]> {
  const ledgers = asked.flatMap((one) => one.ledgers);
  const counts = ({ kind }: Cause) => !ofOrders || OF_ORDERS.includes(kind);
  const pages =
    ledgers.length === 0
      ? []
      : await entries
          .find({
            $or: ledgers.map(entriesOf),
            ...(ofOrders && { 'entries.cause.kind': { $in: OF_ORDERS } }),
          })
          .sort({ _id: 1 })
          .toArray();
  const movements = Map.groupBy(
    pages.flatMap((page) => movementsOf(page, counts)),
    ({ uscc }) => uscc,
  );
  return asked.map(({ entity, usccs, ledgers: own }) => {
    // As the primary key sorts them.
    const inOrder = own.map(({ uscc }) => uscc).sort();
    return { entity, usccs, movements: inOrder.flatMap((uscc) => movements.get(uscc) ?? []) };
  });
}

/** A message is full when it has enough movements; an entity with more goes on in the next. */
function* messagesOf(parts: readonly Part[]): Generator<disbursementV1.ReadMovementsResponse> {
  let [entities, count]: [Part[], number] = [[], 0];
  for (const part of parts) {
    for (let from = 0; from === 0 || from < part.movements.length; from += MESSAGE) {
      const movements = part.movements.slice(from, from + MESSAGE);
      entities.push({ ...part, movements });
      count += movements.length;
      if (count < MESSAGE) continue;
      yield { entities };
      [entities, count] = [[], 0];
    }
  }
  if (entities.length > 0) yield { entities };
}
