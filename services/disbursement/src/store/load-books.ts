import { type Session, upcasted } from '@duixian/runtime';
import { type Books, openBooks } from '../domain/books.ts';
import { Budgets, newBudget } from '../domain/budget.ts';
import type { Ledger } from '../domain/ledger.ts';
import { neighboursOf } from '../domain/membership.ts';
import type { Payee } from '../domain/payees/payee.ts';
import type { Collections, LedgerDocument, PayeeDocument } from './collections.ts';
import { LEDGERS } from './kinds.ts';

/**
 * Reads the ledgers of these USCCs and all that are connected with them, so that whoever decides sees whole entities. One
 * read where everybody stands alone; one more per step between those that do not.
 */
export async function loadBooks(
  collections: Collections,
  usccs: Iterable<string>,
  payees: readonly string[],
  budgets: readonly string[],
  session: Session,
): Promise<Books> {
  return openBooks(
    await loadLedgers(collections, usccs, session),
    await loadPayees(collections, payees, session),
    await loadBudgets(collections, budgets, session),
  );
}

/** Those that nobody set yet are there too, empty. */
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
  return loadConnected(collections, usccs, session ? { session } : {});
}

/** Whose books count for whom. */
export type Membership = Pick<Ledger, 'uscc' | 'entity' | 'members' | 'claimedBy'>;

/** The same ledgers without what stands in them. */
export async function loadMemberships(
  collections: Collections,
  usccs: Iterable<string>,
): Promise<Membership[]> {
  return loadConnected(collections, usccs, {
    projection: { entity: 1, members: 1, claimedBy: 1, schemaVersion: 1 },
  });
}

async function loadConnected(
  { ledgers }: Collections,
  usccs: Iterable<string>,
  options: { session?: Session; projection?: Record<string, 1> },
): Promise<Ledger[]> {
  const found: Ledger[] = [];
  const asked = new Set<string>();
  let wanted = [...new Set(usccs)];
  while (wanted.length > 0) {
    for (const uscc of wanted) asked.add(uscc);
    // All in one answer.
    const documents = await ledgers
      .find({ _id: { $in: wanted } }, { ...options, batchSize: wanted.length + 1 })
      .toArray();
    const read = documents.map(ledgerFrom);
    found.push(...read);
    wanted = [...new Set(read.flatMap(neighboursOf))].filter((uscc) => !asked.has(uscc));
  }
  return found;
}

export function ledgerFrom(document: LedgerDocument): Ledger {
  const { _id, schemaVersion: _, ...rest } = upcasted(LEDGERS, document);
  return { uscc: _id, ...rest };
}
