import { LIMITS } from '@duixian/values';

/** What an account has, as awards published it last; sums are null where they are beyond exact numbers. */
export interface EntitledAccount {
  readonly year: number;
  readonly group: string;
  readonly version: bigint;
  readonly claimedFen: number | null;
  readonly entitledFen: number | null;
}

/** A message of awards about one entity, which may have a part of it only. */
export interface EntitlementMessage {
  readonly entity: string;
  readonly name: string;
  readonly entityVersion: bigint;
  readonly holds: readonly string[];
  readonly members: readonly string[];
  readonly accounts: readonly EntitledAccount[];
  /** It has neither name nor holds nor members. */
  readonly isOfAccountsOnly: boolean;
}

/** All that is known of the entitlements (应得) of an entity. */
export interface Entitlement {
  readonly entity: string;
  readonly name: string;
  readonly entityVersion: bigint;
  readonly holds: readonly string[];
  /** The first of its USCCs, by which keys of branches find it. */
  readonly members: readonly string[];
  /** By year and group. */
  readonly accounts: readonly EntitledAccount[];
}

/** The entitlement after a message: of each part that has a version the highest is kept. */
export function entitlementAfter(held: Entitlement | undefined, message: EntitlementMessage): Entitlement {
  const before = held ?? {
    ...{ entity: message.entity, name: message.name, entityVersion: -1n },
    ...{ holds: [], members: [], accounts: [] },
  };
  const accounts = accountsAfter(before.accounts, message.accounts);
  const { entityVersion, name, holds, members, isOfAccountsOnly } = message;
  if (isOfAccountsOnly || entityVersion < before.entityVersion) return { ...before, accounts };
  // A state that is divided into parts has some members in each.
  const others = entityVersion === before.entityVersion ? before.members : [];
  const all = [...new Set([...others, ...members])].slice(0, LIMITS.feedMembers.most);
  return { entity: before.entity, name, entityVersion, holds, members: all, accounts };
}

/** Whether a message brought nothing. */
export function isHeld(before: Entitlement | undefined, after: Entitlement): boolean {
  return before !== undefined && textOf(before) === textOf(after);
}

/** Whether anything changed that partners see. */
export function isSeenToChange(before: Entitlement | undefined, after: Entitlement): boolean {
  return before === undefined || seen(before) !== seen(after);
}

function seen({ name, holds, accounts }: Pick<Entitlement, 'name' | 'holds' | 'accounts'>): string {
  return JSON.stringify([name, holds, accounts.map(({ version: _, ...rest }) => rest)]);
}

function textOf({ name, entityVersion, holds, members, accounts }: Entitlement): string {
  const versions = [entityVersion, ...accounts.map(({ version }) => version)].map(String);
  return JSON.stringify([seen({ name, holds, accounts }), members, versions]);
}

function accountsAfter(
  held: readonly EntitledAccount[],
  published: readonly EntitledAccount[],
): EntitledAccount[] {
  const all = new Map(held.map((account) => [placeOf(account), account]));
  for (const account of published) {
    const before = all.get(placeOf(account));
    if (!before || account.version > before.version) all.set(placeOf(account), account);
  }
  return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, account]) => account);
}

function placeOf({ year, group }: EntitledAccount): string {
  return `${year}/${group}`;
}
