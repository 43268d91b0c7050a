import { type PayeeRow, readPayeeTable, type TableFault, writePayeeTable } from '@duixian/documents';
import type { disbursementV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import { z } from 'zod';
import { AtOnce } from '../http/at-once.ts';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem, type RequestFault } from '../http/problem.ts';
import { streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';
import { proposeRows, ROW_OUTCOMES } from './propose-rows.ts';

const MEDIA_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
const FILES = Object.values(MEDIA_TYPES);
const FORMAT = 'csv or xlsx';
const query = z.strictObject({ format: z.enum(['csv', 'xlsx'], { error: FORMAT }).describe(FORMAT) });
const file = z.string().describe('统一社会信用代码, 户名, 账号, 开户银行, 联行号, 依据文件');
const PAGE = 1_000;
const TABLES = new AtOnce(LIMITS.workbooksAtOnce.most, 'tables are read here');

const exportPayees = endpoint({
  method: 'GET',
  path: '/v1/payees/export',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'The accounts of all entities as a table',
  summaryZh: '导出收款账户表',
  description:
    'Of each entity the account that waits, or else the one that stands. Importing the same file changes nothing. The ' +
    'connection breaks off where a service fails meanwhile: only a whole answer ends properly.',
  query,
  answer: file,
  files: FILES,
  problems: ['unavailable'],
  async handle({ query: { format } }, { disbursement }) {
    const first = await disbursement.listPayees({ after: '', limit: PAGE, entities: [] });
    const content = await streamFrom(
      writePayeeTable(rowsFrom(first, disbursement), format) as AsyncIterable<Buffer>,
    );
    return new Download(MEDIA_TYPES[format], `payees.${format}`, content);
  },
});

const importPayees = endpoint({
  method: 'POST',
  path: '/v1/payees/import',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Put the accounts of a table forward, for another person to confirm',
  summaryZh: '批量导入收款账户，待他人复核',
  description:
    'The body is the file. One that is not right is refused whole, with everything that is wrong by line and column, ' +
    'and nothing is proposed. Otherwise every row is a proposal of its own. After a 503 sending it again is harmless: ' +
    'what was proposed already is `unchanged`.',
  query,
  rawBody: {
    limitBytes: 8 * 1024 * 1024,
    content: Object.fromEntries([...FILES, 'application/octet-stream'].map((type) => [type, file])),
  },
  answer: z.strictObject({
    results: z.array(
      z.strictObject({
        line: z.int().describe('Of the file, or row of the sheet.'),
        entity: z.string(),
        outcome: z.enum(ROW_OUTCOMES),
        reason: z.string().nullable().describe('Why it is refused.'),
      }),
    ),
  }),
  problems: ['too-large', 'media-type', 'unavailable'],
  async handle({ query: { format }, body, key }, services) {
    // Without a body there is no content type either, so nothing was parsed.
    if (!Buffer.isBuffer(body)) throw new Problem('bad-request', 'The body must be the file; there is none.');
    const { rows, faults } = await TABLES.run('', () => readPayeeTable(body, format));
    if (faults.length > 0) {
      const detail = `Nothing was proposed; what is wrong with the table (${faults.length}):`;
      throw new Problem('bad-request', detail, faults.map(requestFault));
    }
    return { results: await proposeRows(services, rows, key.person) };
  },
});

export const payeeTableEndpoints: readonly Endpoint[] = [exportPayees, importPayees];

function requestFault({ line, column, message }: TableFault): RequestFault {
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
