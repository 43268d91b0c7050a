import { disbursementV1 } from '@duixian/proto';
import type { LastSaid, Logger } from '@duixian/runtime';
import { ORDER_STATES } from '../grpc/order-message.ts';
import type { Collections, OrderDocument } from '../store/collections.ts';
import { readOrdering, suspendOrdering } from '../store/ordering.ts';
import { dayOfNewestOrder } from '../store/ordering-since.ts';

const SUBJECTS = ['issued', 'settled', 'returned', 'changed'].map((what) => `duixian.orders.${what}`);

/** Mostly an order only moves forward, so of two states the one that is later here was later in time. */
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
 * After a restore from a backup the database is older than what was said of it: orders that the treasury has are not there,
 * and would be made again. So at every start, before anything is heard or published, what is held is compared with the
 * newest that was said; where it is older, nothing is ordered until an officer has reconciled.
 */
export async function suspendWhereOlder(
  collections: Collections,
  lastSaid: LastSaid,
  log: Logger,
): Promise<void> {
  if ((await readOrdering(collections)).suspended) return;
  for (const subject of SUBJECTS) {
    const payload = await lastSaid(subject);
    const said = payload && disbursementV1.OrderChanged.decode(payload).order;
    if (!said) continue;
    const held = await collections.orders.findOne({ _id: said.id });
    const missing = held ? whatIsOlder(held, said) : 'it is not here';
    if (missing === undefined) continue;
    const because = `the database is older than what was said: order ${said.id} was said on ${subject}, and ${missing}`;
    log.error({ order: said.id, subject }, 'ordering is suspended: the database is older than what was said');
    const at = collections.clock.now();
    const since = await dayOfNewestOrder(collections, at);
    await suspendOrdering(collections, { by: 'disbursement', at, because, since });
    return;
  }
}

/**
 * The number of the message decides: an officer who resolves a contradiction moves an order back, or takes its contradiction
 * away, so states alone would call a newer database older.
 */
function whatIsOlder(held: OrderDocument, said: disbursementV1.Order): string | undefined {
  if (said.revision === 0n) return whatIsOlderByState(held, said);
  if (BigInt(held.version) >= said.revision) return undefined;
  return `here is only its change ${held.version} of ${said.revision}`;
}

/** Of a message from before there were numbers: only what is behind in its state, and changed earlier, is older. */
function whatIsOlderByState(held: OrderDocument, said: disbursementV1.Order): string | undefined {
  if (held.updatedAt >= new Date(said.updatedAt)) return undefined;
  const isBehind = FORWARD.indexOf(ORDER_STATES[held.state]) < FORWARD.indexOf(said.state);
  if (isBehind) return `here it is only ${held.state}`;
  if (said.release && held.release === null) return 'here it is not released';
  if (said.contradiction !== '' && held.contradiction === '') return 'here nothing contradicts';
  return undefined;
}
