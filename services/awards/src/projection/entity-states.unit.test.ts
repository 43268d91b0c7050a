import { readFileSync } from 'node:fs';
import { entitlementsV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../domain/account-state.ts';
import { absentParty } from '../domain/reference-state.ts';
import { accountsOnly, entitlementsMessage, packed, wholeState } from './entity-states.ts';

const ENTITY = '91410100170051134L';
const BRANCH = '91410100556930377C';
const ACCOUNT: AccountState = {
  _id: `${ENTITY}/2019/sharing`,
  entity: ENTITY,
  year: 2019,
  group: 'sharing',
  claimedFen: 25_000_000n,
  entitledFen: 20_000_000n,
  undecided: 1,
  claims: 3,
  name: '按事实的名称',
  namedAt: 0n,
  version: 7n,
};
const PARTY = { ...absentParty(ENTITY), name: '示例公司', entityVersion: 3n };
const MEMBERS = [{ uscc: BRANCH, entityVersion: 0n }];
const WHOLE = { part: 0, parts: 0, accountsOnly: false, memberVersions: [] };

describe('what disbursement is told of an entity', () => {
  it('is the name of its party fact, all its USCCs, and each account whole', () => {
    expect(wholeState(ENTITY, PARTY, MEMBERS, [ACCOUNT])).toEqual([
      {
        ...WHOLE,
        entity: ENTITY,
        name: '示例公司',
        entityVersion: 3n,
        holds: [],
        members: [ENTITY, BRANCH],
        accounts: [
          {
            year: 2019,
            group: 'sharing',
            version: 7n,
            claimedFen: 25_000_000n,
            entitledFen: 20_000_000n,
            beyondExact: false,
          },
        ],
      },
    ]);
  });

  it('is the name that facts give it where there is no party fact, and nobody else where it is alone', () => {
    expect(wholeState(ENTITY, absentParty(ENTITY), [], [ACCOUNT])[0]).toMatchObject({
      name: '按事实的名称',
      entityVersion: 0n,
      members: [],
    });
  });

  it('is held while parents run in a circle or accounts are being restated', () => {
    const party = { ...PARTY, circle: [ENTITY, BRANCH], isRestating: true };
    expect(wholeState(ENTITY, party, MEMBERS, [])[0]?.holds).toEqual([
      entitlementsV1.HoldReason.PARENT_CIRCLE,
      entitlementsV1.HoldReason.RESTATING,
    ]);
  });

  it('says of a total beyond exact integers that it is one', () => {
    const [state] = wholeState(ENTITY, PARTY, [], [{ ...ACCOUNT, claimedFen: 2n ** 53n }]);
    expect(state?.accounts[0]?.beyondExact).toBe(true);
  });
});

describe('what does not fit into one message', () => {
  const uscc = (index: number) => `91410100${String(index).padStart(10, '0')}`;
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      uscc: uscc(index),
      entityVersion: 1_000_000_000_000_000_000n,
    }));
  const bytesOf = (states: entitlementsV1.EntityState[]) =>
    entitlementsMessage(states, undefined).payload.length;

  it.each([
    ['50,000 members', 50_000, 1],
    ['100,000 accounts', 0, 100_000],
    ['both', 30_000, 5_000],
    ['a name of 200 ideographs', 20_000, 1],
  ])('goes in parts, each below the limit: %s', (_, memberCount, accountCount) => {
    const accounts = Array.from({ length: accountCount }, (__, index) => ({
      ...ACCOUNT,
      year: 2000 + index,
    }));
    const party = { ...PARTY, name: '名'.repeat(200), entityVersion: 2n ** 62n };
    const states = wholeState(ENTITY, party, many(memberCount), accounts);
    for (const message of packed(states))
      expect(bytesOf(message)).toBeLessThan(LIMITS.entitlementMessageBytes.most);
    expect(states.map(({ part }) => part)).toEqual(states.map((__, index) => index + 1));
    expect(new Set(states.map(({ parts }) => parts))).toEqual(new Set([states.length]));
    const members = states.flatMap((state) => state.members);
    expect(members).toEqual(memberCount === 0 ? [] : [ENTITY, ...many(memberCount).map((one) => one.uscc)]);
    expect(states.flatMap((state) => state.accounts)).toHaveLength(accountCount);
    for (const state of states) expect(state.memberVersions).toHaveLength(state.members.length);
  });

  it('puts small entities together, and large ones of one move apart', () => {
    const small = Array.from({ length: 100 }, (_, index) =>
      wholeState(uscc(index), PARTY, [], [ACCOUNT]),
    ).flat();
    expect(packed(small)).toHaveLength(1);
    const large = Array.from({ length: 60 }, (_, index) =>
      wholeState(uscc(index), { ...PARTY, name: 'N'.repeat(126_000) }, [], []),
    ).flat();
    for (const message of packed(large))
      expect(bytesOf(message)).toBeLessThan(LIMITS.entitlementMessageBytes.most);
    expect(packed(large).flat()).toEqual(large);
  });

  it('holds an entity of too many members, and names no more of them than can be counted', () => {
    const most = LIMITS.entityMembers.most;
    const states = wholeState(ENTITY, PARTY, many(most + 1), []);
    for (const { holds } of states) expect(holds).toEqual([entitlementsV1.HoldReason.TOO_MANY_MEMBERS]);
    expect(states.flatMap(({ members }) => members)).toHaveLength(most + 1);
    expect(wholeState(ENTITY, PARTY, many(most), [])[0]?.holds).toEqual([]);
  });

  it('names the version that changed accounts go with', () => {
    const [state] = accountsOnly(ENTITY, PARTY, [ACCOUNT]);
    expect(state).toMatchObject({ accountsOnly: true, entityVersion: 3n, members: [], holds: [] });
    expect(accountsOnly(ENTITY, absentParty(ENTITY), [ACCOUNT])[0]?.accountsOnly).toBe(false);
  });
});

it('is read and written as it once was', () => {
  const golden = new URL('../../../../proto/golden/entitlements-changed.json', import.meta.url);
  const { base64 } = JSON.parse(readFileSync(golden, 'utf8'));
  const party = { ...PARTY, circle: [ENTITY, BRANCH], isRestating: true };
  const states = wholeState(ENTITY, party, MEMBERS, [{ ...ACCOUNT, claimedFen: 2n ** 53n }]);
  expect(entitlementsV1.EntitlementsChanged.decode(Buffer.from(base64, 'base64'))).toEqual({
    entities: states,
  });
  expect(Buffer.from(entitlementsMessage(states, undefined).payload).toString('base64')).toBe(base64);
});
