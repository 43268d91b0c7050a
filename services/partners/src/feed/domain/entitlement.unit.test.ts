import { describe, expect, it } from '@jest/globals';
import { type EntitlementMessage, entitlementAfter, isSeenToChange } from './entitlement.ts';

const ENTITY = '91410100170051134L';

function account(year: number, version: number, fen: number) {
  return { year, group: 'international', version: BigInt(version), claimedFen: fen, entitledFen: fen };
}

function message(changed: Partial<EntitlementMessage> = {}): EntitlementMessage {
  return {
    ...{ entity: ENTITY, name: '示例', entityVersion: 1n, holds: [], members: [], accounts: [] },
    ...{ isOfAccountsOnly: false, ...changed },
  };
}

function after(...messages: EntitlementMessage[]) {
  return messages.reduce<ReturnType<typeof entitlementAfter> | undefined>(entitlementAfter, undefined);
}

describe('the entitlement of an entity', () => {
  it('keeps of each account the highest version, in whatever order they come', () => {
    const [first, second] = [
      message({ accounts: [account(2019, 1, 5)] }),
      message({ accounts: [account(2019, 2, 7)] }),
    ];
    const other = message({ accounts: [account(2018, 1, 3)], isOfAccountsOnly: true });
    const expected = [account(2018, 1, 3), account(2019, 2, 7)];
    expect(after(first, second, other)?.accounts).toEqual(expected);
    expect(after(other, second, first)?.accounts).toEqual(expected);
  });

  it('has name and holds of the highest version, and the members of all its parts', () => {
    const parts = [['A'], ['B']].map((members) =>
      message({ entityVersion: 2n, holds: ['restating'], members }),
    );
    const held = after(message({ name: '旧名', members: ['C'] }), ...parts, message({ name: '旧名' }));
    expect(held).toMatchObject({ name: '示例', holds: ['restating'], members: ['A', 'B'] });
  });

  it('changes to be seen only where a sum, a hold or the name does', () => {
    const before = after(message({ accounts: [account(2019, 1, 5)] }));
    const seen = (next: EntitlementMessage) => isSeenToChange(before, entitlementAfter(before, next));
    expect(isSeenToChange(undefined, entitlementAfter(undefined, message()))).toBe(true);
    expect(seen(message({ accounts: [account(2019, 1, 9)] }))).toBe(false);
    expect(seen(message({ accounts: [account(2019, 2, 5)], members: ['A'] }))).toBe(false);
    expect(seen(message({ accounts: [account(2019, 2, 9)] }))).toBe(true);
    expect(seen(message({ entityVersion: 2n, holds: ['restating'] }))).toBe(true);
  });
});
