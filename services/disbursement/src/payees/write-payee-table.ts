import type { PayeeRow } from '@duixian/documents';
import type { disbursementV1 } from '@duixian/proto';
import { nextAfter, readPage } from '@duixian/runtime';
import { documentWriters } from '../documents/document-writers.ts';
import { filePieces } from '../documents/file-pieces.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { payeeFrom } from '../unit-of-work/load-ledger-session.ts';
import { refuseIf } from '../wire/request-faults.ts';

const PAGE = 1_000;
const FORMATS = { TABLE_FORMAT_CSV: 'csv', TABLE_FORMAT_XLSX: 'xlsx' } as const;

/** The table of accounts as a file. Its reader may be slow, so it is read page by page, and no cursor waits for it. */
export async function* payeeTable(
  collections: Collections,
  { format }: disbursementV1.WritePayeeTableRequest,
): AsyncGenerator<disbursementV1.WritePayeeTableResponse> {
  const known = FORMATS[format as keyof typeof FORMATS];
  refuseIf([!known && 'format: CSV or XLSX']);
  const { writePayeeTable } = await documentWriters();
  yield* filePieces(writePayeeTable(rowsOf(collections), known));
}

async function* rowsOf({ payees }: Collections): AsyncGenerator<PayeeRow> {
  let after = '';
  do {
    const page = await readPage(payees.find({ _id: { $gt: after } }).sort({ _id: 1 }), PAGE);
    for (const document of page.rows) {
      const { uscc, waiting, standing, proposals } = payeeFrom(document);
      const shown = proposals.find(({ number }) => number === (waiting ?? standing));
      if (shown) yield rowOf(uscc, shown);
    }
    after = nextAfter(page, ({ _id }) => _id);
  } while (after !== '');
}

function rowOf(entity: string, shown: Omit<PayeeRow, 'entity'>): PayeeRow {
  const { accountName, accountNo, bankName, bankCode, document } = shown;
  return { entity, accountName, accountNo, bankName, bankCode, document };
}
