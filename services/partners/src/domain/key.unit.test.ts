import type { Actor } from '@duixian/values';
import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  confirmKey,
  createKey,
  effectiveScopes,
  type Key,
  type KeyRequest,
  type KeySurroundings,
  revokeKey,
  rotateKey,
  statusOf,
} from './key.ts';
import type { PersonTerms } from './person.ts';

const AT = new Date('2026-03-02T01:00:00Z');
const HOUR_MS = 3_600_000;
const after = (hours: number) => new Date(AT.getTime() + hours * HOUR_MS);
const HENAN: PersonTerms = { name: '河南交易所', kind: 'machine', scopes: ['source:urn:a:b', 'read'] };
const WANG: PersonTerms = { name: '王复核', kind: 'person', scopes: ['approve', 'read'] };

function by(person: string, scopes: string[], more: Partial<Actor> = {}, at = AT) {
  return {
    actor: { person, kind: 'person', key: 'K001', scopes, isWhole: true, ...more } as Actor,
    at,
    because: '',
  };
}

const LI = by('li', ['prepare']);
const ZHAO = by('zhao', ['approve']);

function request(person: string, more: Partial<KeyRequest> = {}): KeyRequest {
  return {
    id: 'N001',
    name: 'main',
    person,
    scopes: null,
    sha256: 'b'.repeat(64),
    isHashGiven: false,
    lastsMs: HOUR_MS,
    ...more,
  };
}

function around(person: PersonTerms, more: Partial<KeySurroundings> = {}): KeySurroundings {
  return { isDevelopment: false, person, others: [], count: 0, isHashTaken: false, ...more };
}

function made(outcome: ReturnType<typeof createKey> | ReturnType<typeof confirmKey>): Key {
  if ('refusal' in outcome) throw new Error(`${outcome.refusal}: ${outcome.why}`);
  return outcome.key;
}

describe('a key of one’s own', () => {
  it('can be used at once, until it ends', () => {
    const key = made(createKey(request('henan'), around(HENAN), by('henan', [...HENAN.scopes])));
    expect(key).toMatchObject({ isWaiting: false, createdBy: 'henan', scopes: null });
    expect([statusOf(key, AT), statusOf(key, after(1))]).toEqual(['standing', 'expired']);
  });

  it('has no more than the key that it was asked with', () => {
    const narrow = by('henan', ['read'], { isWhole: false });
    expect(made(createKey(request('henan'), around(HENAN), narrow)).scopes).toEqual(['read']);
    const wide = request('henan', { scopes: ['source:urn:a:b'] });
    expect(createKey(wide, around(HENAN), narrow)).toMatchObject({ refusal: 'lacks-role' });
  });
});

describe('a key of another person', () => {
  it('waits for a second person, who is not the first', () => {
    const key = made(createKey(request('henan'), around(HENAN), LI));
    expect(statusOf(key, AT)).toBe('waiting');
    expect(confirmKey(key, undefined, by('li', ['approve']))).toMatchObject({ refusal: 'same-person' });
    expect(confirmKey(key, undefined, by('robot', ['approve'], { kind: 'machine' }))).toMatchObject({
      refusal: 'machine',
    });
    const confirmed = made(confirmKey(key, undefined, ZHAO));
    expect(confirmed).toMatchObject({ isWaiting: false, confirmedBy: 'zhao' });
    expect(confirmKey(confirmed, undefined, ZHAO)).toMatchObject({ isNew: false });
  });

  it('that takes part in acts of two persons is made by its holder alone', () => {
    expect(createKey(request('wang'), around(WANG), LI)).toMatchObject({ refusal: 'not-allowed' });
    expect(made(createKey(request('wang', { isHashGiven: true }), around(WANG), LI)).isWaiting).toBe(true);
    expect(made(createKey(request('wang', { scopes: ['read'] }), around(WANG), LI)).isWaiting).toBe(true);
  });

  it('is asked for by who prepares only', () => {
    expect(createKey(request('henan'), around(HENAN), ZHAO)).toMatchObject({ refusal: 'lacks-role' });
  });

  it('can be used at once in development', () => {
    const key = made(createKey(request('wang'), around(WANG, { isDevelopment: true }), LI));
    expect(statusOf(key, AT)).toBe('standing');
  });
});

describe('a key', () => {
  it('has scopes of its person only', () => {
    const beyond = request('henan', { scopes: ['read', 'treasury'] });
    expect(createKey(beyond, around(HENAN), LI)).toMatchObject({
      refusal: 'not-allowed',
      why: expect.stringMatching(/^henan lacks treasury: /),
    });
    const key = made(createKey(request('henan', { scopes: ['read'] }), around(HENAN), LI));
    expect(effectiveScopes(key, { ...HENAN, scopes: ['source:urn:a:b'] })).toEqual([]);
  });

  it('stands once, and twice under one name of one person', () => {
    expect(createKey(request('henan'), around(HENAN, { isHashTaken: true }), LI)).toMatchObject({
      refusal: 'taken',
    });
    const key = made(createKey(request('henan'), around(HENAN), LI));
    const two = around(HENAN, { others: [key, { ...key, id: 'N002' }] });
    expect(createKey(request('henan'), two, LI)).toMatchObject({ refusal: 'over-limit' });
    expect('key' in createKey(request('henan', { name: 'other' }), two, LI)).toBe(true);
    const many = around(HENAN, { count: LIMITS.keysOfPerson.most });
    const own = by('henan', [...HENAN.scopes]);
    expect(createKey(request('henan'), many, own)).toMatchObject({ refusal: 'over-limit' });
  });

  it('that comes in the place of another lets that one end a while later, and never later than it would have', () => {
    const lasts = { lastsMs: 100 * HOUR_MS };
    const before = made(createKey(request('henan', lasts), around(HENAN), by('henan', [...HENAN.scopes])));
    const next = {
      ...request('henan', { ...lasts, id: 'N002', sha256: 'c'.repeat(64) }),
      overlapMs: 2 * HOUR_MS,
    };
    const own = rotateKey(before, next, around(HENAN, { others: [before] }), by('henan', [...HENAN.scopes]));
    expect(own).toMatchObject({
      before: { id: 'N001', expiresAt: after(2) },
      key: { id: 'N002', name: 'main' },
    });
    const long = rotateKey(
      before,
      { ...next, overlapMs: 200 * HOUR_MS },
      around(HENAN),
      by('henan', [...HENAN.scopes]),
    );
    expect(long).toMatchObject({ before: undefined });
    const waiting = rotateKey(before, next, around(HENAN), LI);
    expect(waiting).toMatchObject({ before: undefined, key: { isWaiting: true } });
    const later = { ...ZHAO, at: after(5) };
    expect(confirmKey(made(waiting), before, later)).toMatchObject({ before: { expiresAt: after(7) } });
  });

  it('is not made wider by rotating it with a narrower one', () => {
    const before = made(createKey(request('henan'), around(HENAN), by('henan', [...HENAN.scopes])));
    const next = { ...request('henan', { id: 'N002' }), overlapMs: 0 };
    const narrow = by('henan', ['read'], { isWhole: false });
    expect(rotateKey(before, next, around(HENAN), narrow)).toMatchObject({ refusal: 'lacks-role' });
  });

  it('is revoked by its holder and by who prepares or approves, for ever', () => {
    const key = made(createKey(request('henan'), around(HENAN), LI));
    expect(revokeKey(key, by('treasury', ['treasury']))).toMatchObject({ refusal: 'lacks-role' });
    for (const act of [by('henan', []), LI, ZHAO]) {
      const revoked = made(revokeKey(key, act));
      expect(statusOf(revoked, AT)).toBe('revoked');
      expect(revokeKey(revoked, LI)).toMatchObject({ isNew: false });
      expect(confirmKey(revoked, undefined, ZHAO)).toMatchObject({ refusal: 'nothing-waits' });
      expect(rotateKey(revoked, { ...request('henan'), overlapMs: 0 }, around(HENAN), LI)).toMatchObject({
        refusal: 'nothing-waits',
      });
    }
  });
});

describe('whatever key somebody makes alone', () => {
  const all = ['read', 'officer', 'prepare', 'approve', 'treasury', 'source:urn:a:b'];
  const some = fc.subarray(all);

  it('can be used by nobody who could not do as much before', () => {
    fc.assert(
      fc.property(
        some,
        some,
        fc.option(some),
        fc.boolean(),
        fc.constantFrom('me', 'you'),
        (mine, ofPerson, asked, isWhole, person) => {
          const terms: PersonTerms = {
            name: person,
            kind: 'person',
            scopes: person === 'me' ? all : ofPerson,
          };
          const act = by('me', mine, { isWhole: isWhole && mine.length === all.length });
          const outcome = createKey(request(person, { scopes: asked }), around(terms), act);
          if ('refusal' in outcome || statusOf(outcome.key, AT) !== 'standing') return;
          for (const scope of effectiveScopes(outcome.key, terms)) expect(mine).toContain(scope);
          expect(person).toBe('me');
        },
      ),
    );
  });
});
