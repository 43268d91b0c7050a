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
/** No person whose key is confirmed has one yet. */
const NONE = { isDevelopment: false, others: [] };
/** A key whose text the requester may see. */
const READS = { scopes: ['read'] };

function request(person: string, more: Partial<KeyRequest> = {}): KeyRequest {
  return {
    id: 'N001',
    name: 'main',
    person,
    scopes: null,
    sha256: 'b'.repeat(64),
    addresses: [],
    isHashGiven: false,
    lastsMs: HOUR_MS,
    ...more,
  };
}

/** Its holder made it, and gave its hash. */
const HASHED = { isHashGiven: true };

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
    const key = made(createKey(request('henan', HASHED), around(HENAN), LI));
    expect(statusOf(key, AT)).toBe('waiting');
    expect(confirmKey(key, undefined, NONE, by('li', ['approve']))).toMatchObject({ refusal: 'same-person' });
    const otherKeyOfLi = by('li', ['approve'], { key: 'K002', isWhole: false });
    expect(confirmKey(key, undefined, NONE, otherKeyOfLi)).toMatchObject({ refusal: 'same-person' });
    expect(confirmKey(key, undefined, NONE, by('robot', ['approve'], { kind: 'machine' }))).toMatchObject({
      refusal: 'machine',
    });
    const confirmed = made(confirmKey(key, undefined, NONE, ZHAO));
    expect(confirmed).toMatchObject({ isWaiting: false, confirmedBy: 'zhao' });
    expect(confirmKey(confirmed, undefined, NONE, ZHAO)).toMatchObject({ isNew: false });
  });

  it.each<[string, string, PersonTerms, readonly string[] | null]>([
    ['takes part in acts of two persons', 'wang', WANG, ['approve']],
    ['records facts', 'henan', HENAN, ['source:urn:a:b']],
    ['records facts, among others', 'henan', HENAN, ['read', 'source:urn:a:b']],
    ['has all scopes of its person, also those to come', 'qian', { ...WANG, scopes: ['read'] }, null],
  ])('that %s is made by its holder alone, outside development', (_, person, terms, scopes) => {
    expect(createKey(request(person, { scopes }), around(terms), LI)).toMatchObject({
      refusal: 'not-allowed',
      why: expect.stringMatching(
        new RegExp(
          `let ${person} make it .*duixian keys generate".* and give its SHA-256 here \\(--key-hash\\)`,
        ),
      ),
    });
    expect(made(createKey(request(person, { ...HASHED, scopes }), around(terms), LI)).isWaiting).toBe(true);
    const development = around(terms, { isDevelopment: true });
    expect(made(createKey(request(person, { scopes }), development, LI)).isWaiting).toBe(false);
  });

  it('that only reads may be seen by who asks for it, and waits all the same', () => {
    expect(made(createKey(request('wang', READS), around(WANG), LI))).toMatchObject({
      ...READS,
      isWaiting: true,
    });
  });

  it('is asked for by who prepares only', () => {
    expect(createKey(request('henan', HASHED), around(HENAN), ZHAO)).toMatchObject({ refusal: 'lacks-role' });
  });

  it('can be used at once in development', () => {
    const key = made(createKey(request('wang'), around(WANG, { isDevelopment: true }), LI));
    expect(statusOf(key, AT)).toBe('standing');
  });
});

describe('a further key of somebody who has keys', () => {
  const held = made(createKey(request('wang'), around(WANG), by('wang', [...WANG.scopes])));
  const others = { isDevelopment: false, others: [held] };
  const asked = (more: Partial<KeyRequest> = HASHED) =>
    made(createKey(request('wang', { id: 'N002', ...more }), around(WANG, { others: [held] }), LI));
  const wang = (scopes: readonly string[], isWhole: boolean) => by('wang', [...scopes], { isWhole });

  it('is confirmed by nobody else: a hash that who asked gave would make that one two persons', () => {
    for (const who of [ZHAO, by('li', ['approve'])])
      expect(confirmKey(asked(), undefined, others, who)).toMatchObject({
        refusal: 'not-allowed',
        why: expect.stringMatching(
          /^wang has keys that can be used, so wang confirms N002.*revoke them first/,
        ),
      });
    expect(made(confirmKey(asked(), undefined, others, wang(WANG.scopes, true)))).toMatchObject({
      ...{ isWaiting: false, confirmedBy: 'wang' },
    });
  });

  it('is confirmed with one that has all of its scopes: a lesser one may be known to others', () => {
    const lesser = wang(['read'], false);
    expect(confirmKey(asked(), undefined, others, lesser)).toMatchObject({ refusal: 'lacks-role' });
    const approves = asked({ ...HASHED, scopes: ['approve'] });
    expect(confirmKey(approves, undefined, others, lesser)).toMatchObject({
      ...{ refusal: 'lacks-role', why: 'the key that you came with lacks approve' },
    });
    expect(confirmKey(asked(), undefined, others, wang(WANG.scopes, false))).toMatchObject({
      ...{ refusal: 'lacks-role', why: expect.stringMatching(/scopes that its person gets later/) },
    });
    expect(made(confirmKey(approves, undefined, others, wang(['approve'], false))).isWaiting).toBe(false);
  });

  it('is confirmed by a machine where it is the machine’s own', () => {
    const own = made(createKey(request('henan'), around(HENAN), by('henan', [...HENAN.scopes])));
    const next = made(createKey(request('henan', { ...HASHED, id: 'N002' }), around(HENAN), LI));
    const surroundings = { isDevelopment: false, others: [own] };
    expect(confirmKey(next, undefined, surroundings, ZHAO)).toMatchObject({ refusal: 'not-allowed' });
    const henan = by('henan', [...HENAN.scopes], { kind: 'machine' });
    expect(made(confirmKey(next, undefined, surroundings, henan)).confirmedBy).toBe('henan');
  });

  it('is for any second person where those it had are gone, where it only reads, and in development', () => {
    const gone = [
      { ...held, revoked: { by: 'wang', at: AT } },
      { ...held, expiresAt: AT },
    ];
    const confirm = (key: Key, surroundings: Parameters<typeof confirmKey>[2]) =>
      made(confirmKey(key, undefined, surroundings, ZHAO)).confirmedBy;
    expect(confirm(asked(), { isDevelopment: false, others: gone })).toBe('zhao');
    expect(confirm(asked(READS), others)).toBe('zhao');
    expect(confirm(asked(), { ...others, isDevelopment: true })).toBe('zhao');
  });
});

describe('a key', () => {
  it('has scopes of its person only', () => {
    const beyond = request('henan', { ...HASHED, scopes: ['read', 'treasury'] });
    expect(createKey(beyond, around(HENAN), LI)).toMatchObject({
      refusal: 'not-allowed',
      why: expect.stringMatching(/^henan lacks treasury: /),
    });
    const key = made(createKey(request('henan', READS), around(HENAN), LI));
    expect(effectiveScopes(key, { ...HENAN, scopes: ['source:urn:a:b'] })).toEqual([]);
  });

  it('stands once, and twice under one name of one person', () => {
    expect(createKey(request('henan', READS), around(HENAN, { isHashTaken: true }), LI)).toMatchObject({
      refusal: 'taken',
    });
    const key = made(createKey(request('henan', READS), around(HENAN), LI));
    const two = around(HENAN, { others: [key, { ...key, id: 'N002' }] });
    expect(createKey(request('henan', READS), two, LI)).toMatchObject({ refusal: 'over-limit' });
    expect('key' in createKey(request('henan', { ...READS, name: 'other' }), two, LI)).toBe(true);
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
    expect(rotateKey(before, next, around(HENAN), LI)).toMatchObject({ refusal: 'not-allowed' });
    const waiting = rotateKey(before, { ...next, ...HASHED }, around(HENAN), LI);
    expect(waiting).toMatchObject({ before: undefined, key: { isWaiting: true } });
    const later = { ...by('henan', [...HENAN.scopes]), at: after(5) };
    const surroundings = { isDevelopment: false, others: [before] };
    expect(confirmKey(made(waiting), before, surroundings, later)).toMatchObject({
      before: { expiresAt: after(7) },
    });
  });

  it('is not made wider by rotating it with a narrower one', () => {
    const before = made(createKey(request('henan'), around(HENAN), by('henan', [...HENAN.scopes])));
    const next = { ...request('henan', { id: 'N002' }), overlapMs: 0 };
    const narrow = by('henan', ['read'], { isWhole: false });
    expect(rotateKey(before, next, around(HENAN), narrow)).toMatchObject({ refusal: 'lacks-role' });
  });

  it('that lists all scopes is rotated into one that lists them, and never into one that has those to come', () => {
    const act = by('henan', [...HENAN.scopes]);
    const whole = made(createKey(request('henan'), around(HENAN), act));
    const listing = made(createKey(request('henan', { scopes: HENAN.scopes }), around(HENAN), act));
    const next = { ...request('henan', { id: 'N002' }), overlapMs: 0 };
    const withListing = by('henan', [...HENAN.scopes], { isWhole: false });
    expect(rotateKey(whole, next, around(HENAN), withListing)).toMatchObject({
      ...{
        refusal: 'lacks-role',
        why: expect.stringMatching(/^N001 has all scopes of henan, also those to come/),
      },
    });
    expect(made(rotateKey(listing, next, around(HENAN), withListing)).scopes).toEqual(HENAN.scopes);
    expect(made(rotateKey(whole, next, around(HENAN), act)).scopes).toBeNull();
  });

  it('is revoked by its holder and by who prepares or approves, for ever', () => {
    const key = made(createKey(request('henan', READS), around(HENAN), LI));
    expect(revokeKey(key, by('treasury', ['treasury']))).toMatchObject({ refusal: 'lacks-role' });
    for (const act of [by('henan', []), LI, ZHAO]) {
      const revoked = made(revokeKey(key, act));
      expect(statusOf(revoked, AT)).toBe('revoked');
      expect(revokeKey(revoked, LI)).toMatchObject({ isNew: false });
      expect(confirmKey(revoked, undefined, NONE, ZHAO)).toMatchObject({ refusal: 'nothing-waits' });
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
