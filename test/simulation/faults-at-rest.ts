import { allDependencies } from '@duixian/awards/domain/dependencies';
import { heldFact } from '@duixian/awards/store/held-fact';
import { openOf } from '@duixian/disbursement/ledger/domain/entry';
import { faultsOf, faultsWhenQuiet } from '@duixian/disbursement/testing/run-faults';
import { caseOf, FACT_TYPE_NAMES, type Fact, type FactTypeName } from '@duixian/facts';
import { claimsOf, type FactClaim, fillAccounts, resultDigest } from '@duixian/policy';
import { defined, type Fen } from '@duixian/values';
import { isAllDone } from './duties.ts';
import { deadLettersOf, handingsOverOf, isOfDecisions, ownersOf, recordsOf } from './view.ts';
import { SERVICES, type World } from './world.ts';

const REGISTERS = ['institutions', 'contracts', 'metering', 'awards'] as const;

/** Whether nobody has anything left to do. */
export function isAtRest(world: World): boolean {
  const isWaiting = world.treasury.toReport.length > 0 || world.store.suspended !== undefined;
  const isMissing = world.restores.missing(world).length > 0;
  const isAnswered = world.unanswered.length === 0;
  const isAgreed = world.agreements.isDone && world.isPolicyAgreed;
  const isDecided = world.deciders.isDone(world) && world.planning.isDone(world);
  return (
    !isWaiting && !isMissing && isAnswered && isAgreed && isDecided && world.isQuiet() && isAllDone(world)
  );
}

/** What is wrong when everything should be settled. */
export function faultsAtRest(world: World): string[] {
  return [
    ...(isAtRest(world) ? [] : ['it never came to rest']),
    ...SERVICES.flatMap((service) =>
      deadLettersOf(world.mongo, service).map((letter) => `${service} keeps a dead letter: ${letter}`),
    ),
    ...world.restores.missing(world).map((service) => `${service} misses facts still`),
    ...faultsOfRecording(world),
    ...faultsOfOwners(world),
    ...faultsOfDeciding(world),
    ...faultsOfHearing(world),
    ...faultsOfAwards(world),
    ...(digestOf(world) === replayed(world) ? [] : ['the digest is not that of replay']),
    ...faultsOf(world.store),
    ...faultsWhenQuiet(world.store),
    ...faultsOfBooking(world),
    ...faultsOfTreasury(world),
    ...faultsOfBank(world),
  ];
}

/** Registers hold what partners sent: the highest revision of each record. */
function faultsOfRecording({ facts, mongo }: World): string[] {
  const records = REGISTERS.flatMap((register) => recordsOf(mongo, register));
  const held = new Map(records.map(({ _id, revision }) => [_id, revision]));
  return facts.flatMap(({ type, subject, data: { revision } }) => {
    const id = `${caseOf(type)}/${subject}`;
    return revision <= (held.get(id) ?? 0) ? [] : [`nobody holds revision ${revision} of ${id}`];
  });
}

/** The owner of a record follows from who recorded it first and from all that was handed over since. */
function faultsOfOwners({ mongo }: World): string[] {
  const handed = handingsOverOf(mongo);
  const known = new Set(handed.map(({ _id }) => _id));
  return REGISTERS.flatMap((register) => recordsOf(mongo, register)).flatMap((record) => {
    const { _id, source, revision, handedOver = [] } = record;
    if (revision === 0) return [];
    const since = { ...record, source: handedOver[0]?.from ?? source, handedOver: [] };
    const [now, again] = [ownersOf(record, handed), ownersOf(since, handed)];
    return [
      ...(again.at(-1) === now.at(-1) ? [] : [`${_id} is ${now.at(-1)}'s, and should be ${again.at(-1)}'s`]),
      ...(again.includes(source) ? [] : [`${_id} was recorded by ${source}, which never came to own it`]),
      ...handedOver
        .filter(({ id }) => !known.has(id))
        .map(({ id }) => `${_id} was handed over by ${id}, which is none`),
    ];
  });
}

/** What is recorded in the name of two persons was confirmed by them. */
function faultsOfDeciding({ mongo, facts }: World): string[] {
  return recordsOf(mongo, 'awards').flatMap((record) => {
    const { subject, revision } = record;
    const isConfirmed = facts.some(
      (fact) => isOfDecisions(fact) && fact.subject === subject && fact.data.revision === revision,
    );
    return !isOfDecisions(record) || revision === 0 || isConfirmed
      ? []
      : [`revision ${revision} of decision ${subject} is held, and nobody was told that it is confirmed`];
  });
}

/** Awards holds what registers published. */
function faultsOfHearing({ mongo, awards }: World): string[] {
  const held = new Map(awards.facts.map(({ _id, version }) => [_id, version]));
  return REGISTERS.flatMap((register) => recordsOf(mongo, register)).flatMap(({ _id, version, revision }) => {
    const isReceived = !/^(usage|instrument)\//.test(_id) && revision > 0;
    return !isReceived || held.get(_id) === version
      ? []
      : [`${_id} has version ${version}, and awards holds ${held.get(_id) ?? 'none'}`];
  });
}

/** No fact keeps claims that were computed with anything that has changed since. */
function faultsOfDependencies({ awards: { facts, referenceData } }: World): string[] {
  const versions = new Map([...facts, ...referenceData].map(({ _id, version }) => [_id, version]));
  return facts.flatMap((fact) =>
    allDependencies(fact).flatMap(({ key, version }) => {
      const current = versions.get(key) ?? 0n;
      return version === current
        ? []
        : [`${fact._id} was computed with version ${version} of ${key}, which has ${current}`];
    }),
  );
}

/** Whenever awards has nothing to do, its accounts follow from its facts and the policy in force. */
export function faultsOfAwards(world: World): string[] {
  const { policy, awards } = world;
  const made = claimsOf(policy, awards.facts.map(heldFact));
  const isSame = digestOf(world) === resultDigest(fillAccounts(policy, made));
  return [
    ...faultsOfDependencies(world),
    ...(isSame ? [] : ['awards holds other claims than the policy in force makes of its facts']),
  ];
}

/** A digest of the accounts as they are stored, with the claims that facts make in them. */
function digestOf({ policy, awards }: World): string {
  const claims = awards.facts.flatMap(({ _id, claims: own = [] }): FactClaim[] => {
    const [kind = '', subject = ''] = [_id.slice(0, _id.indexOf('/')), _id.slice(_id.indexOf('/') + 1)];
    return own.map((claim) => ({ ...claim, fact: { type: typeOf(kind), subject } }));
  });
  const filled = fillAccounts(policy, claims).map((account) => {
    const kept = awards.accounts.find(
      ({ entity, year, group }) =>
        entity === account.entity && year === account.year && group === account.group,
    );
    return { ...account, claimedFen: kept?.claimedFen ?? -1n, entitledFen: kept?.entitledFen ?? -1n };
  });
  return resultDigest(filled);
}

function typeOf(kind: string): FactTypeName {
  return defined(
    FACT_TYPE_NAMES.find((name) => caseOf(name) === kind),
    `${kind} is a type of fact`,
  );
}

function replayed({ policy, facts }: World): string {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const key = `${fact.type} ${fact.subject}`;
    if ((newest.get(key)?.data.revision ?? 0) < fact.data.revision) newest.set(key, fact);
  }
  return resultDigest(fillAccounts(policy, claimsOf(policy, [...newest.values()])));
}

/** What awards finds due is posted, entity by entity. */
function faultsOfBooking({ awards: { accounts }, store }: World): string[] {
  const dueFen = new Map<string, Fen>();
  for (const { entity, entitledFen } of accounts) add(dueFen, entity, entitledFen);
  const bookedFen = new Map<string, Fen>();
  for (const { entity, payables } of store.ledgers.values())
    for (const { entitledFen } of payables) add(bookedFen, entity, entitledFen);
  return differences(dueFen, bookedFen, 'due', 'booked');
}

/**
 * What the treasury finally paid equals what the ledgers have as paid, USCC by USCC, and no request is in
 * vain.
 */
function faultsOfTreasury({ treasury, store }: World): string[] {
  const paidFen = new Map<string, Fen>();
  for (const { order, fate, parts } of treasury.orders.values()) {
    if (fate.outcome !== 'paid') continue;
    const backFen = parts.reduce((sum, { fen }) => sum + fen, 0n);
    add(paidFen, order.payeeUscc, BigInt(order.amountFen) - backFen);
  }
  const bookedFen = new Map<string, Fen>();
  for (const { uscc, payables } of store.ledgers.values())
    for (const payable of payables) add(bookedFen, uscc, payable.paidFen);
  const ids = [...store.orders.keys()];
  return [
    ...differences(paidFen, bookedFen, 'paid by the treasury', 'booked as paid'),
    ...ids.filter((id) => !treasury.orders.has(id)).map((id) => `order ${id} never came to the treasury`),
    ...[...treasury.orders.keys()]
      .filter((id) => !store.orders.has(id))
      .map((id) => `order ${id} is forgotten`),
  ];
}

/**
 * What came back to the bank is posted as received, and an entity that is not held is owed nothing and owes
 * nothing.
 */
function faultsOfBank({ bank, store }: World): string[] {
  const payables = [...store.ledgers.values()].flatMap((ledger) => ledger.payables);
  const bookedFen = payables.reduce((sum, { receivedFen }) => sum + receivedFen, 0n);
  const bankFen = [...bank.values()].reduce((sum, fen) => sum + fen, 0n);
  const wrong = bankFen === bookedFen ? [] : [`${bankFen} fen came back, and ${bookedFen} are booked`];
  for (const { uscc, entity, holds } of store.ledgers.values()) {
    if (uscc !== entity || holds.length > 0) continue;
    const openFen = new Map<string, Fen>();
    for (const payable of store.groupOf(entity).flatMap((ledger) => ledger.payables))
      add(openFen, `${payable.year} ${payable.group}`, openOf(payable));
    for (const [account, fen] of openFen)
      if (fen !== 0n) wrong.push(`${fen} fen of ${uscc} ${account} are still open`);
  }
  return wrong;
}

function add(sums: Map<string, Fen>, key: string, fen: Fen): void {
  sums.set(key, (sums.get(key) ?? 0n) + fen);
}

function differences(
  right: ReadonlyMap<string, Fen>,
  found: ReadonlyMap<string, Fen>,
  inWords: string,
  foundInWords: string,
): string[] {
  return [...new Set([...right.keys(), ...found.keys()])].flatMap((key) => {
    const [rightFen, foundFen] = [right.get(key) ?? 0n, found.get(key) ?? 0n];
    return rightFen === foundFen ? [] : [`${key}: ${rightFen} fen ${inWords}, ${foundFen} ${foundInWords}`];
  });
}
