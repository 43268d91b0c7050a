import type * as api from '@duixian/api';
import { describe, expect, it } from '@jest/globals';
import { keyOf, mayUse, mayWrite } from './key.ts';

const LI = { id: 'K001', person: 'li', isMachine: false };
const ACCESSES: api.Access[] = [
  'source',
  'read',
  'read:entity',
  'officer',
  'prepare',
  'approve',
  'treasury',
  'nrii',
];

describe('a key', () => {
  it.each<[string, api.Access[]]>([
    ['source:urn:duixian:exchange:henan', ['source']],
    ['source:*', ['source']],
    ['read', ['read', 'read:entity']],
    ['read:entity:91410100170051134L', ['read:entity']],
    ['officer', ['read', 'read:entity', 'officer']],
    ['prepare', ['read', 'read:entity', 'prepare']],
    ['approve', ['read', 'read:entity', 'approve']],
    ['treasury', ['treasury']],
    ['nrii:91410100170051134L:urn:a:platform', ['nrii']],
  ])('with the scope %s may do what that says, and nothing else', (scope, granted) => {
    const key = keyOf(LI, [scope]);
    expect(ACCESSES.filter((access) => mayUse(key, [access]))).toEqual(granted);
  });

  it('that is part of an address has its unit and source, and no other scope', () => {
    const scope = 'nrii:91410100170051134L:urn:a:platform';
    expect(keyOf(LI, [scope]).door).toEqual({ uscc: '91410100170051134L', source: 'urn:a:platform' });
    expect(keyOf(LI, [scope, 'read']).door).toBeNull();
    expect(mayWrite(keyOf(LI, [scope]), 'urn:a:platform')).toBe(false);
  });

  it('without a scope may do nothing', () => {
    expect(mayUse(keyOf(LI, []), ACCESSES)).toBe(false);
  });

  it('writes its own sources only', () => {
    const key = keyOf(LI, ['source:urn:a:1', 'source:urn:a:2']);
    expect(
      ['urn:a:1', 'urn:a:2', 'urn:a:11', 'urn:a', '*'].filter((source) => mayWrite(key, source)),
    ).toEqual(['urn:a:1', 'urn:a:2']);
  });

  it('with a star writes every source', () => {
    expect(mayWrite(keyOf(LI, ['source:*']), 'urn:anything')).toBe(true);
  });

  it('of a machine agrees to nothing', () => {
    const key = keyOf({ ...LI, isMachine: true }, ['approve', 'treasury']);
    expect([mayUse(key, ['approve']), mayUse(key, ['treasury'])]).toEqual([false, true]);
  });
});
