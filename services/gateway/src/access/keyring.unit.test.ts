import { apiKeyText, LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { Keyring } from './keyring.ts';
import { accessOf, keyringOf } from './keyring-for-tests.ts';

const AT = Date.parse('2026-03-02T01:00:00Z');
const textOf = (name: string) => `${name}-secret`;

describe('a keyring', () => {
  it('knows keys by their hashes, each with its person', () => {
    const keyring = keyringOf({ li: ['prepare'], robot: { scopes: ['approve'], isMachine: true } }, textOf);
    expect(keyring.find('li-secret')).toMatchObject({ id: 'li', person: 'li', prepare: true });
    expect(keyring.find('robot-secret')).toMatchObject({ isMachine: true, approve: false });
    expect(keyring.find('wang-secret')).toBeUndefined();
    expect(keyring.find('')).toBeUndefined();
  });

  it('knows a key until it ends', () => {
    const access = accessOf({ li: ['read'] }, textOf);
    const grants = access.grants.map((grant) => ({ ...grant, expiresAt: '2026-03-02T01:00:00.000Z' }));
    const keyring = new Keyring('live');
    keyring.keep({ ...access, grants }, AT);
    expect(keyring.find('li-secret', AT - 1)?.person).toBe('li');
    expect(keyring.find('li-secret', AT)).toBeUndefined();
  });

  it('says what a key that was found may do now, by its id', () => {
    const keyring = new Keyring('live');
    expect(keyring.standing('li', AT)).toBeUndefined();
    keyring.keep(accessOf({ li: ['read'], wang: ['read'] }, textOf), AT);
    expect(keyring.standing('li', AT)).toMatchObject({ person: 'li', read: true });
    expect(keyring.standing('li', AT + LIMITS.accessAgeMs.most + 1)).toBeUndefined();
    keyring.keep(accessOf({ li: ['treasury'] }, textOf), AT);
    expect(keyring.standing('li', AT)).toMatchObject({ read: false, treasury: true });
    expect(keyring.standing('wang', AT)).toBeUndefined();
  });

  it('takes what it is told in the place of all that it knew', () => {
    const keyring = keyringOf({ li: ['read'] }, textOf);
    keyring.keep(accessOf({ wang: ['read'] }, textOf), Date.now());
    expect([keyring.find('li-secret'), keyring.find('wang-secret')?.person]).toEqual([undefined, 'wang']);
  });

  it('lets in for an hour by what it was told last, and then nobody, known or not', () => {
    const keyring = new Keyring('live');
    expect(() => keyring.find('li-secret', AT)).toThrow('services/partners does not answer');
    keyring.keep(accessOf({ li: ['read'] }, textOf), AT);
    const last = AT + LIMITS.accessAgeMs.most;
    expect(keyring.find('li-secret', last)?.person).toBe('li');
    expect(() => keyring.find('li-secret', last + 1)).toThrow('services/partners does not answer');
    keyring.isStillSo(AT + 1);
    expect(keyring.find('li-secret', last + 1)?.person).toBe('li');
  });

  it('gives every source to nobody outside development', () => {
    const access = accessOf({ local: ['source:*', 'source:urn:a:b'] }, textOf);
    const live = new Keyring('live');
    live.keep(access, AT);
    expect(live.find('local-secret', AT)?.sources).toEqual(new Set(['urn:a:b']));
    const test = new Keyring('test');
    test.keep(access, AT);
    expect(test.find('local-secret', AT)?.sources).toBe('*');
  });

  it('says by which versions sources are let pass, of those that it knows', () => {
    const keyring = keyringOf({}, textOf, { 'urn:a:b': 3n });
    expect(keyring.versionsOf(['urn:a:b', 'urn:a:c'])).toEqual(new Map([['urn:a:b', 3n]]));
  });

  it('tells a key that was mistyped, or is of another environment, from one that is not known', () => {
    const keyring = new Keyring('live');
    const text = apiKeyText('live', 'K001', 'x'.repeat(32));
    expect(keyring.mistakeOf(text)).toBeUndefined();
    expect(keyring.mistakeOf(`${text.slice(0, -1)}_`)).toMatch(/a key has 50 characters/);
    expect(keyring.mistakeOf(text.replace('K001', 'K002'))).toMatch(/mistyped or cut/);
    expect(keyring.mistakeOf(apiKeyText('test', 'K001', 'x'.repeat(32)))).toMatch(
      /of development \(dx_test_\)/,
    );
    expect(keyring.mistakeOf('duixian_abc')).toBeUndefined();
  });
});
