import { setTimeout as sleep } from 'node:timers/promises';
import { rpcStatus } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import type { Services } from '../services.ts';
import { proposeRows } from './propose-rows.ts';

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    entity: `E${index}`,
    accountName: '甲公司',
    accountNo: '1001',
    bankName: '某银行',
    bankCode: '102491002010',
    document: '来函',
  }));

/** The part of disbursement that is called here. */
function answering(answer: (entity: string, index: number) => { isNew: boolean }) {
  const seen = { asked: 0, atOnce: 0, most: 0 };
  const changePayee = async ({ entity }: { entity: string }) => {
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    const index = seen.asked++;
    await sleep(index % 3);
    seen.atOnce -= 1;
    return answer(entity, index);
  };
  return { seen, services: { disbursement: { changePayee } } as unknown as Services };
}

function failure(code: number): Error {
  return Object.assign(new Error('refused'), { code, details: 'the name differs' });
}

it('every row is answered in its place, with few under way at once', async () => {
  const { seen, services } = answering((entity) => {
    if (entity === 'E7') throw failure(rpcStatus.FAILED_PRECONDITION);
    return { isNew: entity !== 'E3' };
  });
  const results = await proposeRows(services, rowsOf(50), 'Li');
  expect(results.map(({ line, entity }) => [line, entity])).toEqual(
    rowsOf(50).map(({ line, entity }) => [line, entity]),
  );
  expect(results[3]).toMatchObject({ outcome: 'unchanged', reason: null });
  expect(results[7]).toMatchObject({ outcome: 'refused', reason: 'the name differs' });
  expect(results.filter(({ outcome }) => outcome === 'proposed')).toHaveLength(48);
  expect(seen.most).toBe(8);
});

it('an outage is no refusal', async () => {
  const { services } = answering(() => {
    throw failure(rpcStatus.UNAVAILABLE);
  });
  await expect(proposeRows(services, rowsOf(3), 'Li')).rejects.toThrow('refused');
});
