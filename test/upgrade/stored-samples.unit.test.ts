import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountState } from '@duixian/awards/domain/account-state';
import { availableOf, type Budget, type BudgetEntry } from '@duixian/disbursement/budgets/domain/budget';
import { assertBalanced, type Entry, project } from '@duixian/disbursement/ledger/domain/entry';
import type { Ledger } from '@duixian/disbursement/ledger/domain/ledger';
import { openLedgerSession } from '@duixian/disbursement/ledger/domain/ledger-session';
import { connectedWith, groupOf } from '@duixian/disbursement/ledger/domain/membership';
import { endToEndIdOf } from '@duixian/disbursement/orders/domain/end-to-end-id';
import { sumOf } from '@duixian/disbursement/orders/domain/order';
import { effectOf } from '@duixian/disbursement/orders/domain/order-status';
import { type Payee, stateOf } from '@duixian/disbursement/payees/domain/payee';
import { receiptInNotes } from '@duixian/disbursement/recoveries/domain/receipt';
import { outstandingOf, type Recovery } from '@duixian/disbursement/recoveries/domain/recovery';
import { byStateOfRun } from '@duixian/disbursement/runs/domain/as-run-says';
import type { Run } from '@duixian/disbursement/runs/domain/run';
import type { RunLine } from '@duixian/disbursement/runs/domain/run-line';
import type { OrderDocument } from '@duixian/disbursement/unit-of-work/collections';
import { currentOrder, orderFrom } from '@duixian/disbursement/unit-of-work/save-decision';
import { decodeFact, encodeFact, type PublishedFact } from '@duixian/facts';
import { type FactClaim, fillAccounts, loadPolicy } from '@duixian/policy';
import { disbursementV1, entitlementsV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import { readDumpAsStored } from './data-dump.ts';
import { EARLIER } from './earlier-system.ts';

const SERVICES = readdirSync(EARLIER);
/** Work in flight, or derived by a single service: nothing waits there when a system is idle. */
const MAY_BE_EMPTY = ['reaches'];

// biome-ignore lint/suspicious/noExplicitAny: what a sample holds is said by the domain that reads it
type Sample = any;

const stored = (service: string, collection: string): Promise<Sample[]> =>
  readDumpAsStored(EARLIER, service, collection);

/** As a store gives it to the domain, under the name of its key there. */
async function read<T>(collection: string, key: string): Promise<T[]> {
  const samples = await stored('disbursement', collection);
  return samples.map(({ _id, ...rest }) => ({ [key]: _id, ...rest }) as T);
}

it('there is a sample of everything that is stored', async () => {
  for (const service of SERVICES)
    for (const file of readdirSync(join(EARLIER, service)).filter((name) => name.endsWith('.gz'))) {
      const collection = file.replace('.ndjson.gz', '');
      if (MAY_BE_EMPTY.includes(collection)) continue;
      expect({ service, collection, samples: (await stored(service, collection)).length }).not.toMatchObject({
        samples: 0,
      });
    }
});

describe('messages of the outboxes', () => {
  const encodedAgain = (type: string, payload: Uint8Array): Uint8Array => {
    const { EntitlementsChanged } = entitlementsV1;
    const { OrderChanged } = disbursementV1;
    if (type.startsWith('duixian.fact.')) return encodeFact(decodeFact(payload));
    if (type.startsWith('duixian.order.')) return OrderChanged.encode(OrderChanged.decode(payload)).finish();
    return EntitlementsChanged.encode(EntitlementsChanged.decode(payload)).finish();
  };

  it.each(SERVICES)('of %s are read and written to the same bytes', async (service) => {
    const messages = (await stored(service, 'outbox')).flatMap((document) => document.messages);
    expect(messages.length).toBeGreaterThan(0);
    for (const { type, payload } of messages)
      expect(Buffer.from(encodedAgain(type, payload.buffer)).equals(payload.buffer)).toBe(true);
  });
});

describe('facts', () => {
  it('of the registers are what awards heard of them, to the byte', async () => {
    const received = new Map((await stored('awards', 'facts')).map((fact) => [fact._id, fact]));
    let compared = 0;
    for (const service of SERVICES.filter((name) => name !== 'disbursement'))
      for (const record of await stored(service, 'things')) {
        const known = received.get(record._id);
        if (known?.version !== record.version) continue;
        expect(Buffer.from(encodeFact(publishedOf(record))).equals(known.state.buffer)).toBe(true);
        compared += 1;
      }
    expect(compared).toBeGreaterThan(80);
  });

  it('of the history are of lower revisions than those that stand', async () => {
    for (const service of SERVICES.filter((name) => name !== 'disbursement')) {
      const records = new Map((await stored(service, 'things')).map((record) => [record._id, record]));
      for (const { thing: record, revision } of await stored(service, 'history'))
        expect(records.get(record).revision).toBeGreaterThan(revision);
    }
  });

  it('make the claims that the accounts are the sums of', async () => {
    const claims = (await stored('awards', 'facts')).flatMap((fact) =>
      (fact.claims ?? []).map((claim: object) => ({ ...claim, fact: { type: fact._id, subject: '' } })),
    ) as FactClaim[];
    const accounts = (await stored('awards', 'accounts')) as AccountState[];
    const filled = fillAccounts(loadPolicy('zhengzhou-2017-61'), claims);
    const sums = (all: readonly Pick<AccountState, 'entity' | 'year' | 'group' | 'entitledFen'>[]) =>
      all.map(({ entity, year, group, entitledFen }) => `${entity} ${year} ${group} ${entitledFen}`).sort();
    expect(sums(accounts.filter((account) => account.claims > 0))).toEqual(sums(filled));
  });
});

describe('money', () => {
  it('entries balance, and their sums are the ledgers', async () => {
    const entries = await entriesOf<Entry>((id) => !id.startsWith('budget:'));
    for (const ledger of await read<Ledger>('ledgers', 'uscc')) {
      const own = entries.get(ledger.uscc) ?? [];
      for (const entry of own) assertBalanced(entry);
      const sums = project(own).filter(({ group }) => group !== '');
      for (const sum of sums)
        expect(
          ledger.payables.find(({ year, group }) => year === sum.year && group === sum.group),
        ).toMatchObject(sum);
    }
  });

  it('orders are what ledgers have under way and paid, and the treasury may say of each what it may', async () => {
    const documents = (await stored('disbursement', 'orders')) as OrderDocument[];
    const orders = documents.map(orderFrom);
    expect(new Set(orders.map(({ state }) => state))).toEqual(new Set(['paid', 'rejected', 'sent']));
    const alive = orders.filter(({ release }) => release === null);
    const ledgers = await read<Ledger>('ledgers', 'uscc');
    const payables = ledgers.flatMap((ledger) => ledger.payables);
    const alreadyFen = payables.reduce((sum, { underWayFen, paidFen }) => sum + underWayFen + paidFen, 0n);
    expect(alive.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(alreadyFen);
    for (const order of orders) {
      expect(sumOf(order.lines)).toBe(order.amountFen);
      if (order.state === 'paid') expect(effectOf(order, 'paid')).toBe('none');
    }
  });

  it('orders have a reference for banks of their own, nothing of them came back, and they are pushed as they were', async () => {
    const documents = (await stored('disbursement', 'orders')) as OrderDocument[];
    const orders = documents.map(currentOrder);
    expect(new Set(orders.map(({ endToEndId }) => endToEndId)).size).toBe(orders.length);
    for (const order of orders) {
      expect(order.endToEndId).toBe(endToEndIdOf(order._id));
      expect(order.returns).toEqual([]);
      expect(order.shape).toBe(1);
    }
  });

  it('budgets are the sums of their entries', async () => {
    const entries = await entriesOf<BudgetEntry>((id) => id.startsWith('budget:'));
    for (const budget of await read<Budget>('budgets', 'id')) {
      const lines = (entries.get(`budget:${budget.id}`) ?? []).flatMap((entry) => entry.lines);
      const sumIn = (book: string) =>
        lines.filter((line) => line.book === book).reduce((sum, { fen }) => sum + fen, 0n);
      expect(sumIn('committed')).toBe(budget.committedFen);
      expect(sumIn('ordered')).toBe(budget.orderedFen);
      expect(sumIn('available')).toBe(availableOf(budget));
    }
  });

  it('runs are the sums of their lines', async () => {
    const lines = await read<RunLine>('runLines', 'key');
    for (const run of await read<Run>('runs', 'id')) {
      const own = lines.filter((line) => line.run === run.id).map(byStateOfRun(run));
      expect(own).toHaveLength(run.sums.lines);
      const issuedFen = own.reduce((sum, line) => sum + (line.issuedFen ?? 0n), 0n);
      expect(issuedFen).toBe(run.sums.issuedFen);
    }
  });

  it('a recovery asks for what did not come back, and an account of a payee stands beside the next', async () => {
    const books = openLedgerSession(await read<Ledger>('ledgers', 'uscc'));
    const [recovery] = await read<Recovery>('recoveries', 'id');
    if (!recovery) throw new Error('there is one');
    const group = groupOf(books, connectedWith(books, recovery.entity), recovery.entity);
    expect(outstandingOf(recovery, group)).toBe(recovery.demandedFen - recovery.receivedFen);
    expect((await read<Payee>('payees', 'uscc')).map(stateOf)).toEqual(['changing']);
  });

  it('what came back under a reference of the bank counts still, though it was kept in notes alone', async () => {
    const recoveries = await read<Recovery>('recoveries', 'id');
    const ids = recoveries.flatMap(({ notes }) => notes.flatMap(({ id }) => (id === '' ? [] : [id])));
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const receipt = receiptInNotes(id, recoveries);
      const receivedFen = recoveries.reduce((sum, one) => sum + one.receivedFen, 0n);
      expect(receipt).toMatchObject({ id, amountFen: receivedFen, parts: [{ recovery: recoveries[0]?.id }] });
    }
  });

  it('every reconciliation counts the items that were kept of it', async () => {
    const items = await stored('disbursement', 'reconciled');
    for (const { _id, counts } of await stored('disbursement', 'reconciliations')) {
      const own = items.filter((item) => item._id.startsWith(`${_id}:`) || item._id.startsWith(`${_id}-`));
      expect(own).toHaveLength(counts['missing-here'] + counts['missing-there'] + counts.different);
    }
  });
});

/** By ledger account or budget, in the order in which they were made. */
async function entriesOf<E>(isOne: (id: string) => boolean): Promise<Map<string, E[]>> {
  const entries = new Map<string, E[]>();
  for (const page of await stored('disbursement', 'entries')) {
    if (!isOne(page._id)) continue;
    const of = page._id.slice(0, page._id.lastIndexOf(':'));
    entries.set(of, [...(entries.get(of) ?? []), ...page.entries]);
  }
  return entries;
}

function publishedOf(record: Sample): PublishedFact {
  const { type, subject, source, eventId, time, data, version, meteredFeeFen } = record;
  const fact = { type, subject, source, id: eventId, time, data, version };
  return (meteredFeeFen === undefined ? fact : { ...fact, meteredFeeFen }) as PublishedFact;
}
