import type { disbursementV1 } from '@duixian/proto';
import { pageLimit } from '@duixian/runtime';
import { compareCodePoints, type Fen, minFen } from '@duixian/values';
import { type Books, openBooks } from '../domain/books.ts';
import { type Budgets, budgetId } from '../domain/budget.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from '../domain/entity-account.ts';
import { openOf } from '../domain/entry.ts';
import type { Ledger, Payable } from '../domain/ledger.ts';
import { connectedWith, type Group, groupOf, standsAlone } from '../domain/membership.ts';
import { fiscalYearOf, type Terms } from '../domain/order.ts';
import { holdsOfGroup, waitingReasons } from '../domain/settle.ts';
import type { Collections } from '../store/collections.ts';
import { ledgerFrom, loadBudgets, loadLedgers } from '../store/load-books.ts';
import { refuseForeignCursor } from './cursor.ts';

interface Row {
  readonly key: string;
  readonly ledger: Ledger;
  readonly payable: Payable;
}

/** By page, in the order of their keys "USCC/year/group". */
export async function listPayables(
  collections: Collections,
  terms: Omit<Terms, 'now'>,
  { entity, after, limit }: disbursementV1.ListPayablesRequest,
): Promise<disbursementV1.ListPayablesResponse> {
  refuseForeignCursor('payables', after);
  const size = pageLimit(limit);
  const from = after.split('/')[0] ?? '';
  const ledgers =
    entity === '' ? await ledgersFrom(collections, from, size + 1) : await ofEntity(collections, entity);
  const rows = ledgers
    .flatMap((ledger) => ledger.payables.map((payable) => ({ key: keyOf(ledger, payable), ledger, payable })))
    .filter(({ key }) => key > after)
    .sort((a, b) => compareCodePoints(a.key, b.key));
  const page = rows.slice(0, size);
  // A ledger without any payable fills a place among those read, so a short page is the last only if the ledgers ended.
  const isLast = rows.length <= size && (entity !== '' || ledgers.length <= size);
  const last = page.at(-1)?.key ?? `${ledgers.at(-1)?.uscc ?? ''}/~`;
  return { payables: await messagesOf(collections, terms, page), next: isLast ? '' : last };
}

async function ledgersFrom({ ledgers }: Collections, uscc: string, limit: number): Promise<Ledger[]> {
  const found = await ledgers
    .find({ _id: { $gte: uscc } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(ledgerFrom);
}

/** An entity is few ledgers: all are read at once. */
async function ofEntity(collections: Collections, entity: string): Promise<Ledger[]> {
  return (await loadLedgers(collections, [entity])).filter((ledger) => ledger.entity === entity);
}

async function messagesOf(
  collections: Collections,
  terms: Omit<Terms, 'now'>,
  page: readonly Row[],
): Promise<disbursementV1.Payable[]> {
  // Each row is judged with its whole entity: most stand alone, the others are read with all that is connected.
  const read = new Map(page.map(({ ledger }) => [ledger.uscc, ledger]));
  const shared = [...read.values()].filter((ledger) => !standsAlone(ledger)).map(({ uscc }) => uscc);
  const connected = shared.length > 0 ? await loadLedgers(collections, shared) : [];
  for (const ledger of connected) read.set(ledger.uscc, ledger);
  const now = new Date();
  const kept = terms.programmes.filter(({ budgeted }) => budgeted);
  const budgets = await loadBudgets(
    collections,
    kept.map(({ id }) => budgetId(fiscalYearOf(now), id)),
  );
  const books = openBooks(read.values(), [], budgets);
  const known = new Map<string, Judged>();
  return page.map(({ ledger, payable }) => {
    const judged = known.get(ledger.entity) ?? judgedOf(books, ledger);
    known.set(ledger.entity, judged);
    return messageOf(judged, ledger, payable, { ...terms, now }, budgets);
  });
}

interface Judged {
  readonly group: Group;
  readonly accounts: readonly EntityAccount[];
}

function judgedOf(books: Books, { uscc, entity }: Ledger): Judged {
  const group = groupOf(books, connectedWith(books, uscc), entity);
  return { group, accounts: entityAccounts(group.ledgers) };
}

function messageOf(
  { group, accounts }: Judged,
  ledger: Ledger,
  payable: Payable,
  terms: Terms,
  budgets: Budgets,
): disbursementV1.Payable {
  const { year, group: capGroup } = payable;
  const account = accounts.find((one) => one.year === year && one.group === capGroup);
  const waiting = account ? waitingReasons(group.root, account, terms, budgets) : [];
  return {
    entity: ledger.entity,
    uscc: ledger.uscc,
    year,
    group: capGroup,
    entitledFen: payable.entitledFen,
    orderedFen: payable.underWayFen + payable.paidFen,
    paidFen: payable.paidFen,
    nettedOutFen: payable.nettedOutFen,
    openFen: openOf(payable),
    recoverableFen: account ? shareOf(group, ledger, account) : 0n,
    holds: [...holdsOfGroup(group), ...waiting],
    accountVersion: payable.accountVersion,
    reservedFen: payable.reservedFen,
    receivedFen: payable.receivedFen,
    writtenOffFen: payable.writtenOffFen,
  };
}

/** What of the account's recoverable amount stands under this USCC: the first with a negative open amount give first. */
function shareOf(group: Group, ledger: Ledger, account: EntityAccount): Fen {
  let restFen = recoverableOf(account);
  for (const { uscc, payables } of group.ledgers) {
    const own = payables.find(
      ({ year, group: capGroup }) => year === account.year && capGroup === account.group,
    );
    const openFen = own ? openOf(own) : 0n;
    const shareFen = openFen < 0n ? minFen(-openFen, restFen) : 0n;
    if (uscc === ledger.uscc) return shareFen;
    restFen -= shareFen;
    if (restFen === 0n) return 0n;
  }
  return 0n;
}

function keyOf({ uscc }: Ledger, { year, group }: Payable): string {
  return `${uscc}/${year}/${group}`;
}
