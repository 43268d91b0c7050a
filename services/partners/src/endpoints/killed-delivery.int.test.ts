import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { disbursementV1 } from '@duixian/proto';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { type ServiceProcess, startProcess } from '@duixian/service/process-for-tests';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { orderMessage } from '../feed/messages-for-tests.ts';
import { actorsOf, type Clients, connect, firstPersons } from '../partners-for-tests.ts';
import { endpointCollections } from './endpoint-documents.ts';
import { Receiver, until } from './receiver-for-tests.ts';

const EVENTS = 60;
const KILLS = 2;
/** Whatever was in flight when the process died. */
const MOST_REPEATED = 4 * KILLS;

const keyFile = join(mkdtempSync(join(tmpdir(), 'partners-')), 'webhook-secrets.key');
let servers: TestInfrastructure;
let nats: Nats;
let database: Database;
let receiver: Receiver;
let partners: ServiceProcess;
let clients: Clients;

async function start(): Promise<void> {
  partners = await startProcess(join(import.meta.dirname, '../..'), servers, {
    FIRST_PERSONS_FILE: firstPersons(),
    WEBHOOK_SECRETS_KEY_FILE: keyFile,
  });
  clients = connect(partners.address);
}

beforeAll(async () => {
  writeFileSync(keyFile, randomBytes(32).toString('base64url'));
  receiver = await Receiver.open();
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'killed-delivery', createLogger('killed-delivery', 'silent'));
  database = await connectDatabase(servers.mongo.url, 'duixian_partners');
  await start();
}, 60_000);

afterAll(async () => {
  clients.close();
  await partners.end('SIGTERM');
  receiver.close();
  await database.client.close();
  await nats.close();
  await servers.stop();
});

async function publish(id: string): Promise<void> {
  const payload = disbursementV1.OrderChanged.encode({ order: orderMessage(id, 1) }).finish();
  await nats.jetstream.publish('duixian.orders.issued', payload);
}

it('loses no event when it is killed in the midst, and repeats few, under the same ids', async () => {
  const { li: actor } = await actorsOf(clients);
  const request = { actor, url: receiver.url, types: [], thin: false, ordered: false };
  const { endpoint, secret } = await clients.endpoints.createEndpoint(request);
  const id = endpoint?.id ?? '';
  await clients.endpoints.changeEndpoint({ actor, id, act: { $case: 'test', value: {} } });
  const isEnabled = async () =>
    (await clients.endpoints.getEndpoint({ id })).endpoint?.state === 'ENDPOINT_STATE_ENABLED';
  await until(isEnabled, 'the test');
  receiver.answer = (response) => setTimeout(() => response.end(), 20);
  const ids = Array.from({ length: EVENTS }, (_, at) => `K${at}`);
  await Promise.all(ids.map(publish));
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const seen = (EVENTS / (KILLS + 2)) * kill;
    await until(() => new Set(receiver.subjects).size >= seen, `${seen} events`);
    await partners.end('SIGKILL');
    clients.close();
    // As if ten seconds had passed, after which another process may go on.
    await endpointCollections(database).endpoints.updateMany({}, { $set: { lease: null } });
    await start();
  }
  await until(() => new Set(receiver.subjects).size === EVENTS, 'all events');
  receiver.verifyAll(secret);
  expect(receiver.subjects.length - EVENTS).toBeLessThanOrEqual(MOST_REPEATED);
  const idsOf = Map.groupBy(receiver.events, ({ subject }) => subject);
  for (const events of idsOf.values()) expect(new Set(events.map((event) => event.id)).size).toBe(1);
}, 60_000);
