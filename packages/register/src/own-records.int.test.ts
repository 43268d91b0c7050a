import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { partnersEventsV1, registerV1 } from '@duixian/proto';
import { grpcChannel, grpcClient, type PromiseClient, startGrpcServer } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodePartners } from './partners-changes.ts';
import { OF_SOURCE } from './record-document.ts';
import { Register } from './register.ts';
import { registerService } from './register-service.ts';

// What a source reads about itself: its records, wherever they came from, and its refused items.
const RECOGNITION = 'duixian.recognition.v1';
const [BUREAU, OTHER, THIRD] = ['urn:test:bureau', 'urn:test:other', 'urn:test:third'];
const DEFINITION = {
  owner: 'institutions',
  types: [RECOGNITION],
  aboutOf: () => ['91410100170051134L'],
} as const;

let servers: ServersForTests;
let parts: PartsForTests;
let register: Register;
let client: PromiseClient<registerV1.RegisterServiceClient>;
let stop: () => Promise<void>;
let versions = 0;

beforeAll(async () => {
  servers = await openServersForTests('own-things');
});
afterAll(() => servers.close());
beforeEach(async () => {
  parts = await servers.open();
  const configuration = { ENVIRONMENT: 'production' } as const;
  register = await Register.open(DEFINITION, { ...parts, configuration });
  const server = await startGrpcServer('127.0.0.1:0', [registerService(register, parts.meter)], parts.log);
  client = grpcClient(registerV1.RegisterServiceClient, grpcChannel(server.address));
  stop = async () => {
    client.close();
    await server.stop();
  };
  versions = 0;
  await consume({ sources: [BUREAU, OTHER, THIRD].map((uri) => source(uri)) });
});
afterEach(async () => {
  await stop();
  await parts.close();
});

function source(uri: string) {
  return {
    ...{ uri, name: '示例', kind: 'SOURCE_KIND_BUREAU', answerableUscc: '', types: [RECOGNITION] },
    ...{ status: 'SOURCE_STATUS_CONFIRMED', version: 1n },
  } as partnersEventsV1.SourceState;
}

function consume(changed: Partial<partnersEventsV1.PartnersChanged>) {
  const payload = partnersEventsV1.PartnersChanged.encode({ sources: [], handingsOver: [], ...changed });
  return register.sources.consume([decodePartners(payload.finish())]);
}

function handOver(fromSource: string, toSource: string, subject = '') {
  versions += 1;
  const type = subject === '' ? '' : RECOGNITION;
  const about = { fromSource, toSource, type, types: [RECOGNITION], subject };
  const at = new Date().toISOString();
  return consume({ handingsOver: [{ id: `H-${versions}`, ...about, at, version: BigInt(versions) }] });
}

function item(subject: string, of: string, changed: object = {}) {
  const data = {
    revision: 1,
    uscc: '91410100170051134L',
    kind: 'demonstration',
    level: 'municipal',
  };
  const dates = { recognizedOn: '2018-01-01', revokedOn: null, status: 'recognized', documentNo: '示例' };
  const event = {
    ...{ specversion: '1.0', id: `${subject}-1`, source: of, type: RECOGNITION, subject },
    ...{ time: '2019-06-06T07:08:09+08:00', data: { ...data, ...dates, ...changed } },
  };
  return { eventJson: Buffer.from(JSON.stringify(event)), traceparent: '' };
}

async function send(...items: ReturnType<typeof item>[]) {
  const { results } = await client.record({ items, sourceVersions: {}, anySource: false });
  return results;
}

async function own(sources: string[], { about = '', limit = 1_000 } = {}): Promise<string[]> {
  const subjects: string[] = [];
  for (let after = ''; ; ) {
    const page = await client.listThings({ type: RECOGNITION, about, after, limit, sources });
    for (const { source: of } of page.things) expect(sources).toContain(of);
    subjects.push(...page.things.map(({ subject }) => subject));
    if (page.next === '') return subjects;
    after = page.next;
  }
}

async function sendWell(...items: ReturnType<typeof item>[]): Promise<void> {
  for (const result of await send(...items))
    expect(result).toEqual({ outcome: 'OUTCOME_RECORDED', faults: [] });
}

describe('the things of a source', () => {
  beforeEach(() =>
    sendWell(item('A', BUREAU), item('B', OTHER), item('C', BUREAU), item('D', THIRD), item('E', OTHER)),
  );

  it('are its own alone, all or those about a USCC, by page', async () => {
    for (const about of ['', '91410100170051134L']) {
      expect(await own([BUREAU], { about })).toEqual(['A', 'C']);
      expect(await own([BUREAU, THIRD], { about, limit: 1 })).toEqual(['A', 'C', 'D']);
      expect(await own(['urn:test:nobody'], { about })).toEqual([]);
    }
    expect(await own([OTHER], { about: '91410100556930377C' })).toEqual([]);
  });

  it('follow whom they were handed over to, also before anything is sent again', async () => {
    await handOver(BUREAU, OTHER, 'A');
    await handOver(OTHER, THIRD);
    // The source that no longer has any, the one that only passed A on, and the one that has all of them.
    expect(await own([BUREAU])).toEqual(['C']);
    expect(await own([OTHER])).toEqual([]);
    for (const about of ['', '91410100170051134L'])
      expect(await own([THIRD], { about, limit: 2 })).toEqual(['A', 'B', 'D', 'E']);
    await sendWell(item('A', THIRD, { revision: 2 }));
    expect(await own([THIRD])).toEqual(['A', 'B', 'D', 'E']);
    expect(await own([BUREAU, OTHER])).toEqual(['C']);
  });

  it('are found by an index of their source', async () => {
    const filter = {
      type: RECOGNITION,
      source: BUREAU,
      _id: { $gt: 'recognition/', $lt: 'recognition0' },
    } as const;
    const found = register.collections.records.find(filter).hint(OF_SOURCE).sort({ _id: 1 });
    const explained = await found.explain('executionStats');
    expect(explained['executionStats'].totalDocsExamined).toBe(2);
  });
});

describe('what was refused of a source', () => {
  const refusals = async (of: string) => (await client.listRefusals({ source: of })).refusals;

  it('is remembered with its reasons, the newest first, for that source alone', async () => {
    await sendWell(item('A', BUREAU));
    await send(item('B', BUREAU, { status: 'so' }), item('C', OTHER, { uscc: 'x' }), item('D', BUREAU));
    await send(item('A', OTHER, { revision: 2 }));
    expect(await refusals(BUREAU)).toMatchObject([
      {
        eventId: 'B-1',
        type: RECOGNITION,
        subject: 'B',
        faults: [{ field: 'data.status', reason: 'bad-field' }],
      },
    ]);
    expect(await refusals(OTHER)).toMatchObject([
      { subject: 'A', faults: [{ reason: 'other-source' }] },
      { subject: 'C', faults: [{ field: 'data.uscc' }] },
    ]);
    expect(await refusals(THIRD)).toEqual([]);
  });

  it('is no more than a bound, in number and in length', async () => {
    const many = Array.from({ length: LIMITS.refusalsKept.most + 20 }, (_, at) =>
      item(`S-${at}${'长'.repeat(2_000)}`, BUREAU, { status: 'x'.repeat(3_000) }),
    );
    await send(...many.slice(0, 60));
    await send(...many.slice(60));
    const kept = await refusals(BUREAU);
    expect(kept).toHaveLength(LIMITS.refusalsKept.most);
    expect(kept[0]?.subject).toMatch(/^S-119长+…$/);
    for (const { subject, faults } of kept)
      for (const text of [subject, ...faults.map(({ message }) => message)])
        expect([...text].length).toBeLessThanOrEqual(LIMITS.refusalCharacters.most);
  });

  it('is not remembered of a source that is not known, nor of what has none', async () => {
    const unreadable = { eventJson: Buffer.from('{'), traceparent: '' };
    const results = await send(item('A', 'urn:test:nobody'), unreadable, item('B', BUREAU, { status: 'so' }));
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(3).fill('OUTCOME_REFUSED'));
    expect(await refusals('urn:test:nobody')).toEqual([]);
    expect(await register.collections.refusals.countDocuments()).toBe(1);
  });

  it('is forgotten after a month', async () => {
    await send(item('B', BUREAU, { status: 'so' }));
    const old = new Date(Date.now() - LIMITS.refusalKeptMs.most - 1_000);
    await register.collections.refusals.updateOne({ _id: BUREAU }, { $set: { 'refusals.0.at': old } });
    expect(await refusals(BUREAU)).toEqual([]);
    const indexes = await register.collections.refusals.indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ expireAfterSeconds: 30 * 24 * 3_600 }));
  });
});
