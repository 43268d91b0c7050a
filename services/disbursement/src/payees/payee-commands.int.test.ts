import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { HeldDatabase } from '@duixian/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { changeAccount } from './payee-commands.ts';

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('payee-desk-test');
  parts = await servers.open();
});

afterAll(() => servers.close());

const account = (entity: string, accountNo: string) => ({
  ...{ accountName: `${entity} 公司`, accountNo },
  ...{ bankName: '某银行', bankCode: '102491002010' },
});
const PERSON = { by: 'ann', because: '来函' };

it.each([
  ['MongoDB sees it', false],
  ['only what is stored shows it', true],
])('two processes that give one account to two entities at once: one does, and %s', async (_, blind) => {
  const [one, other, accountNo] = [
    `A-${blind}`,
    `B-${blind}`,
    blind ? '6222021702000000014' : '6222021702000000022',
  ];
  const process = await openProcess(parts);
  await process.consume(due(one, 'sharing', 10n, 1n), due(other, 'sharing', 10n, 1n));
  const held = new HeldDatabase(parts.database, { blind });
  const heldProcess = await openProcess({ ...parts, database: held.connection });
  const [first, second] = await held.meet(
    () => changeAccount(heldProcess.decider, one, { propose: account(one, accountNo) }, PERSON),
    () => changeAccount(process.decider, other, { propose: account(other, accountNo) }, PERSON),
  );
  expect(second.outcome).toMatchObject({ isNew: true });
  expect(first.outcome).toEqual({ refusal: 'account-of-another', of: [other] });
});

it('an account from before numbers were counted is known, by an index, and its entity is named', async () => {
  const process = await openProcess(parts);
  await process.consume(due('C', 'sharing', 10n, 1n), due('D', 'sharing', 10n, 1n));
  const accountNo = '6222021702000000030';
  await changeAccount(process.decider, 'C', { propose: account('C', accountNo) }, PERSON);
  await process.collections.accountNumbers.deleteOne({ _id: accountNo });
  const act = { $case: 'propose', value: account('D', accountNo) } as const;
  const request = { entity: 'D', ...PERSON, act, sharedBecause: '' };
  await expect(process.ask('changePayee', request)).rejects.toThrow('this account is that of C already');
  expect(await process.ask('changePayee', { ...request, sharedBecause: '同一法人' })).toMatchObject({
    payee: { proposals: [{ sharedWith: ['C'], sharedBecause: '同一法人' }] },
  });
  const { queryPlanner } = await process.collections.payees
    .find({ 'proposals.accountNo': accountNo })
    .explain('queryPlanner');
  expect(JSON.stringify(queryPlanner.winningPlan)).toContain('"indexName":"proposals.accountNo_1"');
});
