import { readPayeeTable } from '@duixian/documents/reading';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { rpcStatus } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { changeAccount } from './payee-commands.ts';

const [FIRM, OTHER, THIRD] = ['91410100170051134L', '91410100719182239A', '91410100MA44HRPD7A'] as const;
const account = (entity: string, accountNo: string) => ({
  ...{ accountName: `${entity} 公司`, accountNo },
  ...{ bankName: '某银行', bankCode: '102491002010' },
});

let servers: ServersForTests;
let process: Awaited<ReturnType<typeof openProcess>>;

beforeAll(async () => {
  servers = await openServersForTests('payee-table-test');
  process = await openProcess(await servers.open());
  await process.consume(...[FIRM, OTHER, THIRD].map((firm) => due(firm, 'sharing', 10n, 1n)));
  const change = (entity: string, by: string, command: Parameters<typeof changeAccount>[2]) =>
    changeAccount(process.decider, entity, command, { by, because: `${by} 来函` });
  await change(FIRM, 'ann', { propose: account(FIRM, '6222021702000000014') });
  await change(FIRM, 'bo', { confirm: 1 });
  // What waits goes before what stands; an account that was rejected is not shown.
  await change(FIRM, 'chen', { propose: account(FIRM, '6222021702000000022') });
  await change(OTHER, 'ann', { propose: account(OTHER, '6222021702000000030') });
  await change(THIRD, 'ann', { propose: account(THIRD, '6222021702000000048') });
  await change(THIRD, 'bo', { reject: 1 });
});

afterAll(() => servers.close());

it.each([
  ['TABLE_FORMAT_CSV', 'csv'],
  ['TABLE_FORMAT_XLSX', 'xlsx'],
] as const)('%s: what was written is read again as it was', async (format, read) => {
  const { rows, faults } = await readPayeeTable(await process.file('writePayeeTable', { format }), read);
  expect(faults).toEqual([]);
  expect(rows).toEqual([
    { line: 2, entity: FIRM, ...account(FIRM, '6222021702000000022'), document: 'chen 来函' },
    { line: 3, entity: OTHER, ...account(OTHER, '6222021702000000030'), document: 'ann 来函' },
  ]);
});

it('is in no other format', async () => {
  await expect(process.file('writePayeeTable', { format: 'TABLE_FORMAT_UNSPECIFIED' })).rejects.toMatchObject(
    {
      code: rpcStatus.INVALID_ARGUMENT,
    },
  );
});
