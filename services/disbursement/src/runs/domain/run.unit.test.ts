import { defined } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { entitled } from '../../../testing/ledger-history.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { availableOf, Budgets } from '../../budgets/domain/budget.ts';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import { openLedgerSession } from '../../ledger/domain/ledger-session.ts';
import { groupFor } from '../../ledger/domain/membership.ts';
import { waitingReasons } from '../../orders/domain/settle.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';
import { outReason } from './line-holdings.ts';

function byRuns(budgetFen?: bigint): RunHistory {
  const history = new RunHistory();
  const programme = { ...DEFAULT_PROGRAMME, mode: 'runs' as const, budgeted: budgetFen !== undefined };
  history.terms = { ...history.terms, programmes: [programme] };
  if (budgetFen !== undefined) history.appropriate(budgetFen);
  return history;
}

/** Three entities, of which B has two accounts. */
function drafted(budgetFen?: bigint): RunHistory {
  const history = byRuns(budgetFen);
  history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
  history.consume(entitled('B', 2018, 'facilitation', 30n, 1n));
  history.consume(entitled('B', 2019, 'sharing', 20n, 1n));
  history.consume(entitled('C', 2019, 'sharing', 5n, 1n));
  history.draft('R1', 'preparer');
  history.workOff('R1');
  return history;
}

function published(budgetFen?: bigint): RunHistory {
  const history = drafted(budgetFen);
  history.step('R1', 'publish', 'publisher');
  history.workOff('R1');
  return history;
}

function issued(budgetFen?: bigint): RunHistory {
  const history = published(budgetFen);
  history.step('R1', 'approve', 'approver');
  history.workOff('R1');
  history.step('R1', 'issue', 'preparer');
  history.workOff('R1');
  return history;
}

const open = (history: RunHistory, uscc: string) =>
  history.ledgers.get(uscc)?.payables.map((payable) => openOf(payable));
const amounts = (history: RunHistory) =>
  history.linesOf('R1').map(({ amounts: own }) => own.map(({ fen }) => fen));

describe('a run (批次)', () => {
  it('takes what is open, one line an entity, and orders nothing by itself', () => {
    const history = drafted();
    expect(history.runs.get('R1')).toMatchObject({
      state: 'draft',
      job: null,
      sums: { lines: 3, draftFen: 155n },
    });
    expect(amounts(history)).toEqual([[100n], [30n, 20n], [5n]]);
    expect(history.orders.size).toBe(0);
  });

  it('takes only what its filters say', () => {
    const history = byRuns();
    history.consume(entitled('A', 2018, 'sharing', 100n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 40n, 1n));
    history.consume(entitled('B', 2019, 'sharing', 9n, 1n));
    history.consume(entitled('C', 2019, 'facilitation', 90n, 1n));
    history.draft('R1', 'preparer', { groups: ['sharing'], years: [2019], smallestFen: 10n });
    history.workOff('R1');
    expect(history.linesOf('R1').map(({ entity, draftFen }) => [entity, draftFen])).toEqual([['A', 40n]]);
  });

  it('names an entity whose accounts together are more than one order may carry, and takes nothing of it', () => {
    const history = byRuns();
    history.consume(entitled('A', 2018, 'sharing', 9_007_199_254_740_991n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 1n, 1n));
    history.consume(entitled('B', 2019, 'sharing', 5n, 1n));
    history.draft('R1', 'preparer');
    history.workOff('R1');
    expect(history.runs.get('R1')?.sums).toMatchObject({ lines: 2, linesOut: 1, draftFen: 5n });
    for (const step of ['publish', 'approve', 'issue'] as const) {
      history.step('R1', step, { publish: 'publisher', approve: 'approver', issue: 'preparer' }[step]);
      history.workOff('R1');
    }
    expect(history.linesOf('R1')).toMatchObject([
      { entity: 'A', out: 'beyond-exact', amounts: [], order: '' },
      { entity: 'B', out: null, order: 'R1-B' },
    ]);
    expect([...history.orders.keys()]).toEqual(['R1-B']);
    // Runs of one year take what fits.
    history.draft('R2', 'preparer', { groups: [], years: [2018], smallestFen: 0n });
    history.workOff('R2');
    expect(history.linesOf('R2')).toMatchObject([
      { entity: 'A', out: null, draftFen: 9_007_199_254_740_991n },
    ]);
  });

  it('lets a line beyond exact that was published before go at approval: what it held is open again', () => {
    const history = published();
    const line = history.linesOf('R1')[0];
    const group = groupFor(openLedgerSession(history.ledgers.values()), 'A');
    const fen = 9_007_199_254_740_991n;
    const amounts = [2018, 2019].map((year) => ({ year, group: 'sharing', fen }));
    expect(outReason(group, { ...defined(line, 'A has a line'), amounts })).toBe('beyond-exact');
  });

  it('reserves what it publishes, so that another run finds nothing', () => {
    const history = published();
    expect(open(history, 'B')).toEqual([0n, 0n]);
    history.draft('R2', 'preparer');
    history.workOff('R2');
    expect(history.linesOf('R2')).toEqual([]);
    expect(history.step('R2', 'publish', 'publisher')).toBe('nothing-to-pay');
  });

  it('becomes one order an entity, with the amount of each account', () => {
    const history = issued();
    expect([...history.orders.values()]).toMatchObject([
      { id: 'R1-A', amountFen: 100n, run: 'R1' },
      {
        id: 'R1-B',
        amountFen: 50n,
        lines: [{ fen: 30n }, { fen: 20n }],
        purpose: '2018年度 促成技术转移 等2项 奖补',
      },
      { id: 'R1-C', amountFen: 5n },
    ]);
    expect(history.runs.get('R1')).toMatchObject({ state: 'issued', sums: { issuedFen: 155n } });
  });

  it('lowers a line at approval and at issue, and never raises it', () => {
    const history = published();
    history.consume(entitled('A', 2019, 'sharing', 70n, 2n));
    history.consume(entitled('C', 2019, 'sharing', 50n, 2n));
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    expect(amounts(history)).toEqual([[70n], [30n, 20n], [5n]]);
    expect(open(history, 'C')).toEqual([45n]);
    history.consume(entitled('A', 2019, 'sharing', 60n, 3n));
    history.step('R1', 'issue', 'preparer');
    history.workOff('R1');
    expect(history.linesOf('R1')[0]).toMatchObject({ draftFen: 100n, approvedFen: 70n, issuedFen: 60n });
    expect(history.order('R1-A').amountFen).toBe(60n);
    expect(open(history, 'A')).toEqual([0n]);
  });

  it('nets what must be recovered from another account before it pays', () => {
    const history = byRuns();
    history.terms = { ...history.terms, programmes: [DEFAULT_PROGRAMME] };
    history.consume(entitled('A', 2018, 'sharing', 40n, 1n));
    history.status('A-2018-sharing-1', 'paid');
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, mode: 'runs' }] };
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    history.draft('R1', 'preparer');
    history.workOff('R1');
    history.step('R1', 'publish', 'publisher');
    history.workOff('R1');
    history.consume(entitled('A', 2018, 'sharing', 10n, 2n));
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    expect(amounts(history)).toEqual([[70n]]);
  });

  it.each(['preparer', 'publisher', 'objector', 'judge'])('is not approved by its %s', (person) => {
    const history = published();
    history.changeLine('R1', 'A', 'object', 'objector');
    history.changeLine('R1', 'A', 'dismiss', 'judge');
    expect(history.step('R1', 'approve', person)).toBe('same-person');
    expect(history.step('R1', 'approve', 'approver')).toBeUndefined();
  });

  it('is not approved by who confirmed the account of a payee, before or after publication', () => {
    const account = {
      accountName: 'A 公司',
      accountNo: '123456',
      bankName: '银行',
      bankCode: '102491000017',
    };
    const history = drafted();
    history.payee('A', { propose: account }, 'clerk');
    history.payee('A', { confirm: 1 }, 'controller');
    history.step('R1', 'publish', 'publisher');
    history.workOff('R1');
    expect(history.step('R1', 'approve', 'controller')).toBe('same-person');
    history.payee('C', { propose: { ...account, accountName: 'C 公司', accountNo: '654321' } }, 'clerk');
    history.payee('C', { confirm: 1 }, 'approver');
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    expect(history.linesOf('R1').map(({ out }) => out)).toEqual([null, null, 'payee-confirmed-by-approver']);
    expect(open(history, 'C')).toEqual([5n]);
  });

  it('waits for its publicity', () => {
    const history = published();
    const run = history.runs.get('R1');
    if (run)
      history.runs.set('R1', {
        ...run,
        publicity: { from: '2019-05-28', until: '2019-06-03', workingDays: 5 },
      });
    expect(history.step('R1', 'approve', 'approver')).toBe('publicity-not-over');
    history.terms = { ...history.terms, now: new Date('2019-06-03T15:59:59Z') };
    expect(history.step('R1', 'approve', 'approver')).toBe('publicity-not-over');
    history.terms = { ...history.terms, now: new Date('2019-06-03T16:00:00Z') };
    expect(history.step('R1', 'approve', 'approver')).toBeUndefined();
  });

  it('leaves out a line that is objected to, until the objection is dismissed', () => {
    const history = published(200n);
    expect(history.changeLine('R1', 'B', 'object', 'officer')).toBeUndefined();
    expect(open(history, 'B')).toEqual([30n, 20n]);
    expect(history.budget?.committedFen).toBe(105n);
    expect(history.step('R1', 'approve', 'approver')).toBe('undecided-objections');
    history.changeLine('R1', 'B', 'dismiss', 'judge');
    expect(history.budget?.committedFen).toBe(155n);
    history.changeLine('R1', 'C', 'object', 'officer');
    history.changeLine('R1', 'C', 'uphold', 'judge');
    expect(history.linesOf('R1').map(({ out }) => out)).toEqual([null, null, 'objection']);
    expect(history.changeLine('R1', 'C', 'dismiss', 'judge')).toBe('no-objection');
    expect(history.changeLine('R1', 'D', 'object', 'officer')).toBe('unknown-line');
    history.step('R1', 'approve', 'approver');
    expect(history.changeLine('R1', 'A', 'object', 'officer')).toBe('busy');
    history.workOff('R1');
    expect(history.changeLine('R1', 'A', 'object', 'officer')).toBe('already-approved');
  });

  it('gives everything back when it is cancelled', () => {
    const history = published(200n);
    history.step('R1', 'cancel', 'officer');
    history.workOff('R1');
    expect(history.runs.get('R1')?.state).toBe('cancelled');
    expect(['A', 'B', 'C'].map((uscc) => open(history, uscc))).toEqual([[100n], [30n, 20n], [5n]]);
    expect(history.budget).toMatchObject({ committedFen: 0n, orderedFen: 0n });
  });

  it('holds its amounts against the budget from publication on, and is refused beyond it with the shortfall', () => {
    const history = drafted(150n);
    expect(history.step('R1', 'publish', 'publisher')).toBe('short of 5');
    expect(history.runs.get('R1')?.job).toBeNull();
    history.appropriate(160n);
    history.step('R1', 'publish', 'publisher');
    history.workOff('R1');
    expect(history.budget && availableOf(history.budget)).toBe(5n);
    expect(history.appropriate(154n)).toBe('short of 1');
    const after = issued(160n);
    expect(after.budget).toMatchObject({ committedFen: 0n, orderedFen: 155n });
  });

  it('leaves a budget that is withdrawn wholly only where nothing of it is committed or ordered', () => {
    const history = published(200n);
    expect(history.appropriate(0n)).toBe('short of 155');
    history.step('R1', 'cancel', 'officer');
    history.workOff('R1');
    expect(history.appropriate(0n)).toBeUndefined();
    expect(history.budget).toMatchObject({
      appropriatedFen: 0n,
      changes: [{ appropriatedFen: 200n }, { appropriatedFen: 0n }],
    });
    expect(issued(200n).appropriate(0n)).toBe('short of 155');
    expect(byRuns(0n).budget).toBeUndefined();
  });

  it('draws on the budget of its own year, also where its issue is worked off in the next', () => {
    const history = published(1_000n);
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    history.terms = { ...history.terms, now: new Date('2019-12-31T15:59:00Z') };
    history.step('R1', 'issue', 'preparer');
    history.terms = { ...history.terms, now: new Date('2019-12-31T16:01:00Z') };
    history.workOff('R1');
    expect([...history.orders.values()].map(({ fiscalYear, budget }) => [fiscalYear, budget])).toEqual(
      Array.from({ length: 3 }, () => [2019, '2019:awards']),
    );
    expect(history.budget).toMatchObject({ committedFen: 0n, orderedFen: 155n });
  });

  it('closes when nothing of it is under way', () => {
    const history = issued();
    expect(history.close('R1', 'officer')).toBe('orders-under-way');
    for (const id of ['R1-A', 'R1-B']) history.status(id, 'paid');
    history.status('R1-C', 'rejected', 'wrong account');
    expect(history.close('R1', 'officer')).toBe('orders-under-way');
    history.release('R1-C');
    expect(history.close('R1', 'officer')).toBeUndefined();
    expect(history.runs.get('R1')?.state).toBe('closed');
  });

  it('lets a returned amount be applied for again with the next run, under a new id that names the old', () => {
    const history = issued();
    history.status('R1-C', 'paid');
    history.status('R1-C', 'returned', 'account closed');
    history.release('R1-C');
    history.draft('R2', 'preparer');
    for (const event of ['publish', 'approve', 'issue'] as const) {
      history.workOff('R2');
      history.step('R2', event, event);
    }
    history.workOff('R2');
    expect(history.order('R2-C')).toMatchObject({ amountFen: 5n, replaces: 'R1-C' });
  });

  it('leaves out an entity that is held, or that became a branch of another meanwhile', () => {
    const history = published();
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n, { holds: ['restating'], entityVersion: 1n }));
    history.consume(entitled('B', 2019, 'sharing', 20n, 1n, { entityVersion: 1n, members: ['B', 'C'] }));
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    expect(history.linesOf('R1').map(({ out }) => out)).toEqual(['held', null, 'belongs-to-another']);
  });
});

describe('a straight-through programme with a budget', () => {
  it('orders up to what is left; the rest says why it waits, and is looked at again', () => {
    const history = new RunHistory();
    history.terms = { ...history.terms, programmes: [{ ...DEFAULT_PROGRAMME, budgeted: true }] };
    history.appropriate(120n);
    expect(history.consume(entitled('A', 2019, 'sharing', 100n, 1n))).toMatchObject([{ amountFen: 100n }]);
    expect(history.consume(entitled('B', 2019, 'sharing', 30n, 1n))).toEqual([]);
    const root = defined(history.ledgers.get('B'), 'B was heard of');
    const [account] = entityAccounts([root]);
    const budgets = new Budgets(history.budgets.values());
    expect(
      account &&
        waitingReasons({ root, ledgers: [root], accounts: [account] }, account, history.terms, budgets),
    ).toEqual(['no-budget']);
    expect(root.dueAt).not.toBeNull();
    history.appropriate(130n);
    expect(history.consume(entitled('B', 2019, 'sharing', 30n, 2n))).toMatchObject([{ amountFen: 30n }]);
  });
});

describe('an objection', () => {
  it.each(['preparer', 'publisher', 'objector'])('is not decided by the %s of its run', (person) => {
    const history = published(155n);
    history.changeLine('R1', 'A', 'object', 'objector');
    expect(history.changeLine('R1', 'A', 'dismiss', person)).toBe('had-a-hand');
    expect(history.changeLine('R1', 'A', 'uphold', person)).toBe('had-a-hand');
    expect(history.changeLine('R1', 'A', 'dismiss', 'judge')).toBeUndefined();
  });
});

describe('an objection that is dismissed', () => {
  it('moves nothing where the budget went elsewhere meanwhile', () => {
    const history = published(155n);
    history.changeLine('R1', 'A', 'object', 'objector');
    history.appropriate(100n);
    expect(history.changeLine('R1', 'A', 'dismiss', 'judge')).toBe('no-budget');
    expect(open(history, 'A')).toEqual([100n]);
    history.appropriate(155n);
    expect(history.changeLine('R1', 'A', 'dismiss', 'judge')).toBeUndefined();
    expect(amounts(history)).toEqual([[100n], [30n, 20n], [5n]]);
  });

  it('leaves the line out where the entity became a branch of another, or is held', () => {
    const history = published(155n);
    for (const uscc of ['A', 'C']) history.changeLine('R1', uscc, 'object', 'objector');
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n, { holds: ['restating'], entityVersion: 1n }));
    history.consume(entitled('B', 2019, 'sharing', 20n, 1n, { entityVersion: 1n, members: ['B', 'C'] }));
    for (const uscc of ['A', 'C']) history.changeLine('R1', uscc, 'dismiss', 'judge');
    expect(history.linesOf('R1').map(({ out }) => out)).toEqual(['held', null, 'belongs-to-another']);
    expect(history.budget).toMatchObject({ committedFen: 50n });
    history.step('R1', 'approve', 'approver');
    history.workOff('R1');
    expect(history.runs.get('R1')).toMatchObject({ state: 'approved', sums: { approvedFen: 50n } });
  });
});

describe('what an officer says where the treasury contradicts itself', () => {
  it('makes a released amount that was paid after all too much, to be recovered', () => {
    const history = new RunHistory();
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    history.status('A-2019-sharing-1', 'rejected');
    history.release('A-2019-sharing-1');
    history.status('A-2019-sharing-2', 'paid');
    expect(history.status('A-2019-sharing-1', 'paid')).toBe('contradiction');
    expect(history.resolve('A-2019-sharing-1', 'paid')).toBeUndefined();
    expect(open(history, 'A')).toEqual([-100n]);
    expect(history.resolve('A-2019-sharing-1', 'paid')).toBe('no-contradiction');
  });

  it('moves nothing where the books were right', () => {
    const history = new RunHistory();
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n));
    history.status('A-2019-sharing-1', 'paid');
    history.status('A-2019-sharing-1', 'rejected');
    expect(history.order('A-2019-sharing-1').contradiction).not.toBe('');
    history.resolve('A-2019-sharing-1', 'paid');
    expect(history.order('A-2019-sharing-1')).toMatchObject({ state: 'paid', contradiction: '' });
    expect(open(history, 'A')).toEqual([0n]);
  });
});
