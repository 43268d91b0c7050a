import type { PublishedMessage } from '@duixian/messaging';
import type { disbursementV1 } from '@duixian/proto';
import type { Logger } from '@duixian/runtime';
import type { LastPublished } from '@duixian/service';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import { ORDER_STATES } from '../unit-of-work/order-message.ts';
import {
  keepsPublished,
  readDoubted,
  readOrdering,
  suspendOrdering,
  suspendOrderingAgain,
  writeDoubted,
} from '../unit-of-work/stored-ordering.ts';
import { awaitsAgreement } from './domain/suspension.ts';
import { dayOfNewestOrder } from './ordering-since.ts';
import { ORDER_SUBJECTS, publishedOrder } from './published-orders.ts';

/** An order normally only moves forward, so the state that is later in this list was also later in time. */
const FORWARD: readonly disbursementV1.OrderState[] = [
  'ORDER_STATE_ISSUED',
  'ORDER_STATE_SENT',
  'ORDER_STATE_ACCEPTED',
  'ORDER_STATE_REFUSED_BY_TREASURY',
  'ORDER_STATE_REJECTED',
  'ORDER_STATE_PAID',
  'ORDER_STATE_RETURNED',
];

/**
 * After a restore from a backup the database is older than what was published: orders that the treasury has
 * are missing, and would be made again. So at every start, before anything is received or published, the
 * stored orders are compared with the newest published messages. If the database is older, nothing is ordered
 * until officers have reconciled. A newest message without a valid proof hides what was published before it,
 * so it suspends ordering as well, but not a second time after ordering was resumed. Messages that existed
 * when proofs were first required come from the release before, and are compared. Where the streams hold no order
 * at all, although one is published every day (`mustHold`), there is nothing to compare with, and that suspends too.
 */
export async function suspendWhereOlder(
  collections: Collections,
  lastPublished: LastPublished,
  log: Logger,
  { asksForProofs, mustHold }: { readonly asksForProofs: boolean; readonly mustHold: boolean },
): Promise<void> {
  const { suspended } = await readOrdering(collections);
  const known = await readDoubted(collections);
  const newest = await newestOf(lastPublished);
  const doubted = newest.filter(({ published }) => published.isProven === false);
  const isNew = ({ subject, published }: Newest) => known !== undefined && known[subject] !== published.place;
  const forged = doubted.find(isNew);
  const isEmpty = mustHold && newest.length === 0 && (await keepsPublished(collections));
  const older = isEmpty
    ? NOTHING_HELD
    : forged
      ? hidden(forged)
      : await firstOlder(collections, newest, known);
  const { subject, because } = older ?? {};
  if (because !== undefined && because !== suspended?.because) {
    log.error({ subject, reason: because }, 'ordering is suspended');
    const at = collections.clock.now();
    const since = await dayOfNewestOrder(collections, at);
    const suspension = { by: 'disbursement', at, because, since };
    // The suspension that the database holds may be older than the loss, and so may the statements after it.
    if (suspended && !awaitsAgreement(suspended))
      await suspendOrderingAgain(collections, suspended, suspension);
    else await suspendOrdering(collections, suspension);
  }
  if (!asksForProofs) return;
  const places = doubted.map(({ subject, published }) => [subject, published.place]);
  await writeDoubted(collections, Object.fromEntries(places));
}

type Newest = { readonly subject: string; readonly published: PublishedMessage };
type Older = { readonly subject: string; readonly because: string };

async function newestOf(lastPublished: LastPublished): Promise<Newest[]> {
  const newest: Newest[] = [];
  for (const subject of ORDER_SUBJECTS) {
    const published = await lastPublished(subject);
    if (published) newest.push({ subject, published });
  }
  return newest;
}

const NOTHING_HELD: Older = {
  subject: 'duixian.orders.>',
  because:
    'it is not known whether the database is older than what was published: the streams hold no order any more',
};

function hidden({ subject }: Newest): Older {
  const because = `it is not known whether the database is older than what was published: disbursement did not prove that it published the newest message on ${subject}`;
  return { subject, because };
}

async function firstOlder(
  collections: Collections,
  newest: readonly Newest[],
  known: Readonly<Record<string, string>> | undefined,
): Promise<Older | undefined> {
  for (const { subject, published } of newest) {
    const isDoubted = published.isProven === false;
    if (isDoubted && known) continue;
    const order = orderIn(published.payload, isDoubted);
    if (!order) continue;
    const held = await collections.orders.findOne({ _id: order.id });
    const missing = held ? whatIsOlder(held, order) : 'it is not here';
    if (missing === undefined) continue;
    const because = `the database is older than what was published: order ${order.id} was published on ${subject}, and ${missing}`;
    return { subject, because };
  }
  return undefined;
}

/** A message that somebody else put there may not contain an order. */
function orderIn(payload: Uint8Array, isDoubted: boolean): disbursementV1.Order | undefined {
  try {
    return publishedOrder(payload);
  } catch (error) {
    if (isDoubted) return undefined;
    throw error;
  }
}

/**
 * The revision in the message decides: an officer who resolves an exception moves an order back, or removes
 * its exception, so states alone would make a newer database look older.
 */
function whatIsOlder(held: OrderDocument, published: disbursementV1.Order): string | undefined {
  if (published.revision === 0n) return whatIsOlderByState(held, published);
  if (BigInt(held.version) >= published.revision) return undefined;
  return `here is only its change ${held.version} of ${published.revision}`;
}

/**
 * For a message from before there were revisions: the database is older only if its state is behind and
 * changed earlier.
 */
function whatIsOlderByState(held: OrderDocument, published: disbursementV1.Order): string | undefined {
  if (held.updatedAt >= new Date(published.updatedAt)) return undefined;
  const isBehind = FORWARD.indexOf(ORDER_STATES[held.state]) < FORWARD.indexOf(published.state);
  if (isBehind) return `here it is only ${held.state}`;
  if (published.release && held.release === null) return 'here it is not released';
  if (published.contradiction !== '' && held.contradiction === '') return 'here nothing contradicts';
  return undefined;
}
