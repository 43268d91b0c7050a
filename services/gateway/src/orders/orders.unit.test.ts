import { disbursementV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import type { Key } from '../access/key.ts';
import { Problem } from '../http/problem.ts';
import { listOrders } from './list.ts';
import { releaseOrder } from './release.ts';
import { reportOrderStatus } from './report-status.ts';

const KEY = { name: 'bureau', treasury: true } as unknown as Key;
const ORDER: disbursementV1.Order = {
  ...disbursementV1.Order.decode(new Uint8Array()),
  id: 'R1-X',
  state: 'ORDER_STATE_REJECTED',
  cursor: '7',
};

describe('a status', () => {
  const report = (effect: disbursementV1.StatusEffect, contradiction = '') =>
    handle(
      reportOrderStatus,
      { params: { id: 'R1-X' }, body: { status: 'paid' } },
      { recordStatus: async () => ({ order: { ...ORDER, contradiction }, effect }) },
    );

  it('that cannot be true together with what is known is answered 409 with what is held', async () => {
    const contradiction = 'the treasury says "paid" of an order that is rejected';
    const problem = await report('STATUS_EFFECT_CONTRADICTION', contradiction).catch(
      (error: unknown) => error,
    );
    if (!(problem instanceof Problem)) throw new Error('it is a problem');
    expect(problem.toDocument()).toMatchObject({
      status: 409,
      detail: expect.stringContaining(`order "R1-X" is held for an officer: ${contradiction}`),
      faults: [{ field: 'status', reason: 'contradiction' }],
    });
  });

  it.each([
    ['STATUS_EFFECT_RECORDED', 'recorded'],
    ['STATUS_EFFECT_NONE', 'none'],
  ] as const)('with the effect %s is answered %s', async (effect, word) => {
    expect(await report(effect)).toMatchObject({ effect: word, order: { id: 'R1-X', contradiction: null } });
  });
});

describe('a part that came back', () => {
  it('is told with how much, under the reference of the bank', async () => {
    const asked: unknown[] = [];
    const answer = await handle(
      reportOrderStatus,
      {
        params: { id: 'R1-X' },
        body: { status: 'returned', returnedFen: 40, reference: 'TK-1', reason: '账户已销户' },
      },
      {
        recordStatus: async (request: unknown) => {
          asked.push(request);
          const returns = [{ reference: 'TK-1', fen: 40n, reason: '', at: 't', lines: [] }];
          const order = { ...ORDER, state: 'ORDER_STATE_PAID', amountFen: 100n, returnedFen: 40n, returns };
          return { order, effect: 'STATUS_EFFECT_RECORDED' };
        },
      },
    );
    expect(asked).toEqual([
      {
        id: 'R1-X',
        state: 'ORDER_STATE_RETURNED',
        reason: '账户已销户',
        reference: 'TK-1',
        returnedFen: 40n,
      },
    ]);
    expect(answer).toMatchObject({
      order: {
        state: 'paid',
        returnedFen: 40,
        returns: [{ reference: 'TK-1', fen: 40, reason: null, release: null }],
      },
    });
  });
});

describe('the list of orders', () => {
  const list = (answer: Partial<disbursementV1.ListOrdersResponse>) =>
    handle(
      listOrders,
      { query: { limit: 1 } },
      { listOrders: async () => ({ orders: [], next: '0', hasMore: false, ...answer }) },
      { getParty: async () => ({}) },
    );

  it('says where to go on while there is more', async () => {
    expect(await list({ orders: [ORDER], next: '7', hasMore: true })).toMatchObject({
      next: '7',
      cursor: '7',
    });
  });

  it('ends with null, and a cursor for what comes later', async () => {
    expect(await list({ orders: [ORDER], next: '7' })).toMatchObject({ next: null, cursor: '7' });
  });

  it('that is empty has neither', async () => {
    expect(await list({})).toEqual({ orders: [], next: null, cursor: null });
  });

  it('can have an empty page that is not the last', async () => {
    expect(await list({ next: '20000', hasMore: true })).toMatchObject({ orders: [], next: '20000' });
  });
});

describe('a release', () => {
  const release = (replacement?: disbursementV1.Order) =>
    handle(
      releaseOrder,
      { params: { id: 'R1-X' }, body: { reason: 'corrected' } },
      { releaseOrder: async () => ({ order: ORDER, replacement }) },
    );

  it('says what was ordered in its place, or that nothing was yet', async () => {
    const issued = { ...ORDER, id: 'R1-X-2', state: 'ORDER_STATE_ISSUED' as const, replaces: 'R1-X' };
    expect(await release(issued)).toMatchObject({
      id: 'R1-X',
      state: 'rejected',
      replacedBy: { id: 'R1-X-2', state: 'issued', replaces: 'R1-X' },
    });
    expect(await release()).toMatchObject({ state: 'rejected', replacedBy: null });
  });
});

function handle(
  endpoint: { handle: unknown },
  request: object,
  disbursement: object,
  more: object = {},
): Promise<unknown> {
  const call = endpoint.handle as (request: object, services: object) => Promise<unknown>;
  return call({ key: KEY, ...request }, { disbursement, ...more });
}
