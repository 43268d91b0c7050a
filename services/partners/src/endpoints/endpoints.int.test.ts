import { randomBytes } from 'node:crypto';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { endpointsV1 } from '@duixian/proto';
import { Commands, createLogger, rpcStatus, Secret, startGrpcServer } from '@duixian/runtime';
import { networksOf } from '@duixian/values';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Registry } from '../commands/registry.ts';
import { consumedBy, orderMessage } from '../feed/messages-for-tests.ts';
import { startFeed } from '../feed/start-feed.ts';
import { type Clients, connect, type Running, refused, startProcess } from '../partners-for-tests.ts';
import { openCollections } from '../store/collections.ts';
import { Deliverer } from './delivery/deliverer.ts';
import { Leases } from './delivery/leases.ts';
import { WebhookSender } from './delivery/send-webhook.ts';
import { endpointCollections } from './endpoint-documents.ts';
import { endpointService } from './endpoint-service.ts';
import { Receiver, until } from './receiver-for-tests.ts';
import { SecretBox } from './secret-box.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A machine that is busy answers within it. */
const ANSWER_MS = 2_000;
const box = new SecretBox(new Secret(randomBytes(32).toString('base64url')));

let servers: ServersForTests;
let running: Running;
let clients: Clients;
let deliverer: Deliverer;
let receiver: Receiver;
let aheadMs = 0;
let stop: () => Promise<void>;

beforeAll(async () => {
  servers = await openServersForTests('endpoints');
  running = await startProcess(servers);
});
afterAll(async () => {
  await running.close();
  await servers.close();
});

/** Endpoints of a process whose clock the test sets. */
beforeEach(async () => {
  aheadMs = 0;
  receiver = await Receiver.open();
  const { database, outbox, relay } = running.parts;
  const collections = await openCollections(database);
  const registry = new Registry({ database, outbox, relay }, collections, true);
  const log = createLogger('endpoints', 'silent');
  const feed = await startFeed(database, collections, log);
  const endpoints = endpointCollections(database);
  const rules = { allowed: networksOf([]), isDevelopment: true, resolve: async () => ['10.0.0.1'] };
  const { persons, keys } = collections;
  const deliveries = { endpoints, feed: feed.collections, feedLog: feed.log, persons, keys };
  const store = { registry, endpoints, feedLog: feed.log, box };
  const service = endpointService({ commands: new Commands(database), store, deliveries, rules });
  const now = () => new Date(collections.clock.now().getTime() + aheadMs);
  const sender = new WebhookSender(rules, ANSWER_MS);
  deliverer = new Deliverer({ store: deliveries, registry, box, sender, log, now, random: () => 0.5 });
  deliverer.start();
  const server = await startGrpcServer('127.0.0.1:0', [service], servers.log);
  clients = connect(server.address);
  stop = async () => {
    await deliverer.stop();
    clients.close();
    await server.stop();
  };
});
afterEach(async () => {
  await stop();
  receiver.close();
  const { endpoints, exceptions, attempts } = endpointCollections(running.parts.database);
  await Promise.all([endpoints.deleteMany({}), exceptions.deleteMany({}), attempts.deleteMany({})]);
});

const newOrder = (...ids: string[]) =>
  consumedBy(running.service, 'partners-orders', ...ids.map((id) => orderMessage(id, Date.now())));

async function create(changed: Partial<endpointsV1.CreateEndpointRequest> = {}) {
  const request = { actor: running.actors.li, url: receiver.url, types: [], thin: false, ordered: false };
  const { endpoint, secret } = await clients.endpoints.createEndpoint({ ...request, ...changed });
  return { id: endpoint?.id ?? '', secret, endpoint };
}

type Act = NonNullable<endpointsV1.ChangeEndpointRequest['act']>;
async function change(id: string, act: Act, actor = running.actors.li) {
  const answer = await clients.endpoints.changeEndpoint({ actor, id, act });
  deliverer.wake();
  return answer;
}
const test = { $case: 'test', value: {} } as const;
const stateOf = async (id: string) => (await clients.endpoints.getEndpoint({ id })).endpoint;

async function untilState(id: string, wanted: Partial<endpointsV1.Endpoint>) {
  await until(async () => {
    const state: Partial<endpointsV1.Endpoint> = (await stateOf(id)) ?? {};
    return Object.entries(wanted).every(
      ([name, value]) => state[name as keyof endpointsV1.Endpoint] === value,
    );
  }, JSON.stringify(wanted));
}

async function verified(changed: Partial<endpointsV1.CreateEndpointRequest> = {}) {
  const made = await create(changed);
  await change(made.id, test);
  await untilState(made.id, { state: 'ENDPOINT_STATE_ENABLED' });
  return made;
}

async function attemptsOf(endpoint: string) {
  return (await clients.endpoints.listAttempts({ endpoint, after: '', limit: 0 })).attempts;
}

/** As if so much time had passed. */
function wait(ms: number): void {
  aheadMs += ms;
  deliverer.wake();
}

describe('an endpoint', () => {
  it('receives nothing before it has answered a test, and then each event that its owner may see, signed', async () => {
    const { id, secret, endpoint } = await create();
    expect(endpoint).toMatchObject({ state: 'ENDPOINT_STATE_UNVERIFIED', person: 'li', scopes: ['prepare'] });
    await newOrder('before the test');
    await change(id, test);
    await untilState(id, { state: 'ENDPOINT_STATE_ENABLED' });
    await newOrder('after it');
    deliverer.wake();
    await until(() => receiver.received.length === 3, 'three webhooks');
    receiver.verifyAll(secret);
    const [first] = receiver.received;
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'duixian.test.v1', subject: id });
    expect(first?.headers['content-type']).toBe('application/cloudevents+json');
    expect(receiver.subjects.sort()).toEqual(['after it', 'before the test']);
    const [attempt] = await attemptsOf(id);
    expect(attempt).toMatchObject({ attempt: 1, status: 200, type: 'duixian.order.issued.v1' });
    expect(receiver.received.map((one) => one.id)).toContain(attempt?.event);
  });

  it('stays unverified where a test fails, which is tried once', async () => {
    receiver.answers(500);
    const { id } = await create();
    await change(id, test);
    await until(async () => (await attemptsOf(id)).length === 1, 'an attempt');
    wait(DAY_MS);
    expect(await stateOf(id)).toMatchObject({ state: 'ENDPOINT_STATE_UNVERIFIED', failures: 0, waiting: 0 });
    expect(receiver.received).toHaveLength(1);
  });

  it('has events of its types, thin where it asks for that', async () => {
    await verified({ types: ['duixian.order.paid.v1'], thin: true });
    await consumedBy(
      running.service,
      'partners-orders',
      orderMessage('thin', 1),
      orderMessage('thin', 2, { state: 'ORDER_STATE_PAID' }),
    );
    deliverer.wake();
    await until(() => receiver.events.length === 1, 'an event');
    expect(receiver.events).toMatchObject([
      { type: 'duixian.order.paid.v1', data: { version: 2, link: '/v1/orders/thin' } },
    ]);
  });

  it('that does not accept an event gets it again under its id, until it does', async () => {
    const { id } = await verified();
    receiver.answers(500);
    await newOrder('again');
    deliverer.wake();
    await untilState(id, { waiting: 1, failures: 1 });
    receiver.answers(204);
    wait(4_000);
    await until(async () => (await stateOf(id))?.failures === 1, 'nothing yet');
    wait(1_500);
    await untilState(id, { waiting: 0, failures: 0, failingSince: '' });
    const [one, two, ...others] = receiver.received.slice(1);
    expect([one?.id, one?.body, others]).toEqual([two?.id, two?.body, []]);
    expect((await attemptsOf(id)).map(({ attempt, status }) => [attempt, status])).toEqual([
      [2, 204],
      [1, 500],
      [1, 200],
    ]);
  });

  it('that fails for days is given up for an event, and in the end disabled, which its owner is informed of', async () => {
    const { id } = await verified();
    receiver.answers(500);
    await newOrder('failing');
    deliverer.wake();
    await untilState(id, { failures: 1 });
    for (let attempt = 2; attempt <= 10; attempt += 1) {
      wait(25 * HOUR_MS);
      await untilState(id, { failures: attempt });
      if (attempt < 10)
        expect(await stateOf(id)).toMatchObject({ waiting: 1, state: 'ENDPOINT_STATE_ENABLED' });
    }
    await untilState(id, { state: 'ENDPOINT_STATE_DISABLED', waiting: 0, givenUp: 1 });
    const reader = { person: 'li', all: false, treasury: false, usccs: [] };
    const { events } = await running.clients.feed.readFeed({ reader, after: '', types: [], limit: 0 });
    expect(events.map(({ eventJson }) => JSON.parse(eventJson.toString()))).toContainEqual(
      expect.objectContaining({
        type: 'duixian.endpoint.disabled.v1',
        data: expect.objectContaining({
          endpoint: id,
          because: expect.stringContaining('nothing but failure'),
        }),
      }),
    );
    receiver.answers(200);
    await change(id, { $case: 'enable', value: 'ENABLE_FROM_CURSOR' });
    await change(id, {
      $case: 'resend',
      value: { event: '', failedSince: '2020-01-01T00:00:00Z', after: '', upTo: '' },
    });
    await untilState(id, { state: 'ENDPOINT_STATE_ENABLED', givenUp: 0, waiting: 0, failures: 0 });
    const failing = receiver.events.filter(({ subject }) => subject === 'failing');
    expect([failing.length, new Set(failing.map((one) => one.id)).size]).toEqual([11, 1]);
  });

  it('that says that it is gone is disabled at once, and goes on from where it is told', async () => {
    const { id } = await verified();
    receiver.answers(410);
    await newOrder('gone');
    deliverer.wake();
    await untilState(id, { state: 'ENDPOINT_STATE_DISABLED', disabledBecause: 'it answered 410 (Gone)' });
    await newOrder('meanwhile');
    receiver.answers(200);
    await change(id, { $case: 'enable', value: 'ENABLE_FROM_NOW' });
    await newOrder('later');
    deliverer.wake();
    await until(() => receiver.subjects.includes('later'), 'an event');
    expect(receiver.subjects).not.toContain('meanwhile');
    await change(id, { $case: 'disable', value: '维护' });
    expect(await stateOf(id)).toMatchObject({ state: 'ENDPOINT_STATE_DISABLED', disabledBecause: '维护' });
    await change(id, { $case: 'enable', value: 'ENABLE_FROM_LAST_SUCCESS' });
    await untilState(id, { state: 'ENDPOINT_STATE_ENABLED' });
  });

  it('that is ordered gets one after the other, and nothing after what failed', async () => {
    const { id } = await verified({ ordered: true });
    receiver.answers(500);
    await newOrder('1', '2', '3');
    deliverer.wake();
    await untilState(id, { failures: 1 });
    wait(1_000);
    receiver.answers(200);
    wait(5_000);
    await until(() => receiver.subjects.length === 4, 'all events');
    expect(receiver.subjects).toEqual(['1', '1', '2', '3']);
  });

  it('pauses as long as it asks to', async () => {
    const { id } = await verified();
    receiver.answers(503, { 'retry-after': '60' });
    await newOrder('busy');
    deliverer.wake();
    await untilState(id, { failures: 1 });
    receiver.answers(200);
    await newOrder('waits');
    wait(59_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.subjects).toEqual(['busy']);
    wait(2_000);
    await until(() => receiver.subjects.length === 3, 'both');
  });

  it('gets again what is asked for: one event, or all between two places', async () => {
    const { id } = await verified();
    const reader = { person: 'li', all: true, treasury: false, usccs: [] };
    const read = (after: string) => running.clients.feed.readFeed({ reader, after, types: [], limit: 0 });
    const { cursor } = await read('now');
    await newOrder('x', 'y');
    deliverer.wake();
    await until(() => receiver.subjects.length === 2, 'both');
    const resend = (value: Partial<endpointsV1.Resend>) =>
      change(id, { $case: 'resend', value: { event: '', failedSince: '', after: '', upTo: '', ...value } });
    const event = receiver.events.find(({ subject }) => subject === 'x')?.id ?? '';
    expect((await resend({ event })).events).toBe(1);
    await until(() => receiver.subjects.length === 3, 'one again');
    expect((await resend({ after: cursor })).events).toBe(2);
    await until(() => receiver.subjects.length === 5, 'both again');
    expect(receiver.subjects.sort()).toEqual(['x', 'x', 'x', 'y', 'y']);
    await expect(resend({ event: 'evt_none' })).rejects.toEqual(
      refused(rpcStatus.NOT_FOUND, /no event evt_none/),
    );
  });
});

describe('a slow or a dead endpoint', () => {
  it('keeps no other one waiting', async () => {
    const [slow, dead] = [await Receiver.open(), await Receiver.open()];
    const { id } = await verified({ url: slow.url });
    await verified({ url: dead.url });
    await verified();
    slow.answer = () => {};
    dead.close();
    const ids = Array.from({ length: 30 }, (_, at) => `N${at}`);
    await newOrder(...ids);
    const startedAt = performance.now();
    deliverer.wake();
    await until(() => receiver.subjects.length === 30, 'all events');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(receiver.subjects.sort()).toEqual(ids.sort());
    // Four that wait for an answer, and no more.
    expect(slow.subjects.length).toBeLessThanOrEqual(
      4 * (1 + Math.floor((performance.now() - startedAt) / ANSWER_MS)),
    );
    expect((await stateOf(id))?.state).toBe('ENDPOINT_STATE_ENABLED');
    slow.close();
  });
});

it('of two processes one sends to an endpoint, and the other one when that is silent for ten seconds', async () => {
  const { id } = await create();
  await deliverer.stop();
  const { endpoints } = endpointCollections(running.parts.database);
  const [one, other] = [new Leases(endpoints), new Leases(endpoints)];
  const held = async (leases: Leases, afterMs: number) =>
    (await leases.hold(new Date(Date.now() + afterMs))).map(({ _id }) => _id);
  expect([await held(one, 0), await held(other, 0)]).toEqual([[id], []]);
  expect([await held(one, 5_000), await held(other, 11_000)]).toEqual([[id], []]);
  expect([await held(other, 16_000), await held(one, 17_000)]).toEqual([[id], []]);
  await other.release();
  expect(await held(one, 18_000)).toEqual([id]);
});

describe('a secret', () => {
  it('is answered once, and rotated so that both sign for a day', async () => {
    const { id, secret } = await verified();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const stored = JSON.stringify(
      await endpointCollections(running.parts.database).endpoints.findOne({ _id: id }),
    );
    expect(stored).not.toContain(secret.slice('whsec_'.length));
    const actor = running.actors.li;
    const rotated = await clients.endpoints.rotateSecret({ actor, id });
    await expect(clients.endpoints.rotateSecret({ actor, id })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /two secrets of .* sign already/),
    );
    await newOrder('rotated');
    deliverer.wake();
    await until(() => receiver.subjects.length === 1, 'an event');
    const [{ body, headers }] = receiver.received.slice(-1) as [(typeof receiver.received)[number]];
    for (const one of [secret, rotated.secret])
      new Webhook(one).verify(body, headers as Record<string, string>);
    wait(25 * HOUR_MS);
    await newOrder('a day later');
    deliverer.wake();
    await until(() => receiver.subjects.length === 2, 'another one');
    expect(receiver.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,\S+$/);
  });
});

describe('who may', () => {
  it('change an endpoint: who owns it, or an officer', async () => {
    const { id } = await create();
    await expect(change(id, test, running.actors.wang)).rejects.toEqual(
      refused(rpcStatus.PERMISSION_DENIED, /belongs to li/),
    );
    await expect(create()).rejects.toEqual(refused(rpcStatus.ALREADY_EXISTS, /has this address already/));
    await change(id, { $case: 'delete', value: {} });
    await expect(stateOf(id)).rejects.toEqual(refused(rpcStatus.NOT_FOUND, /there is no endpoint/));
    const { acts } = await running.clients.history.listActs({ of: `endpoint/${id}`, after: '', limit: 0 });
    expect(acts.map(({ event, by }) => [event, by])).toEqual([
      ['delete', 'li'],
      ['create', 'li'],
    ]);
  });

  it.each([
    ['http://169.254.169.254/latest', /url: it must be an https/],
    ['https://169.254.169.254/latest', /is not on the internet/],
    ['https://partner.example/hooks', /is 10\.0\.0\.1, which is not on the internet/],
    ['https://user:pass@partner.example/', /url: it must be/],
    ['https://partner.example:22/', /url: it must be/],
  ])('send to %s: nobody', async (url, message) => {
    await expect(create({ url })).rejects.toEqual(refused(rpcStatus.INVALID_ARGUMENT, message));
  });

  it('make one where there is no key for secrets: nobody', async () => {
    const request = {
      actor: running.actors.li,
      url: 'https://1.1.1.1/',
      types: [],
      thin: false,
      ordered: false,
    };
    await expect(running.clients.endpoints.createEndpoint(request)).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /WEBHOOK_SECRETS_KEY_FILE/),
    );
  });

  it('see events: who has the scopes still', async () => {
    await verified();
    const { persons } = await openCollections(running.parts.database);
    await persons.updateOne({ _id: 'li' }, { $set: { 'standing.scopes': [] } });
    await newOrder('not seen');
    deliverer.wake();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await persons.updateOne({ _id: 'li' }, { $set: { 'standing.scopes': ['prepare'] } });
    await newOrder('seen');
    deliverer.wake();
    await until(() => receiver.subjects.length > 0, 'an event');
    expect(receiver.subjects).toEqual(['seen']);
  });

  it('see events: nobody by an endpoint whose key was revoked, until it is enabled by another one', async () => {
    const { id } = await verified();
    const { keys } = await openCollections(running.parts.database);
    const key = running.actors.li.key;
    await keys.updateOne({ _id: key }, { $set: { revoked: { by: 'wang', at: new Date() } } });
    deliverer.wake();
    await untilState(id, { state: 'ENDPOINT_STATE_DISABLED' });
    expect((await stateOf(id))?.disabledBecause).toContain(`the key ${key} was revoked`);
    await newOrder('after the revocation');
    await keys.updateOne({ _id: key }, { $set: { revoked: null } });
    await change(id, { $case: 'enable', value: 'ENABLE_FROM_NOW' });
    await newOrder('after it was enabled');
    deliverer.wake();
    await until(() => receiver.subjects.length > 0, 'an event');
    expect(receiver.subjects).toEqual(['after it was enabled']);
  });
});
