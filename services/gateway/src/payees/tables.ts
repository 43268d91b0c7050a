import * as api from '@duixian/api';
import { type PayeeRow, readPayeeTable, type TableFault, writePayeeTable } from '@duixian/documents';
import type { disbursementV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import { AtOnce } from '../http/at-once.ts';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';
import { proposeRows } from './propose-rows.ts';

const PAGE = 1_000;
const TABLES = new AtOnce(LIMITS.workbooksAtOnce.most, 'tables are read here');

const exportPayees = endpoint(api.exportPayees, async ({ query: { format } }, { disbursement }) => {
  const first = await disbursement.listPayees({ after: '', limit: PAGE, entities: [] });
  const content = await streamFrom(
    writePayeeTable(rowsFrom(first, disbursement), format) as AsyncIterable<Buffer>,
  );
  return new Download(api.TABLE_MEDIA_TYPES[format], `payees.${format}`, content);
});

const importPayees = endpoint(api.importPayees, async ({ query: { format }, body, key }, services) => {
  // Without a body there is no content type, so nothing was parsed.
  if (!Buffer.isBuffer(body)) throw new Problem('bad-request', 'The body must be the file; there is none.');
  const { rows, faults } = await TABLES.run('', () => readPayeeTable(body, format));
  if (faults.length > 0) {
    const detail = `Nothing was proposed; faults of the table (${faults.length}):`;
    throw new Problem('bad-request', detail, faults.map(requestFault));
  }
  return { results: await proposeRows(services, rows, key.person) };
});

export const payeeTableEndpoints: readonly Endpoint[] = [exportPayees, importPayees];

function requestFault({ line, column, message }: TableFault): api.RequestFault {
  return { field: `${line}.${column}`, reason: 'bad-cell', message: `line ${line}: ${message}` };
}

async function* rowsFrom(
  first: disbursementV1.ListPayeesResponse,
  disbursement: Services['disbursement'],
): AsyncGenerator<PayeeRow> {
  for (
    let page = first;
    ;
    page = await disbursement.listPayees({ after: page.next, limit: PAGE, entities: [] })
  ) {
    for (const payee of page.payees) {
      const number = payee.waiting ?? payee.standing;
      const proposal = payee.proposals.find((one) => one.number === number);
      if (!proposal) continue;
      const account = defined(proposal.account, 'a proposal has an account');
      yield { ...account, entity: payee.entity, document: proposal.document };
    }
    if (page.next === '') return;
  }
}
