import { describe, expect, it } from '@jest/globals';
import { type DecisionOptions, decisionDraft, withdrawalDraft } from './decision-draft.ts';

const options: DecisionOptions = {
  policy: 'zhengzhou-2017-61',
  provision: 'sharing-user',
  scopeYear: 2018,
  rate: '20%',
  by: '郑州市科技局',
  document: '郑科〔2018〕9号',
  reason: 'example',
};

describe('a decision in options', () => {
  it.each<[string, Partial<DecisionOptions>, object]>([
    ['a year', {}, { scope: { year: 2018 }, rate: '0.2' }],
    [
      'an entity’s year',
      { entity: '91410100170051134L' },
      { scope: { entity: '91410100170051134L', year: 2018 } },
    ],
    [
      'one fact',
      { scopeYear: undefined, fact: 'invoice:INV:1' } as never,
      { scope: { fact: { type: 'duixian.invoice.v1', subject: 'INV:1' } } },
    ],
    ['an amount', { rate: undefined, amountYuan: '1,234.5' } as never, { amountFen: 123_450 }],
    ['a day', { on: '2018-12-20' }, { decidedOn: '2018-12-20' }],
  ])('decides %s', (_, changed, expected) => {
    expect(decisionDraft({ ...options, ...changed })).toMatchObject(expected);
  });

  it.each([
    ['25%', '0.25'],
    ['12.5%', '0.125'],
    ['100%', '1'],
    ['0%', '0'],
    ['7%', '0.07'],
    ['0.25', '0.25'],
  ])('takes the rate %s as %s', (rate, expected) => {
    expect(decisionDraft({ ...options, rate })['rate']).toBe(expected);
  });

  it.each<[string, Partial<Record<keyof DecisionOptions, unknown>>, string]>([
    ['without what it needs', { by: undefined, reason: undefined }, 'A decision needs --by, --reason.'],
    ['with rate and amount', { amountYuan: '1' }, 'either --rate or --amount-yuan'],
    ['with no scope', { scopeYear: undefined }, 'Give what it decides'],
    ['with two scopes', { fact: 'invoice:1' }, '--fact is given alone'],
    ['with a fact of no type', { scopeYear: undefined, fact: 'INV-1' }, 'names no fact'],
    ['with an amount that is none', { rate: undefined, amountYuan: '1.234' }, 'is not an amount in yuan'],
  ])('%s is refused in a sentence', (_, changed, message) => {
    expect(() => decisionDraft({ ...options, ...changed } as DecisionOptions)).toThrow(message);
  });

  it('a withdrawal has a paper and a reason of its own', () => {
    expect(withdrawalDraft({ ...options, id: 'D-1', withdraw: true })).toEqual({
      decidedBy: '郑州市科技局',
      document: '郑科〔2018〕9号',
      reason: 'example',
    });
    const without = { ...options, reason: undefined, document: undefined } as never;
    expect(() => withdrawalDraft(without)).toThrow('A decision needs --document, --reason.');
  });
});
