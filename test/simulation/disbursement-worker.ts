import { applyEntitlements, type EntityState } from '@duixian/disbursement/domain/apply-entitlements';
import { type Books, openBooks } from '@duixian/disbursement/domain/books';
import type { Order, Terms } from '@duixian/disbursement/domain/order';
import { DEFAULT_PROGRAMME } from '@duixian/disbursement/domain/programme';
import { recordStatus, settleChanged } from '@duixian/disbursement/domain/record-status';
import type { Worker } from './worker.ts';
import type { World } from './world.ts';

type Steps = Generator<void, void, void>;

const TERMS: Terms = {
  programmes: [DEFAULT_PROGRAMME],
  settleForMs: 0,
  needsPayee: false,
  now: new Date('2020-06-01T00:00:00Z'),
};

/** Turns what awards says into orders. */
export function* disbursement(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    const messages = worker.take(world.roads.entitlements, 4);
    yield;
    if (messages.length === 0) continue;
    const states: EntityState[] = messages.flat();
    const books = openBooks(world.ledgers.values());
    applyEntitlements(books, states, TERMS);
    yield;
    if (!commit(world, books, new Map())) worker.retry();
    else {
      for (const { id, amountFen } of books.issued)
        world.tell(`${worker.name} orders ${id}: ${amountFen} fen`);
      yield;
      worker.settle();
    }
  }
}

/** Takes what the treasury says of orders. */
export function* statuses(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    const reports = worker.take(world.roads.statuses, 3);
    yield;
    if (reports.length === 0) continue;
    const books = openBooks(world.ledgers.values());
    const before = new Map(world.orders);
    const orders = new Map<string, Order>();
    for (const { id, status } of reports) {
      const order = orders.get(id) ?? before.get(id);
      if (!order) continue;
      orders.set(id, recordStatus(books, order, { status, reason: '' }, TERMS.now).order);
    }
    settleChanged(books, TERMS);
    yield;
    const isAlone = [...orders.keys()].every((id) => world.orders.get(id) === before.get(id));
    if (!isAlone || !commit(world, books, orders)) worker.retry();
    else worker.settle();
  }
}

/** Sends orders to a treasury that says everything twice and in any order, and of which answers are lost. */
export function* pusher(worker: Worker): Steps {
  const { world } = worker;
  for (;;) {
    yield;
    const issued = world.random.shuffled(
      [...world.orders.values()].filter(({ state }) => state !== 'paid'),
    )[0];
    if (!issued) continue;
    const {
      state: _s,
      statuses: _n,
      updatedAt: _u,
      treasuryReason: _r,
      contradiction: _c,
      ...content
    } = issued;
    yield;
    const text = JSON.stringify(content, (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    const known = world.treasury.get(issued.id);
    if (known !== undefined && known !== text) world.wrong.push(`order ${issued.id} came with other content`);
    world.treasury.set(issued.id, text);
    world.roads.statuses.push(
      ...world.random.shuffled(
        (['accepted', 'paid', 'paid'] as const).map((status) => ({ id: issued.id, status })),
      ),
    );
  }
}

/** Each ledger and order only as it was read; an order that exists already was made by somebody else. */
function commit(world: World, books: Books, orders: ReadonlyMap<string, Order>): boolean {
  const changed = [...books.changed].flatMap((uscc) => books.ledgers.get(uscc) ?? []);
  if (changed.some(({ uscc, version }) => (world.ledgers.get(uscc)?.version ?? 0) !== version)) return false;
  if (books.issued.some(({ id }) => world.orders.has(id))) return false;
  for (const ledger of changed) world.ledgers.set(ledger.uscc, { ...ledger, version: ledger.version + 1 });
  for (const order of [...books.issued, ...orders.values()]) world.orders.set(order.id, order);
  return true;
}
