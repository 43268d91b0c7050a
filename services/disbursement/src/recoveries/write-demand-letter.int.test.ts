import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { findPacks, policyOfPacks } from '@duixian/policy';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import type { DocumentSources } from '../documents/document-sources.ts';

let servers: ServersForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
let isAway = false;
const sources: DocumentSources = {
  office: { name: '市科技局', objectionsTo: '市科技局 0371', returnMoneyTo: '财政专户 1001' },
  awards: {
    async policy() {
      if (isAway) throw new RpcError(rpcStatus.UNAVAILABLE, 'awards is away');
      return policyOfPacks(findPacks('zhengzhou-2017-61'), {});
    },
    async *explain() {},
  },
};

beforeAll(async () => {
  servers = await openServersForTests('demand-letter-test');
  process = await openProcess(await servers.open(), {}, sources);
  await process.consume(due('E', 'sharing', 100n, 1n));
  await process.intake.record('E-2019-sharing-1', { status: 'paid', reason: '' });
  await process.consume(due('E', 'sharing', 0n, 2n));
  const demand = { by: 'officer', document: '郑科追〔2026〕1号', reason: '合同已作废', dueOn: '2030-01-01' };
  await process.recoveries.demand('E', demand);
});

afterAll(() => servers.close());

const letter = (id: string) => process.file('writeDemandLetter', { id });

it('is a document whose arithmetic is right', async () => {
  expect((await letter('E-D1')).subarray(0, 2).toString()).toBe('PK');
});

it('is not made of a demand that there is not', async () => {
  const refused = { code: rpcStatus.NOT_FOUND, details: 'there is no demand "E-D2"' };
  await expect(letter('E-D2')).rejects.toMatchObject(refused);
});

it('waits for awards, which has the words of its articles', async () => {
  isAway = true;
  await expect(letter('E-D1')).rejects.toMatchObject({ code: rpcStatus.UNAVAILABLE });
});
