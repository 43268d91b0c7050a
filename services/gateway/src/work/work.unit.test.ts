import { describe, expect, it } from '@jest/globals';
import { workEndpoints } from './work.ts';

const ITEM = { id: 'X', entity: 'E', name: '', amountFen: 5n, since: '2026-03-02T00:00:00.000Z', why: '' };
const CLAIM = {
  ...{ entity: 'E', year: 2019, group: 'g', date: '2019-02-01', provision: 'p', beneficiary: 'E' },
  ...{ factType: 'duixian.receipt.v1', factSubject: 'C', lowestFen: 1n, highestFen: 3n },
};
const CLAIM_JSON = {
  ...{ id: 'duixian.receipt.v1/C', entity: 'E', name: null, amountFen: 3, since: '2019-02-01', why: '条' },
};
const ITEM_JSON = { ...ITEM, name: null, amountFen: 5, why: null };

describe('what waits', () => {
  const [summarise, list] = workEndpoints;

  it('is summed over money and claims', async () => {
    const services = {
      work: {
        summariseWork: async () => ({
          lists: [
            { list: 'WORK_LIST_HELD_ORDERS', count: 2n, isAtLeast: false, oldest: ITEM },
            { list: 'WORK_LIST_OBJECTIONS', count: 0n, isAtLeast: false, oldest: undefined },
          ],
        }),
      },
      awards: {
        summariseUndecided: async () => ({
          count: 10_000n,
          isAtLeast: true,
          oldest: CLAIM,
          oldestTitleZh: '条',
        }),
      },
    };
    const answer = await summarise?.handle({} as never, services as never);
    expect(summarise?.answer.parse(answer)).toEqual({
      lists: [
        { list: 'held-orders', count: 2, isAtLeast: false, oldest: ITEM_JSON },
        { list: 'objections', count: 0, isAtLeast: false, oldest: null },
        { list: 'undecided-claims', count: 10_000, isAtLeast: true, oldest: CLAIM_JSON },
      ],
    });
  });

  it.each([
    ['rejected-orders', { after: '7', limit: 3 }, { items: [ITEM_JSON], next: '9' }],
    ['undecided-claims', { after: undefined, limit: 3 }, { items: [CLAIM_JSON], next: null }],
  ])('is read as a list of %s by page', async (name, query, expected) => {
    const asked: unknown[] = [];
    const services = {
      work: {
        listWork: async (request: unknown) => {
          asked.push(request);
          return { items: [ITEM], next: '9' };
        },
      },
      awards: {
        listUndecided: async (request: unknown) => {
          asked.push(request);
          return { claims: [CLAIM], next: '', titlesZh: { p: '条' } };
        },
      },
    };
    const answer = await list?.handle({ params: { list: name }, query } as never, services as never);
    expect(list?.answer.parse(answer)).toEqual(expected);
    expect(asked).toEqual([expect.objectContaining({ after: query.after ?? '', limit: 3 })]);
  });

  it('names the lists that there are', () => {
    const parsed = list?.params?.safeParse({ list: 'everything' });
    expect(parsed?.error?.issues[0]?.message).toContain('one of held-orders, rejected-orders');
  });
});
