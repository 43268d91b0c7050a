import { documentsRead, oneAhead, type Session, upcasted } from '@duixian/runtime';
import { shanghaiDay } from '@duixian/values';
import { Budgets, newBudget } from '../budgets/domain/budget.ts';
import type { EntityState } from '../entitlements/domain/apply-entitlements.ts';
import type { Ledger } from '../ledger/domain/ledger.ts';
import { type LedgerSession, openLedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Payee } from '../payees/domain/payee.ts';
import { DailyStraight } from '../programmes/domain/daily-straight.ts';
import type { Programme } from '../programmes/domain/programme.ts';

import type { Collections, LedgerDocument, PayeeDocument } from './collections.ts';
import { WorkingSet } from './domain/working-set.ts';
import { LEDGERS } from './kinds.ts';
import { readStraightOnDay } from './sequence.ts';
import { addStraightThrough } from './stored-straight-through.ts';

const MANY = 2_000;

/** What a decision reads. */
interface Asked {
  readonly usccs: Iterable<string>;
  readonly states: readonly EntityState[];
  readonly payees: readonly string[];
  readonly budgets: readonly string[];
  readonly programmes: readonly Programme[];
  readonly now: Date;
}

/**
 * Reads the ledgers of these USCCs and all that are connected with them and can matter, so that a decision
 * sees whole entities. It takes one read if each USCC is its own entity, and one more per step between
 * connected ones.
 */
export async function loadLedgerSession(
  collections: Collections,
  { usccs, states, payees, budgets, programmes, now }: Asked,
  session: Session,
): Promise<LedgerSession> {
  const set = await loadConnected(collections, new WorkingSet(usccs, states), { session });
  const { ledgers } = set;
  await addStraightThrough(collections, ledgers, programmes, session);
  const isCapped = programmes.some(({ straightThroughPerDayFen }) => straightThroughPerDayFen !== null);
  const read = isCapped ? await readStraightOnDay(collections, session) : null;
  return openLedgerSession(
    ledgers,
    await loadPayees(collections, payees, session),
    await loadBudgets(collections, budgets, session),
    set.resting(),
    new DailyStraight(shanghaiDay(now), read),
  );
}

/** Budgets that nobody has set yet are included, empty. */
export async function loadBudgets(
  { budgets }: Collections,
  ids: readonly string[],
  session?: Session,
): Promise<Budgets> {
  if (ids.length === 0) return new Budgets();
  const found = await budgets.find({ _id: { $in: [...ids] } }, session ? { session } : {}).toArray();
  const known = new Map(found.map(({ _id, ...rest }) => [_id, { id: _id, ...rest }]));
  return new Budgets(ids.map((id) => known.get(id) ?? unset(id)));
}

function unset(id: string) {
  const [year = '', ...programme] = id.split(':');
  return newBudget(Number(year), programme.join(':'));
}

async function loadPayees(
  { payees }: Collections,
  usccs: readonly string[],
  session: Session,
): Promise<Payee[]> {
  if (usccs.length === 0) return [];
  return (await payees.find({ _id: { $in: [...usccs] } }, { session }).toArray()).map(payeeFrom);
}

export function payeeFrom({ _id, ...rest }: PayeeDocument): Payee {
  return { uscc: _id, ...rest };
}

export async function loadLedgers(
  collections: Collections,
  usccs: Iterable<string>,
  session?: Session,
): Promise<Ledger[]> {
  const set = await loadConnected(collections, new WorkingSet(usccs), session ? { session } : {});
  return set.ledgers;
}

/** Which ledgers count for which entity. */
export type Membership = Pick<
  Ledger,
  'uscc' | 'version' | 'entity' | 'members' | 'activeMembers' | 'claimedBy'
>;

/** The same ledgers with only the fields of membership. */
export async function loadMemberships(
  collections: Collections,
  usccs: Iterable<string>,
): Promise<Membership[]> {
  const fields = {
    version: 1,
    entity: 1,
    members: 1,
    activeMembers: 1,
    claimedBy: 1,
    schemaVersion: 1,
  } as const;
  const set = await loadConnected(collections, new WorkingSet(usccs), { projection: fields });
  return set.ledgers;
}

async function loadConnected(
  { ledgers }: Collections,
  set: WorkingSet,
  options: { session?: Session; projection?: Record<string, 1> },
): Promise<WorkingSet> {
  for (let wanted = set.first(); wanted.length > 0; ) {
    wanted = set.next(await ledgersAmong(ledgers, wanted, options));
  }
  return set;
}

/**
 * All in one answer. A very large read costs a third of the driver's price: the next ones are fetched while
 * the previous ones are decoded.
 */
async function ledgersAmong(
  ledgers: Collections['ledgers'],
  wanted: readonly string[],
  options: { session?: Session; projection?: Record<string, 1> },
): Promise<Ledger[]> {
  const filter = { _id: { $in: [...wanted] } };
  if (wanted.length <= MANY) {
    const found = ledgers.find(filter, { ...options, batchSize: wanted.length + 1 });
    return (await found.toArray()).map(ledgerFrom);
  }
  const read: Ledger[] = [];
  const found = ledgers.find<Uint8Array>(filter, { ...options, raw: true });
  for await (const documents of oneAhead(documentsRead<LedgerDocument>(found)))
    for (const document of documents) read.push(ledgerFrom(document));
  return read;
}

export function ledgerFrom(document: LedgerDocument): Ledger {
  const { _id, schemaVersion: _, ...rest } = upcasted(LEDGERS, document);
  return { uscc: _id, ...rest };
}
