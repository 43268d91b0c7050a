import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entitled } from '../../../testing/ledger-history.ts';
import { faultsOf } from '../../../testing/run-faults.ts';
import { RunHistory } from '../../../testing/run-history.ts';
import { Budgets } from '../../budgets/domain/budget.ts';
import type { EntityState } from '../../entitlements/domain/apply-entitlements.ts';
import { releasedFenOf } from '../../orders/domain/returned-parts.ts';
import { waitingReasons } from '../../orders/domain/settle.ts';
import { DEFAULT_PROGRAMME } from '../../programmes/domain/programme.ts';
import { entityAccounts } from './entity-account.ts';
import type { Ledger } from './ledger.ts';
import { isStraightKnown, throughOf } from './straight-through.ts';

const GROUPS = ['sharing', 'facilitation', 'ip-service'];

function limited(limits: { year?: bigint; day?: bigint }): RunHistory {
  const history = new RunHistory();
  const programme = {
    ...DEFAULT_PROGRAMME,
    straightThroughUpToFen: limits.year ?? null,
    straightThroughPerDayFen: limits.day ?? null,
    publicityWorkingDays: 0,
  };
  history.terms = { ...history.terms, programmes: [programme] };
  return history;
}

/** The waiting reasons of each account in which something is open. */
function reasonsOf(history: RunHistory, entity: string): string[][] {
  const root = history.ledgers.get(entity) as Ledger;
  const ledgers = history.groupOf(entity);
  const accounts = entityAccounts(ledgers);
  const whole = { root, ledgers, accounts };
  return accounts
    .map((account) => waitingReasons(whole, account, history.terms, new Budgets()))
    .filter((reasons) => reasons.length > 0);
}

const aliveFen = (history: RunHistory, ofDay?: string) =>
  [...history.orders.values()]
    .filter(({ run, issuedAt }) => run === '' && (!ofDay || issuedAt.toISOString().startsWith(ofDay)))
    .reduce((sum, order) => sum + order.amountFen - (ofDay ? 0n : releasedFenOf(order)), 0n);

function byRun(history: RunHistory, id: string): void {
  history.draft(id, 'ann');
  history.workOff(id);
  for (const [event, by] of [
    ['publish', 'ann'],
    ['approve', 'eve'],
    ['issue', 'ann'],
  ] as const) {
    history.step(id, event, by);
    history.workOff(id);
  }
}

describe('what an entity may get straight through in a fiscal year', () => {
  it('is measured with what it got already: six parts of nine do not pass fifty', () => {
    const history = limited({ year: 50n });
    for (let part = 1n; part <= 6n; part += 1n)
      history.consume(entitled('A', 2019, 'sharing', 9n * part, part));
    expect(aliveFen(history)).toBe(45n);
    expect(reasonsOf(history, 'A')).toEqual([['above-straight-through']]);
  });

  it('is measured over years and groups, and with all that is open', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2018, 'sharing', 20n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 20n, 1n));
    // Neither goes: together they would pass it.
    history.consume(entitled('A', 2019, 'facilitation', 6n, 1n), entitled('A', 2017, 'ip-service', 5n, 1n));
    expect(aliveFen(history)).toBe(40n);
    expect(reasonsOf(history, 'A')).toHaveLength(2);
  });

  it('is measured with what its branches got before they were its', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2019, 'sharing', 30n, 1n), entitled('B', 2019, 'sharing', 20n, 1n));
    history.consume({ ...entitled('A', 2019, 'sharing', 31n, 2n), entityVersion: 1n, members: ['A', 'B'] });
    expect(aliveFen(history)).toBe(50n);
    expect(reasonsOf(history, 'A')).toEqual([['above-straight-through']]);
  });

  it('does not count what was rejected and released, and counts it again where it was paid after all', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2019, 'sharing', 40n, 1n));
    history.status('A-2019-sharing-1', 'rejected');
    expect(history.release('A-2019-sharing-1')).toMatchObject([{ amountFen: 40n }]);
    history.status('A-2019-sharing-1', 'paid');
    history.resolve('A-2019-sharing-1', 'paid');
    const [programme] = history.terms.programmes;
    expect(programme && throughOf(history.groupOf('A'), programme, 2019)).toBe(80n);
  });

  it('is measured with what payment runs have reserved: a run for each year, and one given up, pass nothing', () => {
    const history = limited({ year: 100n });
    history.consume(entitled('A', 2018, 'sharing', 90n, 1n), entitled('A', 2019, 'sharing', 90n, 1n));
    for (const year of [2018, 2019]) {
      history.draft(`R${year}`, 'ann', { years: [year] });
      history.workOff(`R${year}`);
      history.step(`R${year}`, 'publish', 'ann');
      history.workOff(`R${year}`);
    }
    history.step('R2019', 'cancel', 'ann');
    history.workOff('R2019');
    expect(aliveFen(history)).toBe(0n);
    expect(reasonsOf(history, 'A')).toEqual([['above-straight-through']]);
  });

  it('is taken to be passed while it is not known what an entity got', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2019, 'sharing', 40n, 1n));
    const ledger = history.ledgers.get('A') as Ledger;
    history.ledgers.set('A', { ...ledger, straightThrough: null });
    history.consume(entitled('A', 2019, 'sharing', 70n, 2n));
    expect(aliveFen(history)).toBe(40n);
  });

  it('goes by a run where it would be passed, and then goes on with the rest', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2019, 'sharing', 40n, 1n));
    history.consume(entitled('A', 2019, 'sharing', 60n, 2n));
    byRun(history, 'R1');
    expect(history.order('R1-A').amountFen).toBe(20n);
    expect(history.consume(entitled('A', 2019, 'sharing', 70n, 3n))).toMatchObject([{ amountFen: 10n }]);
    expect(history.consume(entitled('A', 2019, 'sharing', 71n, 4n))).toEqual([]);
  });

  it('begins again with the fiscal year', () => {
    const history = limited({ year: 50n });
    history.consume(entitled('A', 2019, 'sharing', 50n, 1n));
    history.terms = { ...history.terms, now: new Date('2019-12-31T15:59:59Z') };
    expect(history.consume(entitled('A', 2019, 'sharing', 60n, 2n))).toEqual([]);
    history.terms = { ...history.terms, now: new Date('2019-12-31T16:00:00Z') };
    expect(history.consume(entitled('A', 2019, 'sharing', 61n, 3n))).toMatchObject([{ amountFen: 11n }]);
  });

  it('is never passed, however an amount is split and whatever becomes of its orders', () => {
    const part = fc.record({
      year: fc.integer({ min: 2017, max: 2019 }),
      group: fc.constantFrom(...GROUPS),
      fen: fc.integer({ min: 1, max: 40 }).map(BigInt),
      uscc: fc.constantFrom('A', 'B'),
      joins: fc.boolean(),
      becomes: fc.constantFrom('nothing', 'paid', 'rejected', 'release', 'returned', 'run'),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 15 }), (parts) => {
        const history = limited({ year: 60n });
        const [programme] = history.terms.programmes;
        const totals = new Map<string, bigint>();
        let version = 0n;
        let entityVersion = 0n;
        for (const { year, group, fen, uscc, joins, becomes } of parts) {
          version += 1n;
          const key = `${uscc} ${year} ${group}`;
          const dueFen = (totals.get(key) ?? 0n) + fen;
          totals.set(key, dueFen);
          const state: EntityState = entitled(uscc, year, group, dueFen, version);
          const consume = (...states: EntityState[]) => {
            for (const made of history.consume(...states)) {
              const throughFen = programme ? throughOf(history.groupOf(made.entity), programme, 2019) : 0n;
              expect(throughFen).toBeLessThanOrEqual(60n);
            }
          };
          consume(state);
          if (joins) {
            entityVersion += 1n;
            const accounts = { ...entitled('A', year, group, 0n, 0n), accounts: [] };
            consume({ ...accounts, entityVersion, members: ['A', 'B'] });
          }
          const [order] = [...history.orders.values()].filter(({ run }) => run === '').slice(-1);
          if (order && becomes === 'release') history.release(order.id);
          else if (order && (becomes === 'paid' || becomes === 'rejected' || becomes === 'returned'))
            history.status(order.id, becomes);
          else if (becomes === 'run') byRun(history, `R${version}`);
          // What the ledgers store equals what their orders add up to.
          for (const ledger of history.ledgers.values()) {
            const own = [...history.orders.values()].filter(
              (one) => one.payeeUscc === ledger.uscc && one.run === '',
            );
            const keptFen = programme ? throughOf([ledger], programme, 2019) : 0n;
            expect(keptFen).toBe(own.reduce((sum, one) => sum + one.amountFen - releasedFenOf(one), 0n));
            expect(isStraightKnown(ledger)).toBe(true);
          }
          expect(faultsOf(history)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what may go straight through on a day', () => {
  const due = (history: RunHistory, entity: string, fen: bigint, version = 1n) =>
    history.consume(entitled(entity, 2019, 'sharing', fen, version));

  it('is shared by all entities; what would pass it waits for a person, also on the next day', () => {
    const history = limited({ day: 100n });
    expect(due(history, 'A', 60n)).toMatchObject([{ amountFen: 60n }]);
    expect(due(history, 'B', 50n)).toEqual([]);
    expect(reasonsOf(history, 'B')).toEqual([['beyond-day']]);
    expect(due(history, 'C', 40n)).toMatchObject([{ amountFen: 40n }]);
    history.terms = { ...history.terms, now: new Date('2019-06-02T00:00:00Z') };
    expect(due(history, 'B', 51n, 2n)).toEqual([]);
    expect(due(history, 'D', 100n)).toMatchObject([{ amountFen: 100n }]);
    byRun(history, 'R1');
    expect(history.order('R1-B').amountFen).toBe(51n);
    // A person has looked: what becomes due later goes straight through again.
    history.terms = { ...history.terms, now: new Date('2019-06-03T00:00:00Z') };
    expect(due(history, 'B', 61n, 3n)).toMatchObject([{ amountFen: 10n }]);
  });

  it('waits still where the run that took it is given up', () => {
    const history = limited({ day: 100n });
    due(history, 'A', 60n);
    due(history, 'B', 50n);
    history.terms = { ...history.terms, now: new Date('2019-06-02T00:00:00Z') };
    history.draft('R1', 'ann');
    history.workOff('R1');
    history.step('R1', 'publish', 'ann');
    history.workOff('R1');
    history.step('R1', 'cancel', 'ann');
    history.workOff('R1');
    expect(reasonsOf(history, 'B')).toEqual([['beyond-day']]);
  });

  it('is forgotten where nothing of it is due any more', () => {
    const history = limited({ day: 100n });
    due(history, 'A', 60n);
    due(history, 'B', 50n);
    due(history, 'B', 0n, 2n);
    history.terms = { ...history.terms, now: new Date('2019-06-02T00:00:00Z') };
    expect(due(history, 'B', 50n, 3n)).toMatchObject([{ amountFen: 50n }]);
  });

  it('is never passed, whatever comes in however many parts; a day that is over is not brought back', () => {
    const part = fc.record({
      entity: fc.constantFrom('A', 'B', 'C', 'D'),
      group: fc.constantFrom(...GROUPS),
      fen: fc.integer({ min: 1, max: 70 }).map(BigInt),
      day: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const history = limited({ day: 100n });
        let version = 0n;
        for (const { entity, group, fen, day } of parts) {
          version += 1n;
          history.terms = { ...history.terms, now: new Date(`2019-06-0${day}T00:00:00Z`) };
          history.consume(entitled(entity, 2019, group, fen * version, version));
        }
        for (const day of [1, 2, 3]) expect(aliveFen(history, `2019-06-0${day}`)).toBeLessThanOrEqual(100n);
        expect(faultsOf(history)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
