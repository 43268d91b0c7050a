/**
 * In early releases a usage record's document carried the numbers of all invoices that name it (`namedBy`).
 * This turns them into links, once, before anything else is served; after an interruption it continues.
 */
import type { InvoiceData } from '@duixian/facts';
import { type RecordDocument, recordId } from '@duixian/register';
import { type Database, type Session, transact } from '@duixian/runtime';
import type { Collection } from 'mongodb';
import { linksOf } from '../domain/invoice-link.ts';
import { type InvoiceLinks, writeLinks } from './invoice-links.ts';

export type RecordDocumentV1 = Omit<RecordDocument, 'named'> & { namedBy?: string[] };

type Records = Collection<RecordDocumentV1>;
type Step = { _id: string };

const STEP = 'invoice-links';
const USAGE = { $gte: 'usage/', $lt: 'usage0' };
const NUMBERS_AT_ONCE = 500;

/** A document of a register as it is stored now. */
function recordFromV1({ namedBy, ...record }: RecordDocumentV1): RecordDocument {
  return namedBy ? { ...record, named: true } : record;
}

export async function linkNamedUsage(database: Database, links: InvoiceLinks): Promise<void> {
  const steps = database.collection<Step>('steps');
  if (await steps.findOne({ _id: STEP })) return;
  const records = database.collection('things') as unknown as Records;
  const found = records.find({ _id: USAGE, namedBy: { $exists: true } }, { projection: { _id: 1 } });
  for await (const { _id } of found)
    await transact(database, (session) => linkNamed(records, links, _id, session));
  await steps.updateOne({ _id: STEP }, { $setOnInsert: { _id: STEP } }, { upsert: true });
}

async function linkNamed(
  records: Records,
  links: InvoiceLinks,
  _id: string,
  session: Session,
): Promise<void> {
  const usage = await records.findOne({ _id, namedBy: { $exists: true } }, { session });
  if (!usage) return;
  for (let at = 0; at < (usage.namedBy ?? []).length; at += NUMBERS_AT_ONCE) {
    const numbers = (usage.namedBy ?? []).slice(at, at + NUMBERS_AT_ONCE);
    const ids = numbers.map((number) => recordId('duixian.invoice.v1', number));
    const invoices = await records.find({ _id: { $in: ids } }, { session }).toArray();
    const own = invoices
      .flatMap(({ subject, data }) => linksOf(subject, data as InvoiceData))
      .filter((link) => recordId(usage.type, JSON.parse(link._id)[0]) === _id);
    const changes = own.map((link) => ({ before: link, after: link }));
    await writeLinks(links, changes, session);
  }
  const linked = { ...recordFromV1(usage), guard: usage.guard + 1n };
  await records.replaceOne({ _id, guard: usage.guard }, linked as never, { session });
}
