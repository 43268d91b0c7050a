import { OFFICERS_SOURCE } from '@duixian/facts';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { actsV1, personsV1, sourcesV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  actorsOf,
  HENAN,
  published,
  type Running,
  refused,
  sha256,
  startProcess,
  TERMS,
  UNSPECIFIED,
} from './partners-for-tests.ts';

// Nobody becomes two persons: with another key, with a key of somebody else, or by using up the limit that
// all share.
const OLD = `${HENAN}:old`;

let servers: ServersForTests;
let running: Running;
const closes: (() => unknown)[] = [];

beforeAll(async () => {
  servers = await openServersForTests('two-persons-test');
});
beforeEach(async () => {
  running = await startProcess(servers);
  closes.push(running.close);
});
afterAll(async () => {
  for (const close of closes) await close();
  await servers.close();
});

type Who = actsV1.Actor | undefined;

function source(actor: Who, act: sourcesV1.ChangeSourceRequest['act'], uri = HENAN) {
  return running.clients.sources.changeSource({ uri, actor, because: '郑科〔2026〕1号', act });
}

function handOver(actor: Who, act: sourcesV1.ChangeHandingOverRequest['act'], id = 'H1') {
  return running.clients.handingsOver.changeHandingOver({ id, actor, because: '合并批复', act });
}

function person(actor: Who, act: personsV1.ChangePersonRequest['act'], id = 'qian') {
  return running.clients.persons.changePerson({ id, actor, because: '任命文件', act });
}

function terms(scopes: string[], more: Partial<personsV1.PersonTerms> = {}) {
  const value = { name: '钱某', kind: 'PERSON_KIND_PERSON' as const, scopes, keys: [], ...more };
  return { $case: 'propose', value } as const;
}

/** Requests a key, with its hash unless `text` is requested. */
async function askForKey(actor: Who, of: string, more: Partial<personsV1.CreateKeyRequest> = {}) {
  const hash = sha256(`${of} ${JSON.stringify(more)}`);
  const asked = {
    person: of,
    name: 'main',
    scopes: [],
    sha256: hash,
    days: 0,
    kind: UNSPECIFIED,
    addresses: [],
  };
  const { key, text } = await running.clients.keys.createKey({ ...asked, actor, ...more });
  return { id: key?.id ?? '', status: key?.status, text };
}

/** The same person, by another key of their own. */
async function byOwnKey(of: 'sun' | 'qian', actor: Who, scopes: string[]): Promise<actsV1.Actor> {
  const { id } = await askForKey(actor, of, { name: scopes.join(' '), scopes });
  return { person: of, key: id };
}

async function agreed(uri: string, value = TERMS): Promise<void> {
  const { li, wang } = running.actors;
  const { source: found } = await source(li, { $case: 'propose', value }, uri);
  await source(wang, { $case: 'confirm', value: found?.waiting?.number ?? 0 }, uri);
}

/** Qian, with these scopes and a key that has all of them. */
async function qianWith(scopes: string[]): Promise<Who> {
  const { clients, actors } = running;
  await person(actors.li, terms(scopes, { keys: [{ name: 'qian', sha256: sha256('qian'), scopes: [] }] }));
  await person(actors.wang, { $case: 'confirm', value: 1 });
  return ((await actorsOf(clients)) as Record<string, actsV1.Actor>)['qian'];
}

const PROPOSED = { $case: 'propose', value: TERMS } as const;
const GOES = {
  $case: 'propose',
  value: { fromSource: OLD, toSource: HENAN, type: '', subject: '' },
} as const;
const CONFIRMED = { $case: 'confirm', value: 1 } as const;
const AGREED = { $case: 'confirm', value: {} } as const;
const samePerson = refused(rpcStatus.FAILED_PRECONDITION, /^same-person: sun proposed it/);
const ownSource = refused(rpcStatus.PERMISSION_DENIED, /^own-source: qian writes as/);
const tooMany = refused(
  rpcStatus.FAILED_PRECONDITION,
  new RegExp(`^over-limit: ${LIMITS.waitingOfPerson.most} proposals of li wait for another person`),
);

describe('who proposed with one key does not confirm with another one of their own', () => {
  let byOther: actsV1.Actor;
  beforeEach(async () => {
    byOther = await byOwnKey('sun', running.actors.sun, ['approve']);
  });

  it('a source', async () => {
    await source(running.actors.sun, PROPOSED);
    await expect(source(byOther, CONFIRMED)).rejects.toEqual(samePerson);
  });

  it('a handing over', async () => {
    await agreed(OLD);
    await agreed(HENAN);
    await handOver(running.actors.sun, GOES);
    await expect(handOver(byOther, AGREED)).rejects.toEqual(samePerson);
  });

  it('a person', async () => {
    await person(running.actors.sun, terms(['approve']));
    await expect(person(byOther, CONFIRMED)).rejects.toEqual(samePerson);
  });

  it('a key', async () => {
    const { clients, actors } = running;
    await person(actors.li, terms(['approve']));
    await person(actors.wang, CONFIRMED);
    const { id } = await askForKey(actors.sun, 'qian');
    await expect(clients.keys.confirmKey({ actor: byOther, id })).rejects.toEqual(samePerson);
    expect((await clients.keys.confirmKey({ actor: actors.wang, id })).key?.status).toBe(
      'KEY_STATUS_STANDING',
    );
  });
});

describe('keys of others', () => {
  it('that record facts are made by their holder, and wait for a second person', async () => {
    const { clients, actors } = running;
    const own = `source:${HENAN}`;
    await source(actors.li, PROPOSED);
    await person(actors.li, terms([own], { kind: 'PERSON_KIND_MACHINE' }));
    await person(actors.wang, CONFIRMED);
    await expect(askForKey(actors.li, 'qian', { scopes: [own], sha256: '' })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^not-allowed: .*records facts.*keys generate.*--key-hash/),
    );
    const { id, status, text } = await askForKey(actors.li, 'qian', { scopes: [own] });
    expect([status, text]).toEqual(['KEY_STATUS_WAITING', '']);
    expect((await clients.keys.confirmKey({ actor: actors.zhao, id })).isNew).toBe(true);
  });

  it('of who has keys are confirmed by them, and do not come with a change of their roles', async () => {
    const { clients, actors } = running;
    const qian = await qianWith(['approve']);
    const { id } = await askForKey(actors.li, 'qian');
    await expect(clients.keys.confirmKey({ actor: actors.zhao, id })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /qian has keys that can be used, so qian confirms/),
    );
    const keys = [{ name: 'own', sha256: sha256('of li'), scopes: [] }];
    await expect(person(actors.li, terms(['approve'], { keys }))).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /qian has keys that can be used.*for qian to confirm/),
    );
    const lesser = await byOwnKey('qian', qian, ['approve']);
    await expect(clients.keys.confirmKey({ actor: lesser, id })).rejects.toEqual(
      refused(rpcStatus.PERMISSION_DENIED, /^lacks-role: the key that you came with lacks/),
    );
    expect((await clients.keys.confirmKey({ actor: qian, id })).key?.confirmedBy).toBe('qian');
  });

  it('of who lost theirs are confirmed by a second person, after these were revoked', async () => {
    const { clients, actors } = running;
    const qian = await qianWith(['approve']);
    await clients.keys.revokeKey({ actor: actors.li, id: qian?.key ?? '', reason: '遗失' });
    const { id } = await askForKey(actors.li, 'qian');
    expect((await clients.keys.confirmKey({ actor: actors.zhao, id })).key?.confirmedBy).toBe('zhao');
  });
});

describe('a person who writes as a source', () => {
  it('has no say in what it may record, and in what goes to it, by a key that does not write as it', async () => {
    const { actors } = running;
    await agreed(OLD);
    await agreed(HENAN);
    const qian = await qianWith([`source:${HENAN}`, 'prepare', 'approve']);
    const [prepares, approves] = [
      await byOwnKey('qian', qian, ['prepare']),
      await byOwnKey('qian', qian, ['approve']),
    ];
    const narrow = { ...TERMS, types: ['duixian.contract.v1'] };
    const less = { $case: 'propose', value: narrow } as const;
    await expect(source(prepares, less)).rejects.toEqual(ownSource);
    await expect(handOver(prepares, GOES)).rejects.toEqual(ownSource);
    await source(actors.li, less);
    await handOver(actors.li, GOES);
    await expect(source(approves, { $case: 'confirm', value: 2 })).rejects.toEqual(ownSource);
    await expect(handOver(approves, AGREED)).rejects.toEqual(ownSource);
  });
});

describe('what officers decide', () => {
  it('is no source, no scope and no receiver', async () => {
    const { actors } = running;
    const reserved = refused(rpcStatus.INVALID_ARGUMENT, /is reserved/);
    await expect(source(actors.li, PROPOSED, OFFICERS_SOURCE)).rejects.toEqual(reserved);
    await expect(person(actors.li, terms([`source:${OFFICERS_SOURCE}`]))).rejects.toEqual(reserved);
    await agreed(OLD);
    const to = { ...GOES, value: { ...GOES.value, toSource: OFFICERS_SOURCE } };
    await expect(handOver(actors.li, to)).rejects.toEqual(reserved);
  });
});

it('a handing over of all types is published with those that both persons looked at', async () => {
  const { actors, clients } = running;
  const narrow = { ...TERMS, types: ['duixian.contract.v1'] };
  await agreed(OLD, narrow);
  await agreed(HENAN);
  const { handingOver } = await handOver(actors.li, GOES);
  expect(handingOver?.handingOver?.types).toEqual(narrow.types);
  await agreed(OLD);
  await handOver(actors.zhao, AGREED);
  const [one] = (await published(running)).flatMap((changed) => changed.handingsOver);
  expect(one).toMatchObject({ type: '', types: narrow.types });
  const { handingsOver } = await clients.handingsOver.listHandingsOver({ after: '', limit: 0 });
  expect(handingsOver[0]?.handingOver?.types).toEqual(narrow.types);
});

describe('what was rejected before anything of it was confirmed', () => {
  const count = (name: string, filter: object = {}) =>
    running.parts.database.collection(name).countDocuments(filter);

  it('fills no room, keeps its history, and its numbers are not given again', async () => {
    const { actors, clients } = running;
    const persons = await count('persons');
    await source(actors.li, PROPOSED);
    await source(actors.wang, { $case: 'reject', value: 1 });
    await person(actors.li, terms(['approve']));
    await person(actors.li, { $case: 'reject', value: 1 });
    expect([await count('sources'), await count('persons')]).toEqual([0, persons]);
    for (const record of [`source/${HENAN}`, 'person/qian']) {
      const { acts } = await clients.history.listActs({ of: record, after: '', limit: 0 });
      expect(acts.map(({ event }) => event)).toEqual(['reject', 'propose']);
    }
    expect((await clients.sources.getSource({ uri: HENAN })).source).toMatchObject({ waiting: undefined });
    expect((await clients.persons.getPerson({ id: 'qian' })).person).toMatchObject({ standing: undefined });
    await expect(source(actors.wang, CONFIRMED)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^nothing-waits/),
    );
    const { source: next } = await source(actors.li, PROPOSED);
    expect(next?.waiting?.number).toBeGreaterThan(1);
    await expect(source(actors.wang, CONFIRMED)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^another-proposal/),
    );
  });

  it('leaves the id of a handing over with what it named', async () => {
    const { actors } = running;
    await agreed(OLD);
    await agreed(HENAN);
    await handOver(actors.li, GOES);
    const rejected = { $case: 'reject', value: {} } as const;
    await handOver(actors.wang, rejected);
    expect(await count('handingsOver')).toBe(0);
    expect((await handOver(actors.wang, rejected)).isNew).toBe(false);
    expect(await handOver(actors.li, GOES)).toMatchObject({
      isNew: false,
      handingOver: { status: 'HANDING_OVER_STATUS_REJECTED', proposedBy: 'li' },
    });
    const other = { ...GOES, value: { ...GOES.value, type: 'duixian.receipt.v1' } };
    await expect(handOver(actors.li, other)).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /H1 names another handing over already/),
    );
    await expect(handOver(actors.wang, AGREED)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^nothing-waits: H1 was rejected/),
    );
  });

  it('leaves nothing of a key', async () => {
    const { actors, clients } = running;
    const { id } = await askForKey(actors.li, 'wang');
    const revoke = () => clients.keys.revokeKey({ actor: actors.li, id, reason: '误' });
    expect((await revoke()).key?.status).toBe('KEY_STATUS_REVOKED');
    expect(await count('keys', { _id: id as never })).toBe(0);
    await expect(revoke()).rejects.toEqual(
      refused(rpcStatus.NOT_FOUND, /no key .* revoked before anybody confirmed it/),
    );
    const { acts } = await clients.history.listActs({ of: `key/${id}`, after: '', limit: 0 });
    expect(acts.map(({ event }) => event)).toEqual(['revoke', 'create']);
  });
});

it('of what one person proposed no more waits than their share, and what others propose is taken', async () => {
  const { actors, parts } = running;
  const waiting = { number: 1, by: 'li', at: new Date(), document: '来函', content: { withdrawal: true } };
  const steps = { proposals: 1, confirmed: 0, waiting };
  const documents = Array.from({ length: LIMITS.waitingOfPerson.most }, (_, at) => ({
    ...{ _id: `urn:x:${at}`, foldedUri: `urn:x:${at}`, steps },
    ...{ standing: null, isWithdrawn: false, version: 0 },
  }));
  await parts.database.collection('sources').insertMany(documents as never);
  await expect(source(actors.li, PROPOSED)).rejects.toEqual(tooMany);
  await expect(person(actors.li, terms(['approve']))).rejects.toEqual(tooMany);
  await expect(askForKey(actors.li, 'wang')).rejects.toEqual(tooMany);
  expect((await source(actors.sun, PROPOSED)).isNew).toBe(true);
  // Their own keys, and withdrawing, do not count.
  expect((await askForKey(actors.li, 'li')).status).toBe('KEY_STATUS_STANDING');
  await source(actors.li, { $case: 'reject', value: 1 }, 'urn:x:0');
  expect((await person(actors.li, terms(['approve']))).isNew).toBe(true);
  await expect(source(actors.li, PROPOSED, OLD)).rejects.toEqual(tooMany);
});
