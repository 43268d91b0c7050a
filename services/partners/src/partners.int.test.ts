import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { actsV1, partnersEventsV1, personsV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actorsOf,
  firstPersons,
  HENAN,
  published,
  type Running,
  refused,
  sha256,
  startProcess,
  TERMS,
  type TestPerson,
  testPersons,
  UNSPECIFIED,
} from './partners-for-tests.ts';

let servers: ServersForTests;
const closes: (() => unknown)[] = [];

async function start(
  environment?: 'production' | 'development',
  file?: string | undefined,
  on?: PartsForTests['database'],
): Promise<Running> {
  const running = await startProcess(servers, environment, file, on);
  closes.push(running.close);
  return running;
}

beforeAll(async () => {
  servers = await openServersForTests('partners-test');
});

afterAll(async () => {
  for (const close of closes) await close();
  await servers.close();
});

async function proposeHenan({ clients, actors }: Running, uri = HENAN): Promise<void> {
  const act = { $case: 'propose', value: TERMS } as const;
  await clients.sources.changeSource({ uri, actor: actors.li, because: '郑科〔2026〕1号', act });
}

function confirm({ clients, actors }: Running, who: TestPerson, number = 1, uri = HENAN) {
  const act = { $case: 'confirm', value: number } as const;
  return clients.sources.changeSource({ uri, actor: actors[who], because: '', act });
}

describe('a source', () => {
  it('is told to registers when another person confirmed it, whole and with its version', async () => {
    const running = await start();
    await proposeHenan(running);
    expect(await published(running)).toEqual([]);
    const before = await running.clients.access.getAccess({ knownVersion: 0n });
    await expect(confirm(running, 'li')).rejects.toEqual(
      refused(rpcStatus.PERMISSION_DENIED, /needs the scope approve/),
    );
    const answer = await confirm(running, 'wang');
    const version = defined(answer.source?.standing, 'it stands').version;
    const state = { uri: HENAN, ...TERMS, status: 'SOURCE_STATUS_CONFIRMED', version };
    expect(answer).toMatchObject({ isNew: true, source: { standing: state, waiting: undefined } });
    expect(await published(running)).toEqual([{ sources: [state], handingsOver: [] }]);
    const after = await running.clients.access.getAccess({ knownVersion: before.version });
    expect(after).toMatchObject({ isChanged: true, sources: [{ uri: HENAN, version }] });
    expect(await running.clients.access.getAccess({ knownVersion: after.version })).toMatchObject({
      ...{ isChanged: false, grants: [], sources: [] },
    });
  });

  it('is confirmed once by two who confirm at the same instant', async () => {
    const running = await start();
    const other = await start('production', undefined, running.parts.database);
    for (let round = 1; round <= 10; round++) {
      const uri = `${HENAN}:${round}`;
      await proposeHenan(running, uri);
      const answers = await Promise.all([confirm(running, 'wang', 1, uri), confirm(other, 'zhao', 1, uri)]);
      expect(answers.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
      const [first, second] = answers.map(({ source }) => source?.standing?.version);
      expect(first).toBe(second);
    }
    const { acts } = await running.clients.history.listActs({ of: `source/${HENAN}:1`, after: '', limit: 0 });
    expect(acts.map(({ event, number }) => [event, number])).toEqual([
      ['confirm', 2],
      ['propose', 1],
    ]);
    expect(await published(running)).toHaveLength(10);
  });

  it('is refused in words that say what would be right', async () => {
    const running = await start();
    const { clients, actors } = running;
    const propose = (actor: actsV1.Actor | undefined, terms = TERMS, uri = HENAN, because = '来函') =>
      clients.sources.changeSource({ uri, actor, because, act: { $case: 'propose', value: terms } });
    const wrong = { ...TERMS, types: ['duixian.party.v1'], answerableUscc: 'x', name: 'H\u0435nan' };
    await expect(propose(actors.li, wrong, 'henan', '')).rejects.toEqual(
      refused(rpcStatus.INVALID_ARGUMENT, /because: .*uri: .*name: .*U\+0435.*answerableUscc: .*types\.0: /),
    );
    await expect(propose(undefined)).rejects.toEqual(refused(rpcStatus.PERMISSION_DENIED, /nobody stands/));
    const mixed = { person: 'wang', key: actors.li.key };
    await expect(propose(mixed)).rejects.toEqual(refused(rpcStatus.PERMISSION_DENIED, /nobody stands/));
    await proposeHenan(running);
    await expect(propose(actors.sun, TERMS, HENAN.toUpperCase())).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /differs from it by case alone/),
    );
    await expect(confirm(running, 'wang', 1, 'urn:duixian:nobody')).rejects.toEqual(
      refused(rpcStatus.NOT_FOUND, /nobody proposed/),
    );
    await expect(confirm(running, 'wang', 2)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /proposal 1 waits, not 2/),
    );
  });

  it('does not propose itself', async () => {
    const running = await start();
    const { clients, actors } = running;
    await proposeHenan(running);
    const value: personsV1.PersonTerms = {
      ...{ name: '河南交易所', kind: 'PERSON_KIND_MACHINE', scopes: [`source:${HENAN}`, 'prepare'] },
      keys: [{ name: 'henan', sha256: sha256('henan-secret'), scopes: [] }],
    };
    const change = { id: 'henan', because: '来函' };
    await clients.persons.changePerson({ ...change, actor: actors.li, act: { $case: 'propose', value } });
    await clients.persons.changePerson({
      ...change,
      actor: actors.wang,
      act: { $case: 'confirm', value: 1 },
    });
    const { henan } = (await actorsOf(clients)) as Record<string, actsV1.Actor>;
    const act = { $case: 'propose' as const, value: { ...TERMS, types: ['duixian.contract.v1'] } };
    await expect(
      clients.sources.changeSource({ uri: HENAN, actor: henan, because: 'x', act }),
    ).rejects.toEqual(refused(rpcStatus.PERMISSION_DENIED, /^own-source: henan writes as/));
  });
});

describe('a handing over', () => {
  it('is told to registers when another person confirmed it, in the order of confirmation', async () => {
    const running = await start();
    const { clients, actors } = running;
    const [from, to] = [`${HENAN}:old`, HENAN];
    for (const uri of [from, to]) {
      await proposeHenan(running, uri);
      await confirm(running, 'wang', 1, uri);
    }
    const terms = { fromSource: from, toSource: to, type: 'duixian.contract.v1', subject: '' };
    const change = (id: string, actor: actsV1.Actor, act: object) =>
      clients.handingsOver.changeHandingOver({ id, actor, because: '合并批复', act: act as never });
    for (const id of ['H2', 'H1']) {
      await change(id, actors.li, { $case: 'propose', value: terms });
      await change(id, actors.zhao, { $case: 'confirm', value: {} });
    }
    expect(await change('H1', actors.wang, { $case: 'confirm', value: {} })).toMatchObject({ isNew: false });
    const handedOver = (await published(running)).flatMap(({ handingsOver }) => handingsOver);
    expect(handedOver.map(({ id, version }) => [id, version])).toEqual([
      ['H2', 1n],
      ['H1', 2n],
    ]);
    expect(handedOver[0]).toMatchObject({ ...terms, at: expect.stringMatching(/Z$/) });
    // The versions of both sources go with it, so that a reader that holds them holds what was handed over.
    const [first, second] = (await published(running)).filter(({ handingsOver }) => handingsOver.length > 0);
    const versionsIn = ({ sources }: Pick<partnersEventsV1.PartnersChanged, 'sources'>) =>
      new Map(sources.map(({ uri, version }) => [uri, version]));
    const [before, after] = [first, second].map((message) =>
      versionsIn(defined(message, 'two were published')),
    );
    for (const uri of [from, to])
      expect(after?.get(uri)).toBeGreaterThan(defined(before?.get(uri), 'it is there'));
    const { sources } = await clients.access.getAccess({ knownVersion: 0n });
    expect(new Map(sources.map(({ uri, version }) => [uri, version]))).toEqual(after);
    const { handingsOver } = await clients.handingsOver.listHandingsOver({ after: '', limit: 1 });
    expect(handingsOver).toMatchObject([
      { handingOver: { id: 'H1' }, status: 'HANDING_OVER_STATUS_CONFIRMED' },
    ]);
  });
});

describe('keys', () => {
  it('are answered once, wait for a second person, and can be used then', async () => {
    const { clients, actors } = await start();
    const asked = {
      person: 'robot',
      name: 'main',
      scopes: [],
      days: 30,
      sha256: sha256('mine'),
      kind: UNSPECIFIED,
      addresses: ['203.0.113.0/24', '2001:db8::/48'],
    };
    await expect(
      clients.keys.createKey({ ...asked, addresses: ['203.0.113.1'], actor: actors.li }),
    ).rejects.toEqual(refused(rpcStatus.INVALID_ARGUMENT, /addresses: 203.0.113.1; it must be a network/));
    await expect(clients.keys.createKey({ ...asked, sha256: '', actor: actors.li })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /let robot make it .*keys generate.* and give its SHA-256/),
    );
    const { key, text } = await clients.keys.createKey({ ...asked, actor: actors.li });
    expect([key?.status, text]).toEqual(['KEY_STATUS_WAITING', '']);
    expect(await clients.keys.createKey({ ...asked, actor: actors.li })).toMatchObject({ isNew: false });
    const find = async () =>
      (await clients.access.getAccess({ knownVersion: 0n })).grants.map((grant) => grant.key);
    expect(await find()).not.toContain(key?.id);
    const confirmed = (who: TestPerson) => clients.keys.confirmKey({ actor: actors[who], id: key?.id ?? '' });
    await expect(confirmed('zhao')).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /robot has keys that can be used, so robot confirms/),
    );
    await confirmed('robot');
    expect(await find()).toContain(key?.id);
    const use = { key: key?.id ?? '', at: '2026-03-02T01:00:00.000Z', address: '203.0.113.7' };
    await clients.access.reportUses({ uses: [use] });
    await clients.access.reportUses({
      uses: [{ ...use, at: '2026-03-01T01:00:00.000Z', address: '203.0.113.8' }],
    });
    await clients.keys.revokeKey({ actor: actors.li, id: key?.id ?? '', reason: '离职' });
    expect(await find()).not.toContain(key?.id);
    const { ended } = await clients.access.getAccess({ knownVersion: 0n });
    expect(ended.find((one) => one.key === key?.id)).toMatchObject({ isRevoked: true });
    const { keys } = await clients.keys.listKeys({ after: '', limit: 0, person: 'robot' });
    expect(JSON.stringify(keys)).not.toContain(sha256('mine'));
    expect(keys.find(({ id }) => id === key?.id)).toMatchObject({
      status: 'KEY_STATUS_REVOKED',
      revokedBy: 'li',
      addresses: asked.addresses,
      usedAt: use.at,
      usedFrom: use.address,
    });
  });

  it('are renewed by their holder, and both can be used for a while', async () => {
    const { clients, actors } = await start();
    const before = actors.wang.key;
    const asked = { actor: actors.wang, id: before, sha256: '', days: 0 };
    await expect(clients.keys.rotateKey({ ...asked, overlapHours: 337 })).rejects.toEqual(
      refused(rpcStatus.INVALID_ARGUMENT, /overlapHours: 0 to 336/),
    );
    const { key, text } = await clients.keys.rotateKey({ ...asked, overlapHours: 0 });
    expect(text).toMatch(new RegExp(`^dx_live_${key?.id}[0-9A-Za-z]{38}$`));
    const { grants } = await clients.access.getAccess({ knownVersion: 0n });
    const own = grants.filter(({ person }) => person === 'wang');
    expect(own.map((grant) => [grant.key, grant.sha256.toString('hex')])).toEqual([[key?.id, sha256(text)]]);
  });

  it('make persons that are not there yet in development, with just the scopes asked for, and nowhere else', async () => {
    const asked = {
      person: 'henan',
      name: 'main',
      scopes: ['read'],
      days: 0,
      sha256: '',
      kind: UNSPECIFIED,
      addresses: [],
    };
    const running = await start('development');
    const { clients, actors } = running;
    const { text } = await clients.keys.createKey({ ...asked, actor: actors.li });
    expect(text).toMatch(/^dx_test_/);
    expect((await clients.persons.getPerson({ id: 'henan' })).person?.standing).toMatchObject({
      ...{ name: 'henan', kind: 'PERSON_KIND_MACHINE', scopes: ['read'] },
    });
    await clients.keys.createKey({ ...asked, person: 'fu', kind: 'PERSON_KIND_PERSON', actor: actors.li });
    expect((await clients.persons.getPerson({ id: 'fu' })).person?.standing?.kind).toBe('PERSON_KIND_PERSON');
    const beyond = { ...asked, name: 'other', scopes: ['read', 'treasury'], actor: actors.li };
    await expect(clients.keys.createKey(beyond)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /henan lacks treasury: a key has scopes of its person only/),
    );
    const production = await start();
    await expect(
      production.clients.keys.createKey({ ...asked, actor: production.actors.li }),
    ).rejects.toEqual(refused(rpcStatus.NOT_FOUND, /propose the person first/));
  });

  it('lose at once what their person loses', async () => {
    const { clients, actors } = await start();
    const value: personsV1.PersonTerms = {
      name: 'sun 某',
      kind: 'PERSON_KIND_PERSON',
      scopes: ['prepare'],
      keys: [],
    };
    await clients.persons.changePerson({
      id: 'sun',
      actor: actors.li,
      because: '调岗',
      act: { $case: 'propose', value },
    });
    await clients.persons.changePerson({
      id: 'sun',
      actor: actors.wang,
      because: '',
      act: { $case: 'confirm', value: 1 },
    });
    const { grants } = await clients.access.getAccess({ knownVersion: 0n });
    expect(grants.find(({ person }) => person === 'sun')?.scopes).toEqual(['prepare']);
  });
});

describe('each collection', () => {
  it('has a limit, and who comes too late is told which', async () => {
    const running = await start();
    const { clients, actors, parts } = running;
    const fill = async (name: string, most: number, document: (at: number) => object) => {
      const collection = parts.database.collection(name);
      const held = await collection.countDocuments();
      const documents = Array.from({ length: most - held }, (_, at) => ({ _id: `x${at}`, ...document(at) }));
      await collection.insertMany(documents as never);
    };
    const tooMany = refused(rpcStatus.FAILED_PRECONDITION, /^over-limit: there are/);
    await fill('sources', LIMITS.sources.most, (at) => ({ foldedUri: `x${at}` }));
    await expect(proposeHenan(running)).rejects.toEqual(tooMany);
    await fill('persons', LIMITS.persons.most, (at) => ({ foldedNames: [`x${at}`] }));
    const value = { name: 'Qian', kind: 'PERSON_KIND_PERSON' as const, scopes: [], keys: [] };
    const change = { id: 'qian', actor: actors.li, because: '任命' };
    await expect(
      clients.persons.changePerson({ ...change, act: { $case: 'propose', value } }),
    ).rejects.toEqual(tooMany);
    await fill('keys', LIMITS.keys.most, (at) => ({ sha256: `x${at}`, revoked: { by: 'x' } }));
    const asked = {
      actor: actors.li,
      person: 'li',
      name: 'more',
      scopes: [],
      sha256: '',
      days: 0,
      kind: UNSPECIFIED,
      addresses: [],
    };
    await expect(clients.keys.createKey(asked)).rejects.toEqual(tooMany);
    // What is in force continues.
    expect((await clients.keys.revokeKey({ actor: actors.li, id: actors.zhao.key, reason: 'x' })).isNew).toBe(
      true,
    );
    const scopes = Array.from({ length: LIMITS.scopesOfPerson.most + 1 }, (_, at) => `source:urn:x:${at}`);
    await expect(
      clients.persons.changePerson({ ...change, act: { $case: 'propose', value: { ...value, scopes } } }),
    ).rejects.toEqual(refused(rpcStatus.INVALID_ARGUMENT, /scopes: at most 100; these are 101/));
  }, 60_000);
});

describe('persons', () => {
  it('are called as nobody else, also while they wait', async () => {
    const { clients, actors } = await start();
    const propose = (id: string, name: string) =>
      clients.persons.changePerson({
        ...{ id, actor: actors.li, because: '任命' },
        act: { $case: 'propose', value: { name, kind: 'PERSON_KIND_PERSON', scopes: [], keys: [] } },
      });
    await propose('qian', 'Qian');
    await expect(propose('qian2', 'QIAN')).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /that of qian:/),
    );
    await expect(propose('wang2', 'WANG 某')).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /that of wang:/),
    );
    await expect(propose('x', 'Q\u0456an')).rejects.toEqual(
      refused(rpcStatus.INVALID_ARGUMENT, /one script/),
    );
  });

  it('come from a file while there are none, once, also where two processes start together', async () => {
    const parts = await servers.open();
    const [one] = await Promise.all([
      start('production', firstPersons(), parts.database),
      start('production', firstPersons(), parts.database),
    ]);
    const { persons } = await one.clients.persons.listPersons({ after: '', limit: 0 });
    expect(persons.map(({ id }) => id)).toEqual(['li', 'robot', 'sun', 'wang', 'zhao']);
    expect((await one.clients.access.getAccess({ knownVersion: 0n })).grants).toHaveLength(5);
    const eve = { ...testPersons()[0], id: 'eve', name: 'eve', keys: [{ name: 'e', sha256: sha256('eve') }] };
    const later = await start(
      'production',
      firstPersons({ persons: [...testPersons(), eve] }),
      parts.database,
    );
    await expect(later.clients.persons.getPerson({ id: 'eve' })).rejects.toEqual(
      refused(rpcStatus.NOT_FOUND, /eve/),
    );
  });

  it.each<[string, object, RegExp]>([
    ['one person', { persons: testPersons().slice(0, 1) }, /one person with the scope prepare and another/],
    ['an unknown member', { persons: [], keys: [] }, /Unrecognized key/],
    [
      'source:*',
      { persons: [...testPersons(), { ...testPersons()[0], id: 'x', name: 'x', scopes: ['source:*'] }] },
      /development only/,
    ],
  ])('are not read from a file with %s', async (_, content, message) => {
    await expect(start('production', firstPersons(content))).rejects.toThrow(message);
  });
});
