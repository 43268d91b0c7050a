import { explanationJson, journalEntryJson, lastDigits, orderJson } from '@duixian/answers';
import type { awardsV1, disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { DocumentSources } from '../documents/document-sources.ts';
import { readMovements } from '../ledger/read-journal-entries.ts';
import { getOrders } from '../orders/get-order.ts';
import type { Payee } from '../payees/domain/payee.ts';
import { readPayees } from '../payees/list-payees.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { RunLine } from './domain/run-line.ts';

// The archive's records of some lines of a payment run, each kind read with few queries.
type Lines = readonly RunLine[];

/** An archive is for officers: it has all of an order but the whole account number. */
const OFFICER = { read: true, treasury: false };

/** The orders of lines, with every state that each had, its time and its cause. */
export async function orderRecords(collections: Collections, lines: Lines): Promise<object[]> {
  const orders = await ordersOf(collections, lines);
  const histories = new Map<string, object[]>(orders.map(({ id }) => [id, []]));
  const usccs = lines.filter(({ order }) => order !== '').map(({ entity }) => entity);
  for await (const { movements: journalEntries } of journalEntriesOf(collections, usccs, true))
    for (const { id, at, cause, step, by, because } of journalEntries)
      histories.get(id)?.push({ at, cause, step: step || null, by: by || null, because: because || null });
  return orders.map((order) => ({ ...orderJson(order, OFFICER), history: histories.get(order.id) }));
}

/** The accounts that orders were paid to, and the two persons responsible for each. */
export async function payeeRecords(collections: Collections, lines: Lines): Promise<object[]> {
  const orders = (await ordersOf(collections, lines)).filter(({ payeeAccountNo }) => payeeAccountNo !== '');
  const payees = await readPayees(
    collections,
    orders.map(({ payeeUscc }) => payeeUscc),
  );
  return orders.map((order) => ({
    order: order.id,
    entity: order.payeeUscc,
    accountName: order.payeeName,
    accountNo: lastDigits(order.payeeAccountNo),
    bankName: order.payeeBankName,
    bankCode: order.payeeBankCode,
    ...personsOf(order, payees.get(order.payeeUscc) ?? NOBODY),
  }));
}

type Recorded = Pick<Payee, 'proposals' | 'notes'>;
const NOBODY: Recorded = { proposals: [], notes: [] };

/** The last confirmation before the order of a proposal with this account; nulls where there is none. */
function personsOf(order: disbursementV1.Order, { proposals, notes }: Recorded) {
  const issuedAt = new Date(order.issuedAt);
  const own = proposals.filter(
    ({ accountNo, bankCode }) => accountNo === order.payeeAccountNo && bankCode === order.payeeBankCode,
  );
  const confirmation = notes.findLast(
    ({ event, number, at }) =>
      event === 'confirm' && at <= issuedAt && own.some((proposal) => proposal.number === number),
  );
  const proposal = own.find(({ number }) => number === confirmation?.number);
  return {
    number: proposal?.number ?? null,
    proposedBy: proposal?.by ?? null,
    proposedAt: proposal?.at.toISOString() ?? null,
    document: proposal?.document ?? null,
    confirmedBy: confirmation?.by ?? null,
    confirmedAt: confirmation?.at.toISOString() ?? null,
  };
}

/** Why each account of the lines is what it is now; null where a correction has since removed its last claim. */
export async function explanationRecords({ awards }: DocumentSources, lines: Lines): Promise<object[]> {
  const accounts = lines.flatMap(accountsOf);
  const records: object[] = [];
  for await (const explanation of awards.explain(accounts)) {
    const asked = defined(accounts[records.length], 'an account is answered once');
    records.push({ ...asked, explanation: explanation ? explanationJson(explanation) : null });
  }
  return records;
}

function accountsOf({ entity, published, amounts }: RunLine): awardsV1.ExplainAccountRequest[] {
  const accounts = [...published, ...amounts].map(
    ({ year, group }) => [`${year}/${group}`, { entity, year, group }] as const,
  );
  return [...new Map(accounts).values()];
}

/** Every journal entry of the lines' entities, except for entities that were written already. */
export async function journalEntryRecords(
  collections: Collections,
  lines: Lines,
  given: Set<string>,
): Promise<object[]> {
  const records: object[] = [];
  const own = new Set<string>();
  const usccs = lines.map(({ entity }) => entity);
  for await (const { entity, movements: journalEntries } of journalEntriesOf(collections, usccs, false)) {
    if (given.has(entity)) continue;
    own.add(entity);
    for (const journalEntry of journalEntries) records.push({ entity, ...journalEntryJson(journalEntry) });
  }
  for (const entity of own) given.add(entity);
  return records;
}

async function ordersOf(collections: Collections, lines: Lines): Promise<disbursementV1.Order[]> {
  const ids = lines.map(({ order }) => order).filter((id) => id !== '');
  return ids.length === 0 ? [] : getOrders(collections, ids);
}

/** By the entities whose ledgers hold the lines now: an entity may have joined another since. */
async function* journalEntriesOf(
  collections: Collections,
  usccs: string[],
  ofOrders: boolean,
): AsyncGenerator<disbursementV1.ReadMovementsResponse_Entity> {
  if (usccs.length === 0) return;
  for await (const { entities } of readMovements(collections, { usccs, ofOrders })) yield* entities;
}
