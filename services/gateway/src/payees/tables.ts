import * as api from '@duixian/api';
import { readPayeeTable, type TableFault } from '@duixian/documents/reading';
import { LIMITS } from '@duixian/values';
import { AtOnce } from '../http/at-once.ts';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { fileFrom } from '../http/streams.ts';
import { proposeRows } from './propose-rows.ts';

const ON_WIRE = { csv: 'TABLE_FORMAT_CSV', xlsx: 'TABLE_FORMAT_XLSX' } as const;
const TABLES = new AtOnce(LIMITS.workbooksAtOnce.most, 'tables are read here');

const exportPayees = endpoint(api.exportPayees, async ({ query: { format } }, { disbursement }) => {
  const content = await fileFrom(disbursement.writePayeeTable({ format: ON_WIRE[format] }));
  return new Download(api.TABLE_MEDIA_TYPES[format], `payees.${format}`, content);
});

const importPayees = endpoint(api.importPayees, async ({ query: { format }, body, key }, services) => {
  // Without a body there is no content type, so nothing was parsed.
  if (!Buffer.isBuffer(body)) throw new Problem('bad-request', 'The body must be the file; there is none.');
  const { rows, faults } = await TABLES.run('', () => readPayeeTable(body, format));
  if (faults.length > 0) {
    const detail = `Nothing was proposed; what is wrong with the table (${faults.length}):`;
    throw new Problem('bad-request', detail, faults.map(requestFault));
  }
  return { results: await proposeRows(services, rows, key.person) };
});

export const payeeTableEndpoints: readonly Endpoint[] = [exportPayees, importPayees];

function requestFault({ line, column, message }: TableFault): api.RequestFault {
  return { field: `${line}.${column}`, reason: 'bad-cell', message: `line ${line}: ${message}` };
}
