import { readFileSync } from 'node:fs';
import { entitlementsV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../domain/account-state.ts';
import { absentParty } from '../domain/context-state.ts';
import { entitlementsMessage, entityState } from './entitlement-events.ts';

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
const PARTY = { ...absentParty(ENTITY), name: '示例公司', members: [BRANCH], entityVersion: 3n };

describe('what disbursement is told of an entity', () => {
  it('is the name of its party fact, all its USCCs, and each account whole', () => {
    expect(entityState(ENTITY, PARTY, [ACCOUNT])).toEqual({
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
    });
  });

  it('is the name that facts give it where there is no party fact, and nobody else where it is alone', () => {
    expect(entityState(ENTITY, absentParty(ENTITY), [ACCOUNT])).toMatchObject({
      name: '按事实的名称',
      entityVersion: 0n,
      members: [],
    });
  });

  it('is held while parents run in a circle or accounts are being restated', () => {
    const party = { ...PARTY, circle: [ENTITY, BRANCH], isRestating: true };
    expect(entityState(ENTITY, party, []).holds).toEqual([
      entitlementsV1.HoldReason.PARENT_CIRCLE,
      entitlementsV1.HoldReason.RESTATING,
    ]);
  });

  it('says of a total beyond exact integers that it is one', () => {
    const [account] = entityState(ENTITY, PARTY, [{ ...ACCOUNT, claimedFen: 2n ** 53n }]).accounts;
    expect(account?.beyondExact).toBe(true);
  });
});

it('is read and written as it once was', () => {
  const golden = new URL('../../../../proto/golden/entitlements-changed.json', import.meta.url);
  const { base64 } = JSON.parse(readFileSync(golden, 'utf8'));
  const party = { ...PARTY, circle: [ENTITY, BRANCH], isRestating: true };
  const state = entityState(ENTITY, party, [{ ...ACCOUNT, claimedFen: 2n ** 53n }]);
  expect(entitlementsV1.EntitlementsChanged.decode(Buffer.from(base64, 'base64'))).toEqual({
    entities: [state],
  });
  expect(Buffer.from(entitlementsMessage([state], undefined).payload).toString('base64')).toBe(base64);
});
