/**
 * Keeps every invoice's metered fee right (docs/facts.md). A usage record's document carries the invoices that name it,
 * also while the record itself is unknown; an invoice that joins or leaves writes that document. So a record and an
 * invoice, or two invoices that name one record, always meet in a write, whichever process takes them in: none can
 * compute with a state of the other that is just passing.
 */
import type { InvoiceData, NumberedInvoice, UsageData } from '@duixian/facts';
import { meteredFee } from '@duixian/facts';
import {
  type Change,
  type RegisterCollections,
  type Session,
  type ThingDocument,
  thingId,
} from '@duixian/runtime';

const USAGE = 'duixian.usage.v1';
const INVOICE = 'duixian.invoice.v1';

type Things = Map<string, ThingDocument>;

export async function keepMeteredFees(
  changes: Map<string, Change>,
  session: Session,
  { things }: RegisterCollections,
): Promise<void> {
  const read = (ids: Iterable<string>) => readThings(ids, changes, things, session);
  const named = await read(usageIdsTouched(changes));
  nameUsage(changes, named);
  const invoices = await read(
    idsOf(
      INVOICE,
      [...named.values()].flatMap(({ namedBy }) => namedBy ?? []),
    ),
  );
  if (invoices.size === 0) return;
  const usage = await read(idsOf(USAGE, [...invoices.values()].flatMap(usageIdsOf)));
  const others = await read(
    idsOf(
      INVOICE,
      [...usage.values()].flatMap(({ namedBy }) => namedBy ?? []),
    ),
  );
  for (const invoice of invoices.values()) keepFee(invoice, usage, others, changes);
}

/** The usage records that a batch changes, or that its invoices name or named. */
function usageIdsTouched(changes: Map<string, Change>): string[] {
  return [...changes.values()].flatMap(({ before, after }) => {
    if (after.type === USAGE) return [after._id];
    return after.type === INVOICE
      ? idsOf(USAGE, [...(before ? usageIdsOf(before) : []), ...usageIdsOf(after)])
      : [];
  });
}

/** Writes into each usage record which invoices name it; one that is unknown gets a document that only says so. */
function nameUsage(changes: Map<string, Change>, named: Things): void {
  for (const { before, after } of [...changes.values()]) {
    if (after.type !== INVOICE) continue;
    const names = new Set(usageIdsOf(after));
    for (const subject of new Set([...(before ? usageIdsOf(before) : []), ...names])) {
      const id = thingId(USAGE, subject);
      const current = named.get(id) ?? unknownUsage(id, subject);
      const others = (current.namedBy ?? []).filter((number) => number !== after.subject);
      const namedBy = names.has(subject) ? [...others, after.subject] : others;
      const change = changes.get(id);
      const stored = change ? change.before : named.get(id);
      const next = { ...current, namedBy, guard: (stored?.guard ?? 0n) + 1n };
      named.set(id, next);
      if (change) change.after = next;
      else changes.set(id, { before: stored, after: next, published: false, traceparent: undefined });
    }
  }
}

function keepFee(invoice: ThingDocument, usage: Things, others: Things, changes: Map<string, Change>): void {
  const fee = meteredFee(
    numbered(invoice),
    (usageId) => {
      const record = usage.get(thingId(USAGE, usageId));
      return record && record.revision > 0 ? (record.data as UsageData) : undefined;
    },
    (usageId) =>
      (usage.get(thingId(USAGE, usageId))?.namedBy ?? []).flatMap((number) => invoicesOf(others, number)),
  );
  const change = changes.get(invoice._id);
  if (change?.published) change.after = withFee(change.after, fee);
  else if (fee !== invoice.meteredFeeFen) {
    const after = { ...withFee(invoice, fee), version: invoice.version + 1n, guard: invoice.guard + 1n };
    changes.set(invoice._id, { before: invoice, after, published: true, traceparent: undefined });
  }
}

function invoicesOf(invoices: Things, number: string): NumberedInvoice[] {
  const invoice = invoices.get(thingId(INVOICE, number));
  return invoice ? [numbered(invoice)] : [];
}

function numbered({ subject, data }: ThingDocument): NumberedInvoice {
  return { number: subject, data: data as InvoiceData };
}

function withFee({ meteredFeeFen: _, ...invoice }: ThingDocument, fee: bigint | undefined): ThingDocument {
  return fee === undefined ? invoice : { ...invoice, meteredFeeFen: fee };
}

/** As the batch leaves them, else as they are stored. */
async function readThings(
  ids: Iterable<string>,
  changes: Map<string, Change>,
  things: RegisterCollections['things'],
  session: Session,
): Promise<Things> {
  const wanted = [...new Set(ids)];
  const unread = wanted.filter((id) => !changes.has(id));
  const found = unread.length > 0 ? await things.find({ _id: { $in: unread } }, { session }).toArray() : [];
  const read: Things = new Map(found.map((thing) => [thing._id, thing]));
  for (const id of wanted) {
    const change = changes.get(id);
    if (change) read.set(id, change.after);
  }
  return read;
}

function usageIdsOf(thing: ThingDocument): string[] {
  return thing.type === INVOICE && thing.revision > 0 ? (thing.data as InvoiceData).usageIds : [];
}

function idsOf(type: string, subjects: readonly string[]): string[] {
  return subjects.map((subject) => thingId(type, subject));
}

function unknownUsage(_id: string, subject: string): ThingDocument {
  const nothing = { source: '', revision: 0, content: '', eventId: '', time: '', recordedAt: new Date(0) };
  return {
    _id,
    type: USAGE,
    subject,
    ...nothing,
    data: {} as UsageData,
    version: 0n,
    guard: 0n,
    about: [],
    namedBy: [],
  };
}
