import {
  type Change,
  changedAccounts,
  computeChanges,
  keysNeeded,
  parentsNamed,
} from '@duixian/awards/domain/compute-changes';
import { contextKey, isContractKey, usccOf } from '@duixian/awards/domain/context-key';
import { absentParty, type PartyState, type StoredContext } from '@duixian/awards/domain/context-state';
import { Contexts, type KnownContract } from '@duixian/awards/domain/contexts';
import type { Leaning } from '@duixian/awards/domain/leanings';
import type { EntityState } from '@duixian/disbursement/domain/apply-entitlements';
import { caseOf, type PublishedFact } from '@duixian/facts';
import type { Worker } from './worker.ts';
import type { World } from './world.ts';

type Steps<Result> = Generator<void, Result, void>;
type Leanings = Map<string, readonly Leaning[]>;

/** Hears facts, and answers for them only when all that they say is in agreement with what stands. */
export function* awards(worker: Worker): Steps<void> {
  const { world } = worker;
  for (;;) {
    const messages = worker.take(world.roads.facts, 5);
    yield;
    if (messages.length === 0) continue;
    const heard = newest(messages);
    const leanings = yield* project(worker, () => hearings(world, heard));
    const held = [...heard.keys()].flatMap((id) => world.facts.get(id) ?? []);
    for (const { id, leans } of held) if (!leanings.has(id)) leanings.set(id, leans);
    const stale =
      world.sabotage === 'agreement'
        ? []
        : [...moved(world, leanings), ...staleReceipts(world, [...heard.keys()])];
    yield* agree(worker, stale);
    worker.settle();
  }
}

/** Works off what reaches far; then tells of entities that were held. */
export function* reaches(worker: Worker): Steps<void> {
  const { world } = worker;
  for (;;) {
    yield;
    const [key, reach] = world.random.shuffled([...world.reaches])[0] ?? [];
    if (key !== undefined && reach) {
      const stale = [...world.facts.values()].filter(({ leans }) =>
        leans.some((leaning) => leaning.key === key && leaning.version < reach.version),
      );
      yield* agree(
        worker,
        stale.slice(0, 3).map(({ id }) => id),
      );
      yield;
      if (stale.length === 0 && world.reaches.get(key) === reach) world.reaches.delete(key);
    }
    release(worker);
  }
}

function* agree(worker: Worker, ids: readonly string[]): Steps<void> {
  const { world } = worker;
  let stale = [...new Set(ids)];
  while (stale.length > 0) {
    const again = stale;
    const leanings = yield* project(worker, () =>
      again.flatMap((id) => {
        const held = world.facts.get(id);
        return held ? [{ fact: held.fact, isHeard: false, said: undefined, claims: held.claims }] : [];
      }),
    );
    stale = world.sabotage === 'agreement' ? [] : moved(world, leanings);
  }
}

/** One transaction: reads at one instant, computes, and writes at a later one, if nobody wrote the same meanwhile. */
function* project(worker: Worker, changesNow: () => Change[]): Steps<Leanings> {
  const { world } = worker;
  for (;;) {
    const changes = changesNow();
    if (changes.length === 0) return new Map();
    const facts = new Map(changes.map(({ fact }) => [idOf(fact), world.facts.get(idOf(fact))]));
    const contracts = contractsFor(world, changes);
    const stored = loadContexts(world, changes, contracts);
    const contexts = new Contexts(stored, contracts, world.epoch);
    const { computed, deltas, restates } = computeChanges(
      world.policy,
      changes,
      contexts,
      contracts,
      withoutAccounts(world, changes),
    );
    const accounts = changedAccounts(world.policy, deltas, new Map(world.accounts), world.epoch);
    yield;
    const isAlone =
      [...facts].every(([id, before]) => world.facts.get(id) === before) &&
      contexts.writes().every(({ before, after }) => world.contexts.get(after._id) === before) &&
      accounts.every(({ before, after }) => world.accounts.get(after._id) === before);
    if (!isAlone && world.sabotage !== 'guards') {
      world.tell(`${worker.name} meets somebody else and computes again`);
      continue;
    }
    const leanings: Leanings = new Map();
    changes.forEach(({ fact }, index) => {
      const { claims = [], leanings: leans = [] } = computed[index] ?? {};
      world.facts.set(idOf(fact), { id: idOf(fact), fact, claims, leans });
      leanings.set(idOf(fact), leans);
    });
    for (const { after } of contexts.writes()) world.contexts.set(after._id, after);
    for (const { after } of accounts) world.accounts.set(after._id, after);
    for (const key of contexts.raised) raise(world, key, contexts.versionOf(key), restates);
    const entities = new Set(accounts.map(({ after }) => after.entity));
    const said = sayEntities(world, entities, contexts.retold);
    world.tell(`${worker.name} computes ${[...leanings.keys()].join(', ')}`);
    yield;
    for (const number of said) world.publish(number);
    return leanings;
  }
}

/** At worst nothing fits into one message: every part of every entity goes by itself. */
function sayEntities(world: World, changed: ReadonlySet<string>, retold: ReadonlySet<string>): number[] {
  const whole = [...retold].flatMap((entity) => partsOf(entityState(world, entity)).map((part) => [part]));
  const accounts = [...changed]
    .filter((entity) => !retold.has(entity))
    .map((entity) => [accountsOf(entityState(world, entity))]);
  const messages = [...whole, ...accounts];
  return world.say(...messages.map((message) => ({ road: 'entitlements' as const, message })));
}

function partsOf(state: EntityState): EntityState[] {
  const { members, memberVersions = [], accounts } = state;
  const parts = Math.max(members.length, accounts.length);
  if (parts < 2) return [state];
  return Array.from({ length: parts }, (_, index) => ({
    ...state,
    members: members.slice(index, index + 1),
    memberVersions: memberVersions.slice(index, index + 1),
    accounts: accounts.slice(index, index + 1),
    part: index + 1,
    parts,
  }));
}

function accountsOf(state: EntityState): EntityState {
  if (state.entityVersion === 0n) return state;
  return { ...state, holds: [], members: [], memberVersions: [], accountsOnly: true };
}

export function entityState(world: World, entity: string): EntityState {
  const party = partyOf(world, entity);
  const members = membersOf(world, entity);
  return {
    entity,
    name: party.name || `${entity} 公司`,
    entityVersion: party.entityVersion,
    holds: [
      ...(party.circle.length > 0 ? (['parent-circle'] as const) : []),
      ...(party.isRestating ? (['restating'] as const) : []),
    ],
    members: members.length > 0 ? [entity, ...members] : [],
    memberVersions:
      members.length > 0 ? [0n, ...members.map((uscc) => partyOf(world, uscc).entityVersion)] : [],
    accounts: [...world.accounts.values()]
      .filter((account) => account.entity === entity)
      .map(({ year, group, version, entitledFen }) => ({
        year,
        group,
        version,
        entitledFen,
        beyondExact: false,
      })),
  };
}

function release({ world, name }: Worker): void {
  if ([...world.reaches.values()].some(({ restates }) => restates)) return;
  const restating = [...world.contexts.values()].filter(
    ({ state }) => state.kind === 'party' && state.isRestating,
  );
  const branches = restating.filter(({ state }) => state.kind === 'party' && state.parent !== null);
  const held = (branches.length > 0 ? branches : restating).slice(0, 2);
  if (held.length === 0) return;
  const contexts = new Contexts(new Map(held.map((one) => [one._id, one])), new Map(), world.epoch);
  for (const { _id } of held) contexts.retell(_id.slice(contextKey.party('').length), { isRestating: false });
  for (const { after } of contexts.writes()) world.contexts.set(after._id, after);
  world.tell(`${name} lets ${held.length} entities go`);
  sayEntities(world, new Set(), contexts.retold);
}

function raise(world: World, key: string, version: bigint, restates: boolean): void {
  const known = world.reaches.get(key);
  world.reaches.set(key, {
    version: known && known.version > version ? known.version : version,
    restates: restates || (known?.restates ?? false),
  });
}

function newest(messages: readonly PublishedFact[]): Map<string, PublishedFact> {
  const heard = new Map<string, PublishedFact>();
  for (const fact of messages) {
    const known = heard.get(idOf(fact));
    if (!known || known.version < fact.version) heard.set(idOf(fact), fact);
  }
  return heard;
}

function hearings(world: World, heard: ReadonlyMap<string, PublishedFact>): Change[] {
  return [...heard].flatMap(([id, fact]) => {
    const held = world.facts.get(id);
    if (held && held.fact.version >= fact.version) return [];
    return [{ fact, isHeard: true, said: held?.fact, claims: held?.claims ?? [] }];
  });
}

function moved(world: World, leanings: Leanings): string[] {
  const versionNow = (key: string) =>
    (isContractKey(key) ? world.facts.get(key)?.fact.version : world.contexts.get(key)?.version) ?? 0n;
  return [...leanings].flatMap(([id, leans]) =>
    leans.some(({ key, version }) => version !== versionNow(key)) ? [id] : [],
  );
}

function staleReceipts(world: World, ids: readonly string[]): string[] {
  const contracts = new Map(
    ids.filter(isContractKey).map((id) => [id, world.facts.get(id)?.fact.version ?? 0n]),
  );
  return [...world.facts.values()].flatMap(({ id, leans }) =>
    leans.some(({ key, version }) => version < (contracts.get(key) ?? 0n)) ? [id] : [],
  );
}

/** Those in the batch count as they will stand. */
function contractsFor(world: World, changes: readonly Change[]): Map<string, KnownContract | undefined> {
  const contracts = new Map<string, KnownContract | undefined>();
  for (const { fact } of changes)
    if (fact.type === 'duixian.receipt.v1') {
      const key = contextKey.contract(fact.data.registrationNo);
      contracts.set(key, world.facts.get(key)?.fact as KnownContract | undefined);
    }
  for (const { fact } of changes) if (fact.type === 'duixian.contract.v1') contracts.set(idOf(fact), fact);
  return contracts;
}

function loadContexts(
  world: World,
  changes: readonly Change[],
  contracts: ReadonlyMap<string, KnownContract | undefined>,
): Map<string, StoredContext | undefined> {
  const keys = new Set(keysNeeded(world.policy, changes, contracts).filter((key) => !isContractKey(key)));
  for (const { uscc } of parentsNamed(changes)) {
    const { entity } = partyOf(world, uscc);
    for (const member of [uscc, entity, ...membersOf(world, entity)]) keys.add(contextKey.party(member));
  }
  for (const key of [...keys]) {
    const state = world.contexts.get(key)?.state;
    if (state?.kind === 'party') keys.add(contextKey.party(state.entity));
  }
  return new Map([...keys].map((key) => [key, world.contexts.get(key)]));
}

function withoutAccounts(world: World, changes: readonly Change[]): Set<string> {
  const known = new Set([...world.accounts.values()].map(({ entity }) => entity));
  return new Set(parentsNamed(changes).flatMap(({ uscc }) => (known.has(uscc) ? [] : [uscc])));
}

function membersOf(world: World, entity: string): string[] {
  return [...world.contexts]
    .filter(([, { state }]) => state.kind === 'party' && state.parent !== null && state.entity === entity)
    .map(([key]) => usccOf(key))
    .filter((uscc) => uscc !== entity)
    .sort();
}

function partyOf(world: World, uscc: string): PartyState {
  const state = world.contexts.get(contextKey.party(uscc))?.state;
  return state?.kind === 'party' ? state : absentParty(uscc);
}

function idOf({ type, subject }: Pick<PublishedFact, 'type' | 'subject'>): string {
  return `${caseOf(type)}/${subject}`;
}
