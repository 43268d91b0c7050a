import { OFFICERS_SOURCE } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import {
  confirmHandingOver,
  type Ends,
  type HandingOver,
  type HandingOverOutcome,
  type HandingOverTerms,
  handingOverMistakes,
  proposeHandingOver,
  rejectHandingOver,
} from './handing-over.ts';
import type { RegistryActor } from './registry-act.ts';
import { newSource, type SourceTerms } from './source.ts';

const OLD = 'urn:duixian:exchange:old';
const NEW = 'urn:duixian:exchange:new';
const AT = new Date('2026-03-02T01:00:00Z');
const TERMS: HandingOverTerms = { from: OLD, to: NEW, type: 'duixian.contract.v1', subject: 'HT-1' };

const standing = (types: SourceTerms['types']): SourceTerms => ({
  ...{ name: '交易所', kind: 'exchange', answerableUscc: '91410100170051134L' },
  types,
});
const BOTH = standing(['duixian.contract.v1', 'duixian.receipt.v1']);
const ENDS: Ends = {
  from: { ...newSource(OLD), standing: BOTH, version: 1 },
  to: { ...newSource(NEW), standing: BOTH, version: 1 },
};

function by(person: string, scopes: string[], more: Partial<RegistryActor> = {}) {
  const key = { key: 'K001', scopes, personScopes: scopes, isWhole: true };
  const actor: RegistryActor = { person, kind: 'person', ...key, ...more };
  return { actor, at: AT, because: '合并批复' };
}

const LI = by('li', ['prepare']);
const WANG = by('wang', ['approve']);

function done(outcome: HandingOverOutcome): HandingOver {
  if ('refusal' in outcome) throw new Error(`${outcome.refusal}: ${outcome.why}`);
  return outcome.handingOver;
}

const propose = (terms: HandingOverTerms, ends = ENDS, act = LI, held?: HandingOver) =>
  proposeHandingOver(held, { id: 'H1', terms }, ends, act);
const proposed = done(propose(TERMS));

describe('a handing over', () => {
  it('is in force when another person confirmed it, from that instant', () => {
    expect(proposed).toMatchObject({ status: 'proposed', at: null, version: 0 });
    const confirmed = done(confirmHandingOver(proposed, 7, ENDS, WANG));
    expect(confirmed).toMatchObject({ status: 'confirmed', at: AT, version: 7 });
    expect(confirmHandingOver(confirmed, 8, ENDS, WANG)).toEqual({ handingOver: confirmed, isNew: false });
    expect(rejectHandingOver(confirmed, WANG)).toMatchObject({ refusal: 'nothing-waits' });
  });

  it.each([
    ['who proposed it', by('li', ['approve']), 'same-person'],
    [
      'who proposed it, with another key',
      by('li', ['approve'], { key: 'K002', isWhole: false }),
      'same-person',
    ],
    ['a machine', by('robot', ['approve'], { kind: 'machine' }), 'machine'],
    ['who gives', by('old', ['approve', `source:${OLD}`]), 'own-source'],
    ['who receives', by('new', ['approve', `source:${NEW}`]), 'own-source'],
    [
      'who receives, with a key that does not write as it',
      by('new', ['approve'], { personScopes: ['approve', `source:${NEW}`], isWhole: false }),
      'own-source',
    ],
  ])('is not confirmed by %s', (_, act, refusal) => {
    expect(confirmHandingOver(proposed, 1, ENDS, act)).toMatchObject({ refusal });
  });

  it('goes only to a source that stands and may record it, also when it is confirmed', () => {
    const contractsOnly = { ...ENDS, to: { ...ENDS.to, standing: standing(['duixian.contract.v1']) } };
    expect('handingOver' in propose(TERMS, contractsOnly)).toBe(true);
    const receipt = { ...TERMS, type: 'duixian.receipt.v1' } as const;
    expect(propose(receipt, contractsOnly)).toMatchObject({ refusal: 'not-allowed' });
    expect(propose({ ...TERMS, type: '', subject: '' }, contractsOnly)).toMatchObject({
      refusal: 'not-allowed',
      why: expect.stringMatching(/may record duixian\.contract\.v1, not duixian\.receipt\.v1/),
    });
    const withdrawn = { ...ENDS, to: { ...ENDS.to, isWithdrawn: true } };
    expect(propose(TERMS, withdrawn)).toMatchObject({ refusal: 'not-allowed' });
    expect(confirmHandingOver(proposed, 1, withdrawn, WANG)).toMatchObject({ refusal: 'not-allowed' });
  });

  it('is not proposed by who gives or receives, whichever key they come with', () => {
    for (const uri of [OLD, NEW]) {
      const personScopes = ['prepare', `source:${uri}`];
      expect(propose(TERMS, ENDS, by('x', ['prepare'], { personScopes, isWhole: false }))).toMatchObject({
        refusal: 'own-source',
      });
    }
  });

  it('of all types is of those that the giving source had when it was proposed', () => {
    const all = done(propose({ ...TERMS, type: '', subject: '' }));
    expect([all.types, proposed.types]).toEqual([BOTH.types, ['duixian.contract.v1']]);
    const grown = standing(['duixian.contract.v1', 'duixian.receipt.v1', 'duixian.usage.v1']);
    const later = { from: { ...ENDS.from, standing: grown }, to: { ...ENDS.to, standing: grown } };
    expect(done(confirmHandingOver(all, 1, later, WANG)).types).toEqual(BOTH.types);
    const narrower = { ...ENDS, to: { ...ENDS.to, standing: standing(['duixian.contract.v1']) } };
    expect(confirmHandingOver(all, 1, narrower, WANG)).toMatchObject({ refusal: 'not-allowed' });
  });

  it('of a source that was never confirmed names its type', () => {
    const unknown = { ...ENDS, from: newSource(OLD) };
    expect('handingOver' in propose(TERMS, unknown)).toBe(true);
    expect(propose({ ...TERMS, type: '', subject: '' }, unknown)).toMatchObject({ refusal: 'not-allowed' });
  });

  it('is one proposal however often it is sent, and another under another id', () => {
    expect(propose(TERMS, ENDS, LI, proposed)).toEqual({ handingOver: proposed, isNew: false });
    expect(propose({ ...TERMS, subject: 'HT-2' }, ENDS, LI, proposed)).toMatchObject({ refusal: 'taken' });
  });

  it('that was rejected is not confirmed', () => {
    const rejected = done(rejectHandingOver(proposed, LI));
    expect(rejectHandingOver(rejected, WANG)).toMatchObject({ isNew: false });
    expect(confirmHandingOver(rejected, 1, ENDS, WANG)).toMatchObject({ refusal: 'nothing-waits' });
  });

  it.each<[string, string, Partial<HandingOverTerms>, RegExp]>([
    ['no id', '', {}, /^id: /],
    ['an invisible sign in its id', 'H\u200b1', {}, /^id: .*U\+200B/],
    ['itself as receiver', 'H1', { to: OLD }, /^to: it must be another/],
    ['no URI', 'H1', { from: 'old' }, /^from: /],
    ['what officers decide as receiver', 'H1', { to: OFFICERS_SOURCE }, /^to: .*is reserved/],
    ['an unknown type', 'H1', { type: 'contract' as never }, /^type: /],
    ['a subject without type', 'H1', { type: '' }, /^type: a record is named/],
  ])('with %s is refused', (_, id, wrong, mistake) => {
    expect(handingOverMistakes(id, { ...TERMS, ...wrong }).join('; ')).toMatch(mistake);
    expect(handingOverMistakes('H1', TERMS)).toEqual([]);
  });
});
