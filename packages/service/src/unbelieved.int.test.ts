import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import {
  Consumer,
  connectNats,
  DeadLetters,
  lastPublished,
  NATS_RIGHTS,
  type Nats,
  type NatsService,
  natsMessage,
  Outbox,
  PROOF_HEADER,
  Relay,
  readBack,
  Unbelieved,
} from '@duixian/messaging';
import { keysForTests } from '@duixian/messaging/keys-for-tests';
import { connectDatabase, type Database } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { operationsService } from './operations.ts';

const log = pino({ level: 'silent' });
const SUBJECT = 'duixian.facts.contracts.contract';
let servers: TestInfrastructure;
let database: Database;
let nats: Record<'contracts' | 'institutions' | 'awards', Nats>;
let deadLetters: DeadLetters;
let consumer: Consumer<string>;
let taken: string[];
let outcomes: string[];
/** The reason why the handler fails, if it does. */
let broken: string | undefined;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_unbelieved_test');
  const open = (service: NatsService) =>
    connectNats(servers.nats.url, service, log, { keys: keysForTests(service) });
  const [contracts, institutions, awards] = [
    await open('contracts'),
    await open('institutions'),
    await open('awards'),
  ];
  nats = { contracts, institutions, awards };
  deadLetters = new DeadLetters(database);
  await deadLetters.open();
  [taken, outcomes, broken] = [[], [], undefined];
  const definition = {
    name: 'awards',
    stream: 'FACTS',
    subjects: NATS_RIGHTS.awards.subscribes[0].subjects,
    batchSize: 50,
    decode: (payload: Uint8Array) => {
      const text = new TextDecoder().decode(payload);
      if (text === 'of another type') throw new Unbelieved('it is of another type');
      return text;
    },
    handle: async (messages: readonly { message: string }[]) =>
      messages.map(({ message }) => {
        if (message === broken) return { dead: 'it is broken' };
        taken.push(message);
        return 'done' as const;
      }),
  } as const;
  const observer = { batch: () => {}, outcome: (outcome: string) => void outcomes.push(outcome) };
  consumer = new Consumer(definition, nats.awards, deadLetters, log, observer);
  consumer.start();
});

afterEach(async () => {
  await deadLetters.collection.deleteMany({});
  [taken, outcomes, broken] = [[], [], undefined];
});

afterAll(async () => {
  await consumer.stop();
  for (const one of Object.values(nats)) await one.close();
  await database.client.close();
  await servers.stop();
});

type Publisher = keyof typeof nats;

function messageOf(text: string, by: Publisher | undefined, subject = SUBJECT) {
  const [type, source] = ['duixian.fact.contract.v1', 'urn:duixian:service:contracts'];
  const message = { subject, type, source, about: text, payload: new TextEncoder().encode(text) };
  return natsMessage(message, text, new Date(), by && nats[by].proofs);
}

async function publish(...messages: ReturnType<typeof messageOf>[]): Promise<void> {
  await nats.institutions.publisher.publish(messages);
}

async function atRest(expected: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (outcomes.length >= expected && (await consumer.countPending().catch(() => 1n)) === 0n) return;
    await sleep(25);
  }
  throw new Error(`only ${outcomes.length} outcomes of ${expected} after 10 s`);
}

async function deadLettersKept() {
  return (await deadLetters.list('', 0))?.letters ?? [];
}

/** Redrives as an officer does. */
async function resend(ids: string[]): Promise<{ resent: bigint } | string> {
  const { implementation } = operationsService({ deadLetters, consumers: [consumer] });
  const call = implementation['resendDeadLetters'] as unknown as (
    call: { request: object },
    callback: (error: { details: string } | null, answer: { resent: bigint }) => void,
  ) => void;
  return new Promise((resolve) =>
    call({ request: { ids } }, (error, answer) => resolve(error ? error.details : answer)),
  );
}

it('believes what its producer proved, and of all else nothing, not when it is sent again either', async () => {
  const stolen = messageOf('another text', 'contracts');
  const forged = [
    messageOf('without a proof', undefined),
    messageOf('proven by another', 'institutions'),
    { ...stolen, payload: new TextEncoder().encode('not that text') },
    { ...messageOf('of the other subject', 'contracts'), subject: 'duixian.facts.contracts.receipt' },
    messageOf('of another type', 'contracts'),
    messageOf('nobody publishes there', 'contracts', 'duixian.facts.institutions.evil'),
  ];
  await publish(messageOf('true', 'contracts'), ...forged, messageOf('true as well', 'contracts'));
  await atRest(8);
  expect(taken).toEqual(['true', 'true as well']);
  expect(outcomes.toSorted()).toEqual(['done', 'done', ...Array(6).fill('unbelieved')]);
  expect([await deadLetters.count(), await deadLetters.countUnbelieved()]).toEqual([0n, 6]);
  const kept = await deadLettersKept();
  for (const { reason, origin } of kept)
    expect([origin, reason]).toEqual(['unbelieved', expect.stringMatching(/^unbelieved: /)]);
  expect(await resend([])).toEqual({ resent: 0n });
  expect(await resend(kept.map(({ _id }) => _id))).toContain('still not possible');
  expect(taken).toEqual(['true', 'true as well']);
  expect([await deadLetters.count(), await deadLetters.countUnbelieved()]).toEqual([0n, 6]);
});

it('a dead letter that was believed stands and is sent again, whatever is forged after it', async () => {
  broken = 'true but broken';
  await publish(messageOf(broken, 'contracts'));
  await atRest(1);
  await publish(messageOf(broken, undefined));
  await atRest(2);
  expect([await deadLetters.count(), await deadLetters.countUnbelieved()]).toEqual([1n, 1]);
  broken = undefined;
  expect(await resend([])).toEqual({ resent: 1n });
  expect(taken).toEqual(['true but broken']);
  expect([await deadLetters.count(), await deadLetters.countUnbelieved()]).toEqual([0n, 1]);
});

it('a dead letter of a release that asked for no proofs is judged like any other', async () => {
  const { subject, headers, payload } = messageOf('from before', undefined);
  await deadLetters.keep({ origin: 'believed', subject, about: '', reason: 'r', headers: {}, payload });
  await deadLetters.collection.updateMany({}, { $unset: { origin: '' } });
  expect(await deadLetters.count()).toBe(1n);
  expect(await resend([])).toContain('it carries no proof');
  // A message that an earlier release could not publish is not published with a proof of today either.
  await deadLetters.collection.updateMany({}, { $set: { headers: { 'duixian-unpublished': 'true' } } });
  expect(await resend([])).toContain('it carries no proof');
  expect([taken, headers.get(PROOF_HEADER)]).toEqual([[], '']);
});

it('keeps so many of them and counts the others', async () => {
  const { most } = LIMITS.unbelievedMessages;
  const { subject, payload } = messageOf('filler', undefined);
  await deadLetters.collection.insertMany(
    Array.from({ length: most }, (_, at) => ({
      ...{ _id: `${at}`, origin: 'unbelieved' as const, subject, about: '', reason: 'r', at: new Date() },
      ...{ headers: {}, payload: payload as never },
    })),
  );
  await publish(messageOf('one too many', undefined));
  await atRest(1);
  expect([outcomes, await deadLetters.countUnbelieved()]).toEqual([['unbelieved'], most]);
});

it('what waits in the outbox is proven when it is published, also directly', async () => {
  const relay = new Relay(new Outbox(database), nats.contracts, log);
  const [type, source] = ['duixian.fact.contract.v1', 'urn:duixian:service:contracts'];
  const payload = new TextEncoder().encode('from the outbox');
  await relay.publishDirectly([{ subject: SUBJECT, type, source, about: 'a', payload }]);
  await atRest(1);
  await relay.stop();
  expect([taken, outcomes]).toEqual([['from the outbox'], ['done']]);
});

it('reads back nothing that it did not prove itself', async () => {
  const texts = async () => {
    const read: string[] = [];
    for await (const { payloads } of readBack(nats.contracts, 'contracts', log)(async () => undefined))
      read.push(...payloads.map((payload) => new TextDecoder().decode(payload)));
    return read;
  };
  const before = await texts();
  await publish(
    messageOf('its own', 'contracts'),
    messageOf('put there', 'institutions'),
    messageOf('nor this', undefined),
  );
  await atRest(3);
  expect(await texts()).toEqual([...before, 'its own']);
  expect(await lastPublished(nats.contracts, SUBJECT)).toMatchObject({ isProven: false });
  await publish(messageOf('the newest', 'contracts'));
  expect(await lastPublished(nats.contracts, SUBJECT)).toMatchObject({ isProven: true });
});
