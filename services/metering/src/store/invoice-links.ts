import { type Database, inParts, openKinds, type Session, type StoredKind } from '@duixian/runtime';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Earliest, InvoiceLink, Range } from '../domain/invoice-link.ts';

export type InvoiceLinks = {
  readonly collection: Collection<InvoiceLink>;
  readonly database: Database;
};

/** The server plans each range separately. */
const RANGES_AT_ONCE = 100;

type Operation = AnyBulkWriteOperation<InvoiceLink>;

/** A link before and after a batch; absent if the invoice does not name the record. */
export type LinkChange = {
  readonly before: InvoiceLink | undefined;
  readonly after: InvoiceLink | undefined;
};

export const INVOICE_LINKS: StoredKind = {
  collection: 'invoiceLinks',
  version: 1,
  indexes: [{ key: { group: 1, paid: 1, order: 1 } }],
};

export async function openInvoiceLinks(database: Database): Promise<InvoiceLinks> {
  const collection = database.collection('invoiceLinks') as unknown as InvoiceLinks['collection'];
  await openKinds(database, [INVOICE_LINKS]);
  return { collection, database };
}

export async function writeLinks(
  { collection }: InvoiceLinks,
  changes: Iterable<LinkChange>,
  session: Session,
): Promise<void> {
  const operations = [...changes].map(operationOf).filter((operation) => operation !== undefined);
  for (const part of inParts(operations)) await collection.bulkWrite(part, { session, ordered: false });
}

function operationOf({ before, after }: LinkChange): Operation | undefined {
  if (after === undefined) return before && { deleteOne: { filter: { _id: before._id } } };
  if (before === undefined) return { insertOne: { document: after } };
  return { replaceOne: { filter: { _id: after._id }, replacement: after, upsert: true } };
}

/** For each group that has one: one step into the index, however many invoices it has. */
export async function readEarliest(
  links: InvoiceLinks,
  groups: ReadonlySet<string>,
  session: Session,
): Promise<Map<string, Earliest>> {
  const found = new Map<string, Earliest>();
  for (const part of inParts([...groups]))
    for (const [group, earliest] of await earliestOf(links, part, session)) found.set(group, earliest);
  return found;
}

async function earliestOf(
  { collection, database }: InvoiceLinks,
  groups: readonly string[],
  session: Session,
): Promise<[string, Earliest][]> {
  const first = [
    { $match: { paid: true } },
    { $sort: { paid: 1, order: 1 } },
    { $limit: 1 },
    { $project: { _id: 0, order: 1 } },
  ];
  const found = await database
    .aggregate<{ group: string; first: { order: string }[] }>(
      [
        { $documents: groups.map((group) => ({ group: { $literal: group } })) },
        {
          $lookup: {
            from: collection.collectionName,
            localField: 'group',
            foreignField: 'group',
            pipeline: first,
            as: 'first',
          },
        },
      ],
      { session },
    )
    .toArray();
  return found.map(({ group, first: [earliest] }) => [group, earliest?.order]);
}

export async function readRanges(
  { collection }: InvoiceLinks,
  ranges: readonly Range[],
  session: Session,
): Promise<InvoiceLink[]> {
  const found: InvoiceLink[] = [];
  for (const part of inParts(ranges, RANGES_AT_ONCE)) {
    const $or = part.map(({ group, after, upTo }) => ({
      group,
      paid: { $in: [false, true] },
      order: { $gt: after ?? '', ...(upTo === undefined ? {} : { $lte: upTo }) },
    }));
    found.push(...(await collection.find({ $or }, { session }).toArray()));
  }
  return found;
}
