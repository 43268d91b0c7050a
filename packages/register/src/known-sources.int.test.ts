import { OFFICERS_SOURCE } from '@duixian/facts';
import { Consumer, DeadLetters } from '@duixian/messaging';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { partnersEventsV1, registerV1 } from '@duixian/proto';
import {
  type Background,
  grpcChannel,
  grpcClient,
  type PromiseClient,
  sleep,
  startGrpcServer,
} from '@duixian/runtime';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodePartners, type PartnersChanges } from './partners-changes.ts';
import { Register } from './register.ts';
import { registerService } from './register-service.ts';

const RECOGNITION = 'duixian.recognition.v1';
const [BUREAU, OTHER] = ['urn:test:bureau', 'urn:test:other'];
const DEFINITION = { owner: 'institutions', types: [RECOGNITION], aboutOf: () => [] } as const;
const QUIET = { batch: () => {}, outcome: () => {} };

type Process = {
  readonly register: Register;
  readonly client: PromiseClient<registerV1.RegisterServiceClient>;
  stop(): Promise<void>;
};

let servers: ServersForTests;
let parts: PartsForTests;
let one: Process;
let subjects = 0;

beforeAll(async () => {
  servers = await openServersForTests('known-sources');
});
afterAll(() => servers.close());
beforeEach(async () => {
  parts = await servers.open();
  one = await start();
});
afterEach(async () => {
  await one.stop();
  await parts.close();
});

/** A process of the register, on the database of this test. */
async function start(ENVIRONMENT: 'production' | 'development' = 'production'): Promise<Process> {
  const configuration = { ENVIRONMENT } as const;
  const register = await Register.open(DEFINITION, { ...parts, configuration });
  const server = await startGrpcServer('127.0.0.1:0', [registerService(register, parts.meter)], parts.log);
  const client = grpcClient(registerV1.RegisterServiceClient, grpcChannel(server.address));
  const stop = async () => {
    client.close();
    await server.stop();
  };
  return { register, client, stop };
}

function source(uri: string, version: number, changed: Partial<partnersEventsV1.SourceState> = {}) {
  return {
    ...{ uri, name: '示例', kind: 'SOURCE_KIND_BUREAU', answerableUscc: '', types: [RECOGNITION] },
    ...{ status: 'SOURCE_STATUS_CONFIRMED', version: BigInt(version), ...changed },
  } as partnersEventsV1.SourceState;
}

function handingOver(version: number, changed: Partial<partnersEventsV1.HandingOver> = {}) {
  const at = new Date().toISOString();
  const sources = { fromSource: BUREAU, toSource: OTHER };
  const about = { type: '', types: [RECOGNITION], subject: '' };
  return { id: `H-${version}`, ...sources, ...about, at, version: BigInt(version), ...changed };
}

function changesOf(changed: Partial<partnersEventsV1.PartnersChanged>): PartnersChanges {
  return decodePartners(payloadOf(changed));
}

function payloadOf(changed: Partial<partnersEventsV1.PartnersChanged>): Uint8Array {
  return partnersEventsV1.PartnersChanged.encode({ sources: [], handingsOver: [], ...changed }).finish();
}

function consume(...sources: partnersEventsV1.SourceState[]) {
  return one.register.sources.consume([changesOf({ sources })]);
}

type Published = {
  readonly source?: string;
  readonly revision?: number;
  readonly versions?: Record<string, bigint>;
};

/** Returns the outcome, or the reason and message of the refusal, or the code of the failure. */
async function send(
  subject: string,
  { source: from = BUREAU, revision = 1, versions = {} }: Published = {},
  { client } = one,
  anySource = false,
): Promise<readonly [string | number, string]> {
  const data = {
    ...{ revision, uscc: '91410100170051134L', kind: 'demonstration', level: 'municipal', documentNo: '例' },
    ...{ recognizedOn: '2019-01-01', status: 'recognized', revokedOn: null },
  };
  const envelope = { specversion: '1.0', id: `${subject}-${revision}`, type: RECOGNITION, subject };
  const item = { ...envelope, source: from, time: '2019-05-06T00:00:00Z', data };
  const items = [{ eventJson: Buffer.from(JSON.stringify(item)), traceparent: '' }];
  try {
    const { results } = await client.record({ items, sourceVersions: versions, anySource });
    const [{ outcome = '', faults = [] } = {}] = results;
    return [faults[0]?.reason ?? outcome, faults[0]?.message ?? ''];
  } catch (error) {
    const { code, details } = error as { code: number; details: string };
    return [code, details];
  }
}

function newSubject(): string {
  subjects += 1;
  return `R-${subjects}`;
}

async function eventually<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (JSON.stringify(await read()) === JSON.stringify(expected)) return;
    await sleep(50);
  }
  expect(await read()).toEqual(expected);
}

describe('a register', () => {
  it('refuses what its source may not record, and says which types it may', async () => {
    const subject = newSubject();
    expect(await send(subject)).toEqual([
      'not-authorised',
      expect.stringContaining(`${BUREAU} is not a confirmed source`),
    ]);
    await consume(source(BUREAU, 1, { types: ['duixian.party.v1'] }));
    expect(await send(subject)).toEqual([
      'not-authorised',
      `${BUREAU}, a source of kind bureau, may record duixian.party.v1, and not ${RECOGNITION}`,
    ]);
    await consume(source(BUREAU, 2));
    expect((await send(subject))[0]).toBe('OUTCOME_RECORDED');
    await consume(source(BUREAU, 3, { status: 'SOURCE_STATUS_WITHDRAWN' }));
    expect(await send(subject, { revision: 2 })).toEqual([
      'not-authorised',
      expect.stringContaining(`${BUREAU} was withdrawn`),
    ]);
  });

  it('believes no type beyond those of the kind', async () => {
    await consume(source(BUREAU, 1, { kind: 'SOURCE_KIND_EXCHANGE' }));
    expect((await send(newSubject()))[0]).toBe('not-authorised');
  });

  it('takes nothing as what officers decided, though that source were confirmed', async () => {
    await consume(source(OFFICERS_SOURCE, 1));
    expect(await send(newSubject(), { source: OFFICERS_SOURCE })).toEqual([
      'not-authorised',
      expect.stringContaining(`${OFFICERS_SOURCE} is reserved for decisions of two officers`),
    ]);
  });

  it('keeps the highest version, in whatever order and however often it comes', async () => {
    expect(await consume(source(BUREAU, 3), source(BUREAU, 2, { types: [] }))).toEqual(['done']);
    expect(await consume(source(BUREAU, 3))).toEqual(['duplicate']);
    expect(await consume(source(BUREAU, 1, { status: 'SOURCE_STATUS_WITHDRAWN' }))).toEqual(['duplicate']);
    expect((await send(newSubject()))[0]).toBe('OUTCOME_RECORDED');
  });

  it('answers ABORTED, records and refuses nothing, until it holds the version that is named', async () => {
    const subject = newSubject();
    const versions = { [BUREAU]: 2n };
    const later = [
      status.ABORTED,
      expect.stringMatching(/has not received yet.*urn:test:bureau.*send it again/),
    ];
    expect(await send(subject, { versions })).toEqual(later);
    await consume(source(BUREAU, 1));
    expect(await send(subject, { versions })).toEqual(later);
    expect(await one.register.collections.records.countDocuments({ subject })).toBe(0);
    await consume(source(BUREAU, 2));
    expect((await send(subject, { versions }))[0]).toBe('OUTCOME_RECORDED');
    // A held version beyond the named one counts, too.
    await consume(source(BUREAU, 3, { status: 'SOURCE_STATUS_WITHDRAWN' }));
    expect((await send(subject, { versions }))[0]).toBe('not-authorised');
  });

  it('takes any source in development alone', async () => {
    const development = await start('development');
    try {
      expect((await send(newSubject(), {}, development, true))[0]).toBe('OUTCOME_RECORDED');
      expect((await send(newSubject(), {}, development))[0]).toBe('not-authorised');
      const officers = { source: OFFICERS_SOURCE };
      expect((await send(newSubject(), officers, development, true))[0]).toBe('not-authorised');
      expect((await send(newSubject(), {}, one, true))[0]).toBe('not-authorised');
    } finally {
      await development.stop();
    }
  });

  it('finds what it heard when it starts again', async () => {
    await consume(source(BUREAU, 1));
    const again = await start();
    try {
      expect((await send(newSubject(), {}, again))[0]).toBe('OUTCOME_RECORDED');
    } finally {
      await again.stop();
    }
  });
});

describe('two processes of one register', () => {
  let other: Process;
  beforeEach(async () => {
    other = await start();
  });
  afterEach(() => other.stop());

  it('know what one of them heard as soon as somebody names it', async () => {
    await consume(source(BUREAU, 1));
    expect((await send(newSubject(), {}, other))[0]).toBe('not-authorised');
    expect((await send(newSubject(), { versions: { [BUREAU]: 1n } }, other))[0]).toBe('OUTCOME_RECORDED');
  });

  it('know of it in a moment also where nobody does', async () => {
    const background: Background = other.register.sources;
    await background.start();
    await consume(source(BUREAU, 1));
    const subject = newSubject();
    await eventually(async () => (await send(subject, {}, other))[0] === 'not-authorised', false);
    await background.stop();
  });

  it('that hear at the same instant both keep all', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        (at % 2 === 0 ? one : other).register.sources.consume([
          changesOf({ sources: [source(`urn:test:${at}`, 1)], handingsOver: [handingOver(at + 1)] }),
        ]),
      ),
    );
    const { sourceStates, handingsOver, partnersHeard } = one.register.collections;
    expect([await sourceStates.countDocuments(), await handingsOver.countDocuments()]).toEqual([10, 10]);
    const counts = (await sourceStates.find().toArray()).map(({ heard: received }) => received);
    expect(new Set(counts).size).toBe(10);
    expect((await partnersHeard.findOne())?.count).toBe(10n);
  });

  it('agree whose a thing is, whichever of them heard of a handing over', async () => {
    await consume(source(BUREAU, 1), source(OTHER, 1));
    const subject = newSubject();
    await send(subject);
    await one.register.sources.consume([
      changesOf({ sources: [source(BUREAU, 2), source(OTHER, 2)], handingsOver: [handingOver(1)] }),
    ]);
    // This process has not received the handover; the new owner's items name the version that admitted them.
    const named = { revision: 2, source: OTHER, versions: { [OTHER]: 2n } };
    expect((await send(subject, named, other))[0]).toBe('OUTCOME_RECORDED');
    expect((await send(subject, { revision: 3 }, other))[0]).toBe('other-source');
  });
});

describe('a thing that is handed over', () => {
  const seen = async (subject: string) => {
    const request = { type: RECOGNITION, subject, historyAfter: 0n, historyLimit: 0 };
    const { thing: record } = await one.client.getThing(request);
    return record;
  };
  const handOver = (changed: Partial<partnersEventsV1.HandingOver> = {}, version = 1) =>
    one.register.sources.consume([changesOf({ handingsOver: [handingOver(version, changed)] })]);

  beforeEach(() => consume(source(BUREAU, 1), source(OTHER, 1)));

  it('is the new owner’s, who sends the next revision, and the old one is told so', async () => {
    const subject = newSubject();
    await send(subject);
    const at = new Date(Date.now() + 1_000).toISOString();
    await handOver({ at });
    expect(await send(subject, { revision: 2 })).toEqual([
      'other-source',
      `this record belongs to ${OTHER}, to which it was handed over by ${BUREAU} at ${at}; only that source can change it`,
    ]);
    expect(await seen(subject)).toMatchObject({ source: OTHER, current: { source: BUREAU, revision: 1n } });
    expect((await send(subject, { revision: 2, source: OTHER }))[0]).toBe('OUTCOME_RECORDED');
    expect((await send(subject, { revision: 3 }))[0]).toBe('other-source');
    expect(await seen(subject)).toMatchObject({
      source: OTHER,
      current: { source: OTHER, revision: 2n },
      history: [{ source: BUREAU, revision: 1n }],
      handedOver: [{ id: 'H-1', fromSource: BUREAU, toSource: OTHER, at }],
    });
  });

  it('can go on, and back', async () => {
    const subject = newSubject();
    await send(subject);
    await handOver({ at: new Date(Date.now() + 1_000).toISOString() });
    await send(subject, { revision: 2, source: OTHER });
    await handOver({ fromSource: OTHER, toSource: BUREAU, type: RECOGNITION, subject }, 2);
    expect((await send(subject, { revision: 3, source: OTHER }))[0]).toBe('other-source');
    expect((await send(subject, { revision: 3 }))[0]).toBe('OUTCOME_RECORDED');
    const record = await seen(subject);
    expect(record?.handedOver.map(({ id }) => id)).toEqual(['H-2', 'H-1']);
    expect(record?.history.map(({ source: by }) => by)).toEqual([OTHER, BUREAU]);
    const { sources } = await one.client.listSources({ after: '', limit: 0 });
    expect(sources.map((row) => [row.source, row.things])).toEqual([
      [BUREAU, 1n],
      [OTHER, 0n],
    ]);
  });

  it('is not meant where it was recorded later', async () => {
    await handOver({ at: '2026-01-01T00:00:00Z' });
    const subject = newSubject();
    expect((await send(subject))[0]).toBe('OUTCOME_RECORDED');
    expect((await send(subject, { revision: 2, source: OTHER }))[0]).toBe('other-source');
    expect((await send(subject, { revision: 2 }))[0]).toBe('OUTCOME_RECORDED');
  });

  it('stays where it was, if the new owner may not record it', async () => {
    const subject = newSubject();
    await send(subject);
    await consume(source(OTHER, 2, { types: ['duixian.party.v1'] }));
    await handOver({ at: new Date(Date.now() + 1_000).toISOString() });
    expect((await send(subject, { revision: 2 }))[0]).toBe('OUTCOME_RECORDED');
    expect((await seen(subject))?.source).toBe(BUREAU);
  });

  it('stays where it was, if its type was not agreed to, whatever the new owner may record by now', async () => {
    const subject = newSubject();
    await send(subject);
    await handOver({ types: ['duixian.party.v1'], at: new Date(Date.now() + 1_000).toISOString() });
    expect((await send(subject, { revision: 2, source: OTHER }))[0]).toBe('other-source');
    expect((await send(subject, { revision: 2 }))[0]).toBe('OUTCOME_RECORDED');
    expect((await seen(subject))?.source).toBe(BUREAU);
  });

  it('does not come back by its new owner being withdrawn', async () => {
    const subject = newSubject();
    await send(subject);
    await handOver({ at: new Date(Date.now() + 1_000).toISOString() });
    await consume(source(OTHER, 2, { status: 'SOURCE_STATUS_WITHDRAWN' }));
    expect((await send(subject, { revision: 2 }))[0]).toBe('other-source');
    expect((await send(subject, { revision: 2, source: OTHER }))[0]).toBe('not-authorised');
  });

  it('waits while an earlier handing over is not heard of', async () => {
    const subject = newSubject();
    await send(subject);
    const at = new Date(Date.now() + 1_000).toISOString();
    await handOver({ at }, 2);
    for (const from of [BUREAU, OTHER])
      expect((await send(subject, { revision: 2, source: from }))[0]).toBe(status.ABORTED);
    await handOver({ fromSource: 'urn:test:third', toSource: BUREAU }, 1);
    expect((await send(subject, { revision: 2, source: OTHER }))[0]).toBe('OUTCOME_RECORDED');
  });
});

it('hears by a consumer of its own, and keeps apart what it does not know', async () => {
  const outbox = parts.outbox;
  await outbox.deadLetters.open();
  const { database } = parts;
  const nats = servers.nats;
  const consumer = new Consumer(
    one.register.sources.consumer,
    nats,
    new DeadLetters(database),
    parts.log,
    QUIET,
  );
  consumer.start();
  const publish = (changed: Partial<partnersEventsV1.PartnersChanged>) =>
    nats.jetstream.publish('duixian.partners.changed', payloadOf(changed));
  await nats.ensureStreams();
  await publish({ sources: [source(BUREAU, 1)] });
  await publish({ sources: [source(OTHER, 1, { kind: 'UNRECOGNIZED' as partnersEventsV1.SourceKind })] });
  await publish({ handingsOver: [handingOver(1, { subject: 'R-1' })] });
  const subject = newSubject();
  await eventually(async () => (await send(subject))[0] === 'not-authorised', false);
  await eventually(async () => (await outbox.deadLetters.list('', 0))?.letters.length, 2);
  await consumer.stop();
});
