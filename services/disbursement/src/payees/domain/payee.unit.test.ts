import { defined, isNameOf } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type BankAccount,
  confirm,
  newPayee,
  type Payee,
  type PayeeOutcome,
  type PayeeRefusal,
  proposalOf,
  propose,
  reject,
  stateOf,
  suspend,
} from './payee.ts';
import { PAYEE_TABLE, type PayeeEvent, type PayeeState } from './payee-table.ts';

const NAME = '郑州光电（集团）有限公司';
const account = (accountNo: string): BankAccount => ({
  accountName: '郑州光电(集团)有限公司',
  accountNo,
  bankName: '中国工商银行郑州分行',
  bankCode: '102491002010',
});
const by = (person: string) => ({
  by: person,
  at: new Date('2019-06-01T00:00:00Z'),
  because: '来函〔2019〕1号',
});

function after(outcome: PayeeOutcome): Payee {
  if ('refusal' in outcome) throw new Error(outcome.refusal);
  return outcome.payee;
}

const PROPOSED = after(propose(newPayee('A'), NAME, account('1001'), by('Li')));
const CONFIRMED = after(confirm(PROPOSED, NAME, 1, by('Wang')));
const CHANGING = after(propose(CONFIRMED, NAME, account('2002'), by('Li')));
const IN_STATE: Record<PayeeState, Payee> = {
  none: newPayee('A'),
  proposed: PROPOSED,
  confirmed: CONFIRMED,
  changing: CHANGING,
};

/**
 * Each event as a careful person does it: another person, about the proposal that waits or the confirmed
 * account.
 */
const DO: Record<PayeeEvent, (payee: Payee) => PayeeOutcome> = {
  propose: (payee) => propose(payee, NAME, account('3003'), by('Li')),
  confirm: (payee) => confirm(payee, NAME, payee.waiting ?? payee.standing ?? 1, by('Wang')),
  reject: (payee) => reject(payee, payee.waiting ?? 1, by('Wang')),
  suspend: (payee) => suspend(payee, payee.standing ?? 1, by('Wang')),
};

const cells = Object.entries(PAYEE_TABLE).flatMap(([state, row]) =>
  Object.entries(row).map(([event, cell]) => ({
    state: state as PayeeState,
    event: event as PayeeEvent,
    cell,
    words: JSON.stringify(cell),
  })),
);

describe('a payee', () => {
  it.each(cells)('that is $state: $event gives $words', ({ state, event, cell }) => {
    const before = IN_STATE[state];
    expect(stateOf(before)).toBe(state);
    const outcome = DO[event](before);
    if ('refused' in cell) return expect(outcome).toEqual({ refusal: cell.refused });
    if ('repeated' in cell) return expect(outcome).toEqual({ payee: before, isNew: false });
    expect(stateOf(after(outcome))).toBe(cell.to);
    expect(after(outcome).notes).toHaveLength(before.notes.length + 1);
  });

  const refusals: [string, PayeeRefusal, () => PayeeOutcome][] = [
    ['who proposed confirms', 'same-person', () => confirm(PROPOSED, NAME, 1, by('Li'))],
    ['another proposal came meanwhile', 'another-proposal', () => confirm(CHANGING, NAME, 1, by('Wang'))],
    ['another is rejected than waits', 'another-proposal', () => reject(CHANGING, 1, by('Wang'))],
    ['another is suspended than stands', 'another-proposal', () => suspend(CHANGING, 2, by('Wang'))],
    [
      'the name is another',
      'name-differs',
      () => propose(newPayee('A'), '郑州光学有限公司', account('1'), by('Li')),
    ],
    [
      'the entity changed its name',
      'name-differs',
      () => confirm(PROPOSED, '郑州光学有限公司', 1, by('Wang')),
    ],
    ['nobody knows the entity', 'unknown-entity', () => propose(newPayee('A'), '', account('1'), by('Li'))],
  ];
  it.each(refusals)('is refused where %s: %s', (_, refusal, act) => {
    expect(act()).toEqual({ refusal });
  });

  it('is the same where the same account is proposed again', () => {
    expect(propose(PROPOSED, NAME, account('1001'), by('Zhao'))).toEqual({ payee: PROPOSED, isNew: false });
    expect(propose(CONFIRMED, NAME, account('1001'), by('Zhao'))).toEqual({ payee: CONFIRMED, isNew: false });
  });

  it('keeps every proposal and every act, and nobody confirms his own, whatever people do', () => {
    const person = fc.constantFrom('Li', 'Wang', 'Zhao');
    const number = fc.integer({ min: 1, max: 4 });
    const step = fc.oneof(
      fc.record({
        event: fc.constant('propose' as const),
        person,
        accountNo: fc.constantFrom('1', '2', '3'),
      }),
      fc.record({
        event: fc.constantFrom('confirm' as const, 'reject' as const, 'suspend' as const),
        person,
        number,
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let payee = newPayee('A');
        for (const one of steps) {
          const outcome =
            one.event === 'propose'
              ? propose(payee, NAME, account(one.accountNo), by(one.person))
              : one.event === 'confirm'
                ? confirm(payee, NAME, one.number, by(one.person))
                : { reject, suspend }[one.event](payee, one.number, by(one.person));
          if ('refusal' in outcome) continue;
          expect(outcome.payee.notes.slice(0, payee.notes.length)).toEqual(payee.notes);
          expect(outcome.payee.proposals.slice(0, payee.proposals.length)).toEqual(payee.proposals);
          payee = outcome.payee;
        }
        for (const note of payee.notes.filter(({ event }) => event === 'confirm'))
          expect(note.by).not.toBe(defined(proposalOf(payee, note.number), 'what was confirmed is kept').by);
      }),
    );
  });
});

describe('the name of an account', () => {
  it.each([
    ['郑州光电（集团）有限公司', '郑州光电(集团)有限公司', true],
    ['ＡＢＣ 科技有限公司', 'ABC科技有限公司', true],
    ['郑州光电〔集团〕有限公司', '郑州光电（集团）有限公司', true],
    ['郑州光电有限公司', '郑州光电股份有限公司', false],
    ['郑州光电有限公司', '郑州光电有限公司郑东分公司', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isNameOf(one, other)).toBe(same);
    expect(isNameOf(other, one)).toBe(same);
  });
});
