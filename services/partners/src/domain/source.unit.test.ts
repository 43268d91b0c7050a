import { OFFICERS_SOURCE } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RegistryActor } from './registry-act.ts';
import {
  confirmSource,
  isInSight,
  isSourceForgotten,
  newSource,
  proposeTerms,
  proposeWithdrawal,
  rejectSource,
  restated,
  type Source,
  type SourceOutcome,
  type SourceTerms,
  sourceMistakes,
} from './source.ts';

const URI = 'urn:duixian:exchange:henan';
const TERMS: SourceTerms = {
  name: '河南技术产权交易所',
  kind: 'exchange',
  answerableUscc: '91410100170051134L',
  types: ['duixian.contract.v1', 'duixian.receipt.v1'],
};
const AT = new Date('2026-03-02T01:00:00Z');

function actor(person: string, scopes: string[], more: Partial<RegistryActor> = {}): RegistryActor {
  return { person, kind: 'person', key: 'K001', scopes, personScopes: scopes, isWhole: true, ...more };
}

const LI = actor('li', ['prepare']);
const WANG = actor('wang', ['approve', 'prepare']);
const ZHAO = actor('zhao', ['approve']);
/** A person who writes as the source, with a key that has only this scope. */
function withLesserKey(scope: string): RegistryActor {
  const personScopes = [scope, `source:${URI}`];
  return actor('henan', [scope], { personScopes, key: 'K002', isWhole: false });
}

const by = (who: RegistryActor, because = '郑科〔2026〕1号') => ({ actor: who, at: AT, because });

function done(outcome: SourceOutcome): Source {
  if ('refusal' in outcome) throw new Error(`${outcome.refusal}: ${outcome.why}`);
  return outcome.source;
}

const proposed = done(proposeTerms(newSource(URI), TERMS, by(LI)));
const confirmed = done(confirmSource(proposed, 1, by(WANG)));

describe('a source', () => {
  it('stands when another person confirmed it, under the next version', () => {
    expect(proposed).toMatchObject({
      version: 0,
      standing: null,
      steps: { waiting: { number: 1, by: 'li' } },
    });
    expect(confirmed).toMatchObject({ version: AT.getTime(), standing: TERMS, isWithdrawn: false });
    expect(confirmed.steps).toEqual({ proposals: 1, waiting: null, confirmed: 1 });
  });

  it('stands under a version above all that a database which was put back can have published', () => {
    const lost = done(confirmSource(proposed, 1, { ...by(WANG), at: new Date(AT.getTime() - 1_000) }));
    const moved = restated(restated(lost, AT), AT);
    expect(moved.version).toBe(AT.getTime() + 1);
    expect(
      done(confirmSource(proposed, 1, { ...by(ZHAO), at: new Date(AT.getTime() + 60_000) })).version,
    ).toBeGreaterThan(moved.version);
  });

  it('is the same proposal where it is proposed in the same words again, in whatever order its types stand', () => {
    const again = proposeTerms(proposed, { ...TERMS, types: [...TERMS.types].reverse() }, by(WANG));
    expect(again).toEqual({ source: proposed, isNew: false });
  });

  it('is confirmed once: again has no effect', () => {
    expect(confirmSource(confirmed, 1, by(ZHAO))).toEqual({ source: confirmed, isNew: false });
  });

  it.each([
    ['who proposed it', by(actor('li', ['prepare', 'approve'])), 'same-person'],
    ['who proposed it, with another key', by(actor('li', ['approve'], { key: 'K002' })), 'same-person'],
    ['a machine', by(actor('robot', ['approve'], { kind: 'machine' })), 'machine'],
    ['who only prepares', by(actor('sun', ['prepare'])), 'lacks-role'],
    ['who writes as it', by(actor('henan', ['approve', `source:${URI}`])), 'own-source'],
    ['who writes as it, with a key that does not', by(withLesserKey('approve')), 'own-source'],
  ])('is not confirmed by %s', (_, act, refusal) => {
    expect(confirmSource(proposed, 1, act)).toMatchObject({ refusal });
  });

  it('is not proposed by who writes as it, nor by who does not prepare', () => {
    const own = actor('henan', ['prepare', `source:${URI}`]);
    expect(proposeTerms(newSource(URI), TERMS, by(own))).toMatchObject({ refusal: 'own-source' });
    expect(proposeWithdrawal(confirmed, by(own))).toMatchObject({ refusal: 'own-source' });
    const lesser = by(withLesserKey('prepare'));
    expect(proposeTerms(newSource(URI), TERMS, lesser)).toMatchObject({ refusal: 'own-source' });
    expect(proposeWithdrawal(confirmed, lesser)).toMatchObject({ refusal: 'own-source' });
    expect(proposeTerms(newSource(URI), TERMS, by(ZHAO))).toMatchObject({ refusal: 'lacks-role' });
  });

  it('is confirmed as it was looked at: a later proposal has another number', () => {
    const later = done(proposeTerms(proposed, { ...TERMS, name: '河南交易所' }, by(LI)));
    expect(confirmSource(later, 1, by(WANG))).toMatchObject({ refusal: 'another-proposal' });
    expect(done(confirmSource(later, 2, by(WANG))).standing?.name).toBe('河南交易所');
  });

  it('keeps what stands while a change waits, and when it is rejected', () => {
    const changing = done(proposeTerms(confirmed, { ...TERMS, types: ['duixian.contract.v1'] }, by(LI)));
    expect(changing.standing).toEqual(TERMS);
    const rejected = done(rejectSource(changing, 2, by(ZHAO)));
    expect(rejected).toMatchObject({ standing: TERMS, version: confirmed.version, steps: { waiting: null } });
    expect(confirmSource(rejected, 2, by(ZHAO))).toMatchObject({ refusal: 'nothing-waits' });
  });

  it('is forgotten when it is rejected before anything of it was confirmed', () => {
    expect(isSourceForgotten(done(rejectSource(proposed, 1, by(ZHAO))))).toBe(true);
    const changing = done(proposeTerms(confirmed, { ...TERMS, name: '河南交易所' }, by(LI)));
    const kept = [proposed, confirmed, changing, done(rejectSource(changing, 2, by(ZHAO)))];
    expect(kept.map(isSourceForgotten)).toEqual([false, false, false, false]);
  });

  it('is taken back by who proposed it, and rejected by who could confirm it, and nobody else', () => {
    expect('source' in rejectSource(proposed, 1, by(LI))).toBe(true);
    expect('source' in rejectSource(proposed, 1, by(ZHAO))).toBe(true);
    expect(rejectSource(proposed, 1, by(actor('sun', ['read'])))).toMatchObject({ refusal: 'lacks-role' });
  });

  it('is withdrawn by two persons, keeps its last terms, and can come back', () => {
    const leaving = done(proposeWithdrawal(confirmed, by(LI)));
    const withdrawn = done(confirmSource(leaving, 2, by(WANG)));
    expect(withdrawn).toMatchObject({ isWithdrawn: true, version: AT.getTime() + 1, standing: TERMS });
    expect(isInSight(withdrawn)).toBe(false);
    const back = done(confirmSource(done(proposeTerms(withdrawn, TERMS, by(LI))), 3, by(WANG)));
    expect(back).toMatchObject({ isWithdrawn: false, version: AT.getTime() + 2 });
    expect(proposeWithdrawal(newSource(URI), by(LI))).toMatchObject({ refusal: 'nothing-waits' });
  });

  it.each<[string, Partial<SourceTerms>, RegExp]>([
    [
      'another kind’s type',
      { types: ['duixian.party.v1'] },
      /types\.0: a source of kind exchange may record/,
    ],
    ['no type', { types: [] }, /types: at least one of/],
    ['a type twice', { types: ['duixian.receipt.v1', 'duixian.receipt.v1'] }, /types\.1: .* twice/],
    ['a wrong code', { answerableUscc: '91410100170051134A' }, /answerableUscc: .*check character/],
    ['a mixed name', { name: 'H\u0435nan' }, /name: .*one script/],
  ])('with %s is refused', (_, wrong, mistake) => {
    expect(sourceMistakes(URI, { ...TERMS, ...wrong }).join('; ')).toMatch(mistake);
    expect(sourceMistakes(URI, TERMS)).toEqual([]);
  });

  it.each(['', 'henan', 'urn:河南', 'urn:a b', `urn:${'x'.repeat(100)}`])('has no URI %j', (uri) => {
    expect(sourceMistakes(uri, TERMS)).toEqual([expect.stringMatching(/^uri: it must be an absolute URI/)]);
  });
});

it('what officers decide is no source, however it is written', () => {
  for (const uri of [OFFICERS_SOURCE, OFFICERS_SOURCE.toUpperCase()])
    expect(sourceMistakes(uri, TERMS)).toEqual([
      `uri: ${uri} is reserved for decisions of two officers: choose another one`,
    ]);
});

describe('whatever people and machines do to a source', () => {
  const who = fc.constantFrom(LI, WANG, ZHAO, actor('robot', ['prepare', 'approve'], { kind: 'machine' }));
  const what = fc.record({
    who,
    act: fc.constantFrom('propose', 'withdraw', 'confirm', 'reject'),
    number: fc.integer({ min: 0, max: 8 }),
    name: fc.constantFrom('一所', '二所', '三所'),
  });

  it('what stands was proposed by one person and confirmed by another, and each confirmed state has a higher version', () => {
    fc.assert(
      fc.property(fc.array(what, { maxLength: 40 }), (steps) => {
        let source = newSource(URI);
        for (const { who, act, number, name } of steps) {
          const before = source;
          const outcome = {
            propose: () => proposeTerms(source, { ...TERMS, name }, by(who)),
            withdraw: () => proposeWithdrawal(source, by(who)),
            confirm: () => confirmSource(source, number, by(who)),
            reject: () => rejectSource(source, number, by(who)),
          }[act]();
          if ('refusal' in outcome) continue;
          source = outcome.source;
          if (source.version === before.version) {
            expect([source.standing, source.isWithdrawn]).toEqual([before.standing, before.isWithdrawn]);
            continue;
          }
          expect(source.version).toBe(before.version === 0 ? AT.getTime() : before.version + 1);
          expect(act).toBe('confirm');
          expect(who.kind).toBe('person');
          expect(before.steps.waiting?.by).not.toBe(who.person);
          expect(before.steps.waiting?.number).toBe(number);
        }
      }),
    );
  });
});
