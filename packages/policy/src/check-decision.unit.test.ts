import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decisionCheck } from './check-decision.ts';
import { loadPolicy } from './load-policy.ts';

const check = decisionCheck(() => loadPolicy('zhengzhou-2017-61'));
const decision = {
  policy: 'zhengzhou-2017-61',
  provision: 'ip-service',
  scope: { entity: '91410105MA4A00001Q', year: 2019 },
  amountFen: 5_000_000,
  decidedOn: '2019-05-06',
};

describe('The check of a decision at the door', () => {
  it('leaves other types of fact alone', () => {
    expect(check('duixian.party.v1', { provision: 'facilitation' })).toEqual([]);
  });

  it('says all faults at once, each with its field', () => {
    const { amountFen: _, ...rest } = decision;
    const faults = check('duixian.decision.v1', { ...rest, rate: '0.2', scope: { year: 2020 } });
    expect(faults.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'data.amountFen missing-field',
      'data.rate bad-field',
      'data.scope bad-field',
    ]);
  });

  it.each([
    ['a scope that is a text', { scope: '2019' }],
    ['a scope that is null', { scope: null }],
    ['a day that is a number', { decidedOn: 20190506 }],
    ['a year that is a text', { scope: { ...decision.scope, year: '2020' } }],
    ['a rate that is a number', { provision: 'sharing-user', rate: 0.9, amountFen: undefined }],
    ['a rate that is no decimal', { provision: 'sharing-user', rate: '90%', amountFen: undefined }],
    ['a provision that is no text', { provision: 5 }],
  ])('leaves %s to the check of the type', (_, fields) => {
    expect(check('duixian.decision.v1', { ...decision, ...fields })).toEqual([]);
  });

  it('never fails, whatever the fields hold', () => {
    const junk = fc.record(
      {
        policy: fc.oneof(fc.constant(decision.policy), fc.jsonValue()),
        provision: fc.oneof(fc.constantFrom('ip-service', 'sharing-user', 'facilitation'), fc.jsonValue()),
        scope: fc.jsonValue(),
        rate: fc.jsonValue(),
        amountFen: fc.jsonValue(),
        decidedOn: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(junk, (data) => expect(Array.isArray(check('duixian.decision.v1', data))).toBe(true)),
    );
  });
});
