import type { Actor } from '@duixian/values';
import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { type FirstPerson, firstPersonsMistakes } from './first-persons.ts';
import {
  confirmPerson,
  newPerson,
  type Person,
  type PersonChange,
  personMistakes,
  proposePerson,
  rejectPerson,
  type Surroundings,
} from './person.ts';

const HASH = 'a'.repeat(64);
const SUN: PersonChange = { name: '孙经办', kind: 'person', scopes: ['prepare'], keys: [] };
const AROUND: Surroundings = {
  isDevelopment: false,
  nameTakenBy: undefined,
  sources: new Set(['urn:duixian:exchange:henan']),
  hashes: new Set(),
  keys: { canBeUsed: false, names: [], count: 0 },
};

function by(person: string, scopes: string[], more: Partial<Actor> = {}) {
  const actor: Actor = { person, kind: 'person', key: 'K001', scopes, isWhole: true, ...more };
  return { actor, at: new Date(0), because: '任命文件' };
}

function waiting(change: PersonChange = SUN, around = AROUND): Person {
  const outcome = proposePerson(newPerson('sun'), change, around, by('li', ['prepare']));
  if ('refusal' in outcome) throw new Error(outcome.why);
  return outcome.person;
}

describe('a person', () => {
  it('has roles when another person confirmed them, and keys that came with them', () => {
    const keys = [{ name: 'sun', sha256: HASH, scopes: null }];
    const outcome = confirmPerson(waiting({ ...SUN, keys }), 1, AROUND, by('wang', ['approve']));
    expect(outcome).toMatchObject({
      isNew: true,
      keys,
      person: { standing: { name: '孙经办', scopes: ['prepare'] } },
    });
    expect(outcome).not.toHaveProperty('person.standing.keys');
  });

  it.each([
    ['who proposed it', by('li', ['approve']), 'same-person'],
    ['a machine', by('robot', ['approve'], { kind: 'machine' }), 'machine'],
    [
      'who proposed it, with another key',
      by('li', ['approve'], { key: 'K002', isWhole: false }),
      'same-person',
    ],
    ['who lacks approve', by('wang', ['prepare']), 'lacks-role'],
  ])('is not confirmed by %s', (_, act, refusal) => {
    expect(confirmPerson(waiting(), 1, AROUND, act)).toMatchObject({ refusal });
  });

  it.each<[string, Partial<PersonChange>, Partial<Surroundings>, string]>([
    ['a name that another one has', {}, { nameTakenBy: 'sunny' }, 'taken'],
    ['source:* outside development', { scopes: ['source:*'] }, {}, 'not-allowed'],
    ['a source that nobody proposed', { scopes: ['source:urn:duixian:nobody'] }, {}, 'not-known'],
    [
      'an address of a source that nobody proposed',
      { scopes: ['nrii:91410100170051134L:urn:duixian:nobody'] },
      {},
      'not-known',
    ],
    ['approve, being a machine', { kind: 'machine', scopes: ['approve'] }, {}, 'not-allowed'],
    [
      'a key that stands',
      { keys: [{ name: 'k', sha256: HASH, scopes: null }] },
      { hashes: new Set([HASH]) },
      'taken',
    ],
  ])('is not proposed with %s', (_, change, around, refusal) => {
    const proposal = { ...SUN, ...change };
    const outcome = proposePerson(
      newPerson('sun'),
      proposal,
      { ...AROUND, ...around },
      by('li', ['prepare']),
    );
    expect(outcome).toMatchObject({ refusal });
  });

  describe('with keys', () => {
    const key = (name = 'k', at = 0) => ({ name, sha256: `${at}`.repeat(64), scopes: null });
    const bringing = (keys: Partial<Surroundings['keys']>, more: Partial<Surroundings> = {}) => ({
      ...AROUND,
      ...more,
      keys: { ...AROUND.keys, ...keys },
    });
    const propose = (change: PersonChange, around: Surroundings) =>
      proposePerson(newPerson('sun'), change, around, by('li', ['prepare']));

    it('is proposed and confirmed while there are none that can be used, as nobody else knows whose they are', () => {
      const change = { ...SUN, keys: [key()] };
      const has = bringing({ canBeUsed: true, names: ['main'], count: 1 });
      const refusal = {
        ...{
          refusal: 'not-allowed',
          why: expect.stringMatching(/^sun has keys that can be used.*for sun to confirm/),
        },
      };
      expect(propose(change, has)).toMatchObject(refusal);
      expect(confirmPerson(waiting(change), 1, has, by('wang', ['approve']))).toMatchObject(refusal);
      expect('person' in propose(SUN, has)).toBe(true);
      expect('person' in propose(change, bringing({ names: ['main'], count: 1 }))).toBe(true);
      expect('person' in propose(change, { ...has, isDevelopment: true })).toBe(true);
    });

    it('has as many of a name, and in all, as any person', () => {
      const three = { ...SUN, keys: [key('k', 1), key('k', 2), key('k', 3)] };
      expect(propose(three, AROUND)).toMatchObject({
        refusal: 'over-limit',
        why: expect.stringMatching(/called k:/),
      });
      const two = { ...SUN, keys: [key('k', 1), key('k', 2)] };
      expect('person' in propose(two, AROUND)).toBe(true);
      expect(propose(two, bringing({ names: ['k'], count: 1 }))).toMatchObject({ refusal: 'over-limit' });
      const count = LIMITS.keysOfPerson.most - 1;
      expect(propose(two, bringing({ count }))).toMatchObject({ refusal: 'over-limit' });
      expect('person' in propose({ ...SUN, keys: [key()] }, bringing({ count }))).toBe(true);
    });
  });

  it('is judged again when it is confirmed: what was free may be taken', () => {
    const person = waiting({ ...SUN, scopes: ['source:urn:duixian:exchange:henan'] });
    const later = { ...AROUND, sources: new Set<string>() };
    expect(confirmPerson(person, 1, later, by('wang', ['approve']))).toMatchObject({ refusal: 'not-known' });
  });

  it('stays a person or a machine', () => {
    const outcome = confirmPerson(waiting(), 1, AROUND, by('wang', ['approve']));
    if ('refusal' in outcome) throw new Error(outcome.why);
    const change = { ...SUN, kind: 'machine' } as const;
    expect(proposePerson(outcome.person, change, AROUND, by('li', ['prepare']))).toMatchObject({
      refusal: 'not-allowed',
    });
  });

  it('loses all roles as it got them', () => {
    const outcome = confirmPerson(waiting({ ...SUN, scopes: [] }), 1, AROUND, by('wang', ['approve']));
    expect(outcome).toMatchObject({ person: { standing: { scopes: [] } } });
    expect(rejectPerson(waiting(), 1, by('li', []))).toMatchObject({
      isNew: true,
      person: { steps: { waiting: null } },
    });
  });

  it.each<[string, string, Partial<PersonChange>, RegExp]>([
    ['capitals in its id', 'Sun', {}, /^id: it must be 1 to 64 lower-case/],
    ['Cyrillic in its id', 's\u0443n', {}, /^id: /],
    ['an id that ends with a dot', 'sun.', {}, /^id: /],
    ['a long id', 'x'.repeat(65), {}, /^id: /],
    ['two scripts in its name', 'sun', { name: 'S\u0443n' }, /^name: .*U\+0443/],
    ['an unknown scope', 'sun', { scopes: ['admin'] }, /^scopes\.0: it must be source:<uri>.*not "admin"/],
    ['a scope twice', 'sun', { scopes: ['read', 'read'] }, /^scopes\.1: .*twice/],
    ['a wrong code', 'sun', { scopes: ['read:entity:91410100170051134A'] }, /^scopes\.0: .*check character/],
    ['a wrong source', 'sun', { scopes: ['source:河南'] }, /^scopes\.0: .*absolute URI/],
    [
      'what officers decided as its source',
      'sun',
      { scopes: ['source:urn:duixian:bureau:decisions'] },
      /^scopes\.0: .*is reserved/,
    ],
    [
      'a wrong hash',
      'sun',
      { keys: [{ name: 'k', sha256: 'AB', scopes: null }] },
      /^keys\.0\.sha256: .*64 lower-case/,
    ],
    [
      'a key beyond its roles',
      'sun',
      { keys: [{ name: 'k', sha256: HASH, scopes: ['approve'] }] },
      /^keys\.0\.scopes: its person lacks approve/,
    ],
  ])('with %s is refused', (_, id, change, mistake) => {
    expect(personMistakes(id, { ...SUN, ...change }).join('; ')).toMatch(mistake);
    expect(personMistakes('sun', SUN)).toEqual([]);
  });
});

describe('the persons that a system begins with', () => {
  const one = (id: string, scopes: string[], more: Partial<FirstPerson> = {}): FirstPerson => ({
    ...{ id, name: id, kind: 'person', scopes },
    keys: [{ name: id, sha256: id.charCodeAt(0).toString(16).repeat(32), scopes: null }],
    ...more,
  });
  const [li, wang] = [one('li', ['prepare']), one('wang', ['approve'])];

  it('are one who prepares and another who approves', () => {
    expect(firstPersonsMistakes([li, wang], false)).toEqual([]);
    const alone = one('li', ['prepare', 'approve']);
    expect(firstPersonsMistakes([alone], false)).toEqual([
      expect.stringMatching(/one person .* and another/),
    ]);
    expect(firstPersonsMistakes([], false)).toHaveLength(1);
    expect(firstPersonsMistakes([{ ...li, kind: 'machine' }, wang], false)).toHaveLength(1);
  });

  it.each<[string, FirstPerson, RegExp]>([
    ['no key', one('zhao', [], { keys: [] }), /persons\.2\.keys: at least one/],
    [
      'the id of another',
      one('li', [], { name: 'x', keys: one('y', []).keys }),
      /two persons have the id li/,
    ],
    ['the name of another', one('zhao', [], { name: 'LI' }), /two persons are called li/],
    ['the key of another', one('zhao', [], { keys: li.keys }), /have the same key/],
    ['source:*', one('zhao', ['source:*']), /exists in development only/],
  ])('are refused where one has %s', (_, third, mistake) => {
    const mistakes = firstPersonsMistakes([li, wang, third], false);
    expect(mistakes).toEqual([expect.stringMatching(mistake)]);
    expect(mistakes.join()).not.toContain(third.keys[0]?.sha256 ?? 'none');
  });
});
