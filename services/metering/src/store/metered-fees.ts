/**
 * Keeps every invoice's metered fee right (docs/facts.md). There is a link for each record that an invoice
 * names. In addition to the facts of a batch, only the earliest paid invoice of a record is read, and those
 * whose fee changes. An invoice that adds, removes or changes its link writes the record's document, also
 * while the record itself is unknown. So a record and an invoice, or two invoices that name one record,
 * always conflict in a write, whichever process receives them: neither can compute with a state of the other
 * that is already outdated.
 */
import type { InvoiceData, UsageData } from '@duixian/facts';
import {
  type Change,
  type RecordDocument,
  type RegisterCollections,
  recordId,
  unknownRecord,
} from '@duixian/register';
import { batchesOf, type Session, turn } from '@duixian/runtime';
import { assert, defined, type Fen } from '@duixian/values';
import {
  type Charge,
  chargeOf,
  type Earliest,
  earlier,
  feeOf,
  type InvoiceLink,
  isSameLink,
  linksOf,
  rangesMoved,
} from '../domain/invoice-link.ts';
import { type InvoiceLinks, type LinkChange, readEarliest, readRanges, writeLinks } from './invoice-links.ts';

const USAGE = 'duixian.usage.v1';
const INVOICE = 'duixian.invoice.v1';

/** A usage record that a batch touches. */
type Touched = {
  readonly before: Charge | undefined;
  readonly after: Charge | undefined;
  /** Whether any invoice ever named it before this batch. */
  readonly named: boolean;
};

type EarliestOf = (group: string) => Earliest;

/**
 * Yields in between: an invoice may name some ten thousand records, and others need this process meanwhile.
 */
export async function keepMeteredFees(
  changes: Map<string, Change>,
  session: Session,
  { records }: RegisterCollections,
  links: InvoiceLinks,
): Promise<void> {
  const linkChanges = linkChangesOf(changes);
  await turn();
  const usage = await readUsage(changes, records, session);
  const touched = touchedOf(usage, changes);
  await turn();
  const before = await readEarliest(links, groupsNamed(touched.values()), session);
  await writeLinks(links, linkChanges.values(), session);
  raiseLockVersions(linkChanges.values(), usage, changes);
  await turn();
  const after = await earliestAfter(links, before, [...linkChanges.values()], session);
  const earliest = [(group: string) => before.get(group), (group: string) => after.get(group)] as const;
  chargeInvoices(changes, touched, earliest[1]);
  await turn();
  await moveNeighbours(changes, touched, earliest, { records, links, session });
}

/** The links that a batch adds, removes or changes, by id; an unchanged one has no effect. */
function linkChangesOf(changes: Map<string, Change>): Map<string, LinkChange> {
  const found = new Map<string, LinkChange>();
  for (const { before, after } of changes.values()) {
    if (after.type !== INVOICE) continue;
    const old = new Map((before ? linksOfRecord(before) : []).map((link) => [link._id, link]));
    for (const link of linksOfRecord(after)) {
      const known = old.get(link._id);
      if (!known || !isSameLink(known, link)) found.set(link._id, { before: known, after: link });
      old.delete(link._id);
    }
    for (const link of old.values()) found.set(link._id, { before: link, after: undefined });
  }
  return found;
}

function linksOfRecord({ subject, data, revision }: RecordDocument): InvoiceLink[] {
  return revision > 0 ? linksOf(subject, data as InvoiceData) : [];
}

/** The records that a batch changes, or that its invoices name or named, as they are stored. */
async function readUsage(
  changes: Map<string, Change>,
  records: RegisterCollections['records'],
  session: Session,
): Promise<Map<string, RecordDocument | undefined>> {
  const usage = new Map<string, RecordDocument | undefined>();
  for (const { before, after } of changes.values()) {
    if (after.type === USAGE) usage.set(after._id, before);
    if (after.type === INVOICE)
      for (const id of [...usageIdsOf(before), ...usageIdsOf(after)])
        if (!changes.has(id)) usage.set(id, undefined);
  }
  const unread = [...usage.keys()].filter((id) => !changes.has(id));
  if (unread.length > 0)
    for await (const found of batchesOf(records.find({ _id: { $in: unread } }, { session })))
      for (const record of found) usage.set(record._id, record);
  return usage;
}

function usageIdsOf(record: RecordDocument | undefined): string[] {
  if (record === undefined || record.revision === 0) return [];
  return (record.data as InvoiceData).usageIds.map((subject) => recordId(USAGE, subject));
}

function touchedOf(
  usage: ReadonlyMap<string, RecordDocument | undefined>,
  changes: ReadonlyMap<string, Change>,
): Map<string, Touched> {
  return new Map(
    [...usage].map(([id, stored]) => [
      id,
      {
        before: chargeOfRecord(stored),
        after: chargeOfRecord(changes.get(id)?.after ?? stored),
        named: stored?.named === true,
      },
    ]),
  );
}

function chargeOfRecord(record: RecordDocument | undefined): Charge | undefined {
  return record && record.revision > 0 ? chargeOf(record.subject, record.data as UsageData) : undefined;
}

function groupsNamed(touched: Iterable<Touched>): Set<string> {
  const groups = [...touched].flatMap(({ before, after, named }) =>
    named ? [before?.group, after?.group] : [],
  );
  return new Set(groups.filter((group) => group !== undefined));
}

/**
 * Raises the lock version of each record whose invoices change; an unknown record gets a document that only
 * states this.
 */
function raiseLockVersions(
  linkChanges: Iterable<LinkChange>,
  usage: ReadonlyMap<string, RecordDocument | undefined>,
  changes: Map<string, Change>,
): void {
  for (const { before, after } of linkChanges) {
    const [subject] = JSON.parse(defined(after ?? before, 'a change has a side')._id) as [string];
    const id = recordId(USAGE, subject);
    const change = changes.get(id);
    const stored = usage.get(id);
    const current = change?.after ?? stored ?? unknownRecord(USAGE, subject);
    const next = { ...current, named: true as const, guard: (stored?.guard ?? 0n) + 1n };
    if (change) change.after = next;
    else changes.set(id, { before: stored, after: next, published: false, traceparent: undefined });
  }
}

/** Read again only if the earliest one itself is among the changed links. */
async function earliestAfter(
  links: InvoiceLinks,
  before: ReadonlyMap<string, Earliest>,
  linkChanges: readonly LinkChange[],
  session: Session,
): Promise<Map<string, Earliest>> {
  const gone = linkChanges.flatMap(({ before: link }) =>
    link?.paid && before.get(link.group) === link.order ? [link.group] : [],
  );
  const after = new Map([...before, ...(await readEarliest(links, new Set(gone), session))]);
  for (const { after: link } of linkChanges)
    if (link?.paid) after.set(link.group, earlier(after.get(link.group), link.order));
  return after;
}

function chargeInvoices(
  changes: Map<string, Change>,
  touched: ReadonlyMap<string, Touched>,
  earliest: EarliestOf,
): void {
  for (const change of changes.values()) {
    if (change.after.type !== INVOICE) continue;
    const { data, subject } = change.after;
    const links = linksOf(subject, data as InvoiceData);
    const ids = new Set(usageIdsOf(change.after));
    const charges = [...ids].map((id) => touched.get(id)?.after);
    const fees = links.map((link, at) => feeOf(link, charges[at], earliest(link.group)));
    if (links.length > 0)
      change.after = { ...change.after, meteredFeeFen: fees.reduce((sum, fee) => sum + fee, 0n) };
  }
}

/** Invoices outside the batch whose fee changes with it. */
async function moveNeighbours(
  changes: Map<string, Change>,
  touched: ReadonlyMap<string, Touched>,
  [before, after]: readonly [EarliestOf, EarliestOf],
  {
    records,
    links,
    session,
  }: { links: InvoiceLinks; session: Session } & Pick<RegisterCollections, 'records'>,
): Promise<void> {
  const named = [...touched.values()].filter((one) => one.named);
  const ranges = named.flatMap((one) => rangesMoved(one.before, one.after, before, after));
  const found = await readRanges(links, ranges, session);
  const byGroup = new Map(
    named.flatMap((one) => [...groupsNamed([one])].map((group) => [group, one] as const)),
  );
  const moves = new Map<string, Fen>();
  for (const link of found) {
    const id = recordId(INVOICE, link.number);
    const one = byGroup.get(link.group);
    if (!one || changes.has(id)) continue;
    const move = feeOf(link, one.after, after(link.group)) - feeOf(link, one.before, before(link.group));
    moves.set(id, (moves.get(id) ?? 0n) + move);
  }
  const ids = [...moves].filter(([, move]) => move !== 0n).map(([id]) => id);
  if (ids.length === 0) return;
  const invoices = await records.find({ _id: { $in: ids } }, { session }).toArray();
  assert(invoices.length === ids.length, 'every link is of a recorded invoice');
  for (const invoice of invoices) changes.set(invoice._id, movedBy(invoice, moves.get(invoice._id) ?? 0n));
}

function movedBy(before: RecordDocument, move: Fen): Change {
  const meteredFeeFen = (before.meteredFeeFen ?? 0n) + move;
  assert(meteredFeeFen >= 0n, `the metered fee of ${before._id} is not below 0`);
  const after = { ...before, meteredFeeFen, version: before.version + 1n, guard: before.guard + 1n };
  return { before, after, published: true, traceparent: undefined };
}
