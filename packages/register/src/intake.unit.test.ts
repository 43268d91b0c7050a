import { readItem } from '@duixian/facts';
import { OutOfTime, RpcError, rpcStatus } from '@duixian/runtime';
import { City } from '@duixian/testing';
import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { Intake } from './intake.ts';
import type { Arrival, Outcome } from './judge-batch.ts';

const city = new City({ entities: 5, institutions: 1 });

function facts(first: number, count: number) {
  return Array.from({ length: count }, (_, at) => {
    const read = readItem(city.usage(first + at), 0);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    return { fact: read.fact, traceparent: undefined };
  });
}

/** A store whose transactions end when the test ends them. */
function slowStore(documentsOf?: () => number) {
  const transactions: { subjects: string[]; commit(): void; fail(error: Error): void }[] = [];
  const record = (arrivals: readonly Arrival[]) =>
    new Promise<readonly Outcome[]>((resolve, reject) => {
      const subjects = arrivals.map(({ fact }) => fact.subject);
      transactions.push({ subjects, commit: () => resolve(arrivals.map(() => 'recorded')), fail: reject });
    });
  return { transactions, intake: new Intake('metering', record, documentsOf) };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a call that is larger than a transaction', () => {
  const most = LIMITS.intakeBatchItems.most;

  it('takes its turn again after those that came meanwhile, and is answered for all of it in its order', async () => {
    const { transactions, intake } = slowStore();
    const large = facts(0, 2 * most + 1);
    const answered: string[] = [];
    const all = intake.add(large).then((outcomes) => answered.push(`large ${outcomes.length}`));
    await until(() => transactions.length === 1);
    const small = intake.add(facts(900_000, 1)).then((outcomes) => answered.push(`small ${outcomes.length}`));
    await new Promise((resolve) => setImmediate(resolve));
    for (let done = 0; done < 3; done += 1) {
      await until(() => transactions.length > done);
      transactions[done]?.commit();
    }
    await Promise.all([all, small]);
    expect(answered).toEqual(['small 1', `large ${2 * most + 1}`]);
    const subjects = transactions.flatMap((transaction) => transaction.subjects);
    const [own] = facts(900_000, 1);
    expect(subjects.filter((subject) => subject !== own?.fact.subject)).toEqual(
      large.map(({ fact }) => fact.subject),
    );
    expect(transactions.map((transaction) => transaction.subjects.length)).toEqual([most, most, 2]);
  });

  it('goes in parts by what its facts write, too', async () => {
    const { transactions, intake } = slowStore(() => LIMITS.intakeBatchDocuments.most);
    const all = intake.add(facts(0, 3));
    for (let done = 0; done < 3; done += 1) {
      await until(() => transactions.length > done);
      transactions[done]?.commit();
    }
    expect(await all).toEqual(['recorded', 'recorded', 'recorded']);
    expect(transactions.map((transaction) => transaction.subjects.length)).toEqual([1, 1, 1]);
  });

  it('is not tried further where the database is away, and holds no place then', async () => {
    const { transactions, intake } = slowStore();
    const all = intake.add(facts(0, 3 * most));
    await until(() => transactions.length === 1);
    transactions[0]?.fail(new RpcError(rpcStatus.UNAVAILABLE, 'away'));
    await expect(all).rejects.toThrow('away');
    await until(() => !intake.isBusy);
    expect(transactions).toHaveLength(1);
  });

  it('has no turn any more when its caller is gone, and holds no place then', async () => {
    const { transactions, intake } = slowStore();
    let isGone = false;
    const all = intake.add(facts(0, 3 * most), () => isGone);
    await until(() => transactions.length === 1);
    const again = intake.add(facts(0, most));
    isGone = true;
    transactions[0]?.commit();
    await expect(all).rejects.toThrow('the caller does not wait any more');
    await until(() => transactions.length === 2);
    expect(transactions[1]?.subjects).toEqual(transactions[0]?.subjects);
    transactions[1]?.commit();
    expect(await again).toHaveLength(most);
    await until(() => !intake.isBusy);
    expect(transactions).toHaveLength(2);
  });

  it('is not halved further when its caller is gone, and what shares the transaction is', async () => {
    const { transactions, intake } = slowStore();
    let isGone = false;
    const rejected = expect(intake.add(facts(0, 4), () => isGone)).rejects.toThrow('does not wait any more');
    const other = intake.add(facts(900_000, 4));
    await until(() => transactions.length === 1);
    isGone = true;
    transactions[0]?.fail(new OutOfTime('8 s'));
    await until(() => transactions.length === 2);
    transactions[1]?.commit();
    expect(await other).toHaveLength(4);
    await rejected;
    expect(transactions.map(({ subjects }) => subjects.length)).toEqual([8, 4]);
  });
});
