import type { disbursementV1 } from '@duixian/proto';
import { nextAfter, pageOf, refuseForeignCursor } from '@duixian/runtime';
import { compareCodePoints, type Fen, minFen } from '@duixian/values';
import { type Budgets, budgetId } from '../budgets/domain/budget.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from '../ledger/domain/entity-account.ts';
import { openOf } from '../ledger/domain/entry.ts';
import type { Ledger, Payable } from '../ledger/domain/ledger.ts';
import { type LedgerSession, openLedgerSession } from '../ledger/domain/ledger-session.ts';
import { connectedWith, type Group, groupOf, standsAlone } from '../ledger/domain/membership.ts';
import { fiscalYearOf, type Terms } from '../orders/domain/order.ts';
import { holdsOfGroup, waitingReasons } from '../orders/domain/settle.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import {
  ledgerFrom,
  loadBudgets,
  loadLedgers,
  loadMemberships,
} from '../unit-of-work/load-ledger-session.ts';
import { addStraightThrough } from '../unit-of-work/stored-straight-through.ts';
import { CURSORS } from '../wire/cursors.ts';

/** Most branches have none. */
const WITH_PAYABLES = { 'payables.0': { $exists: true } };
const LEDGERS_AT_ONCE = 200;

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
  refuseForeignCursor(after, CURSORS.payables);
  const from = after.split('/')[0] ?? '';
  const ledgers = entity === '' ? ledgersFrom(collections, from) : ofEntity(collections, entity, from);
  const page = await pageOf(rowsAfter(ledgers, after), limit, ({ key, payable }) => ({ key, payable }));
  return {
    payables: await messagesOf(collections, terms, page.rows),
    next: nextAfter(page, ({ key }) => key),
  };
}

async function* rowsAfter(ledgers: AsyncIterable<Ledger>, after: string): AsyncGenerator<Row> {
  for await (const ledger of ledgers) {
    const rows = ledger.payables.map((payable) => ({ key: keyOf(ledger, payable), ledger, payable }));
    yield* rows.filter(({ key }) => key > after).sort((one, other) => compareCodePoints(one.key, other.key));
  }
}

async function* ledgersFrom({ ledgers }: Collections, uscc: string): AsyncGenerator<Ledger> {
  const found = ledgers
    .find({ _id: { $gte: uscc }, ...WITH_PAYABLES })
    .sort({ _id: 1 })
    .batchSize(LEDGERS_AT_ONCE);
  for await (const document of found) yield ledgerFrom(document);
}

/**
 * Ledgers of an entity that have payables: all memberships are read, the payables only as far as the page
 * needs.
 */
async function* ofEntity(collections: Collections, entity: string, from: string): AsyncGenerator<Ledger> {
  const known = await loadMemberships(collections, [entity]);
  const own = known.filter((ledger) => ledger.entity === entity && ledger.uscc >= from);
  const usccs = own.map(({ uscc }) => uscc).sort(compareCodePoints);
  for (let at = 0; at < usccs.length; at += LEDGERS_AT_ONCE) {
    const some = usccs.slice(at, at + LEDGERS_AT_ONCE);
    const found = collections.ledgers.find({ _id: { $in: some }, ...WITH_PAYABLES }).sort({ _id: 1 });
    for await (const document of found) yield ledgerFrom(document);
  }
}

async function messagesOf(
  collections: Collections,
  terms: Omit<Terms, 'now'>,
  page: readonly Row[],
): Promise<disbursementV1.Payable[]> {
  // Each row is judged with its whole entity: most ledgers are their own entity, the others are read with all
  // that is connected.
  const read = new Map(page.map(({ ledger }) => [ledger.uscc, ledger]));
  const shared = [...read.values()].filter((ledger) => !standsAlone(ledger)).map(({ uscc }) => uscc);
  const connected = shared.length > 0 ? await loadLedgers(collections, shared) : [];
  for (const ledger of connected) read.set(ledger.uscc, ledger);
  const now = collections.clock.now();
  const kept = terms.programmes.filter(({ budgeted }) => budgeted);
  const budgets = await loadBudgets(
    collections,
    kept.map(({ id }) => budgetId(fiscalYearOf(now), id)),
  );
  await addStraightThrough(collections, [...read.values()], terms.programmes);
  const ledgerSession = openLedgerSession(read.values(), [], budgets);
  const known = new Map<string, Judged>();
  return page.map(({ ledger, payable }) => {
    const judged = known.get(ledger.entity) ?? judgedOf(ledgerSession, ledger);
    known.set(ledger.entity, judged);
    return messageOf(judged, ledger, payable, { ...terms, now }, budgets);
  });
}

interface Judged {
  readonly group: Group;
  readonly accounts: readonly EntityAccount[];
}

function judgedOf(ledgerSession: LedgerSession, { uscc, entity }: Ledger): Judged {
  const group = groupOf(ledgerSession, connectedWith(ledgerSession, uscc), entity);
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
  const waiting = account ? waitingReasons({ ...group, accounts }, account, terms, budgets) : [];
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

/**
 * The share of the account's recoverable amount under this USCC: it is taken from the ledgers with a negative
 * open amount, in their order.
 */
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
