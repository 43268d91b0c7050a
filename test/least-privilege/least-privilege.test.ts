import { readFileSync } from 'node:fs';
import { BACKED_SERVICES } from '@duixian/local';
import { NATS_RIGHTS } from '@duixian/messaging/nats-rights';
import { credentials, status } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { Stage } from '../e2e/stage.ts';
import { clientOf, Intruder, statusOf } from './intruder.ts';

const PUBLISHING = Object.values(NATS_RIGHTS).flatMap(({ publishes }) =>
  publishes.map((subject) => subject.replace('>', 'thing')),
);
const API = ['STREAM.PURGE', 'STREAM.DELETE', 'STREAM.UPDATE', 'STREAM.MSG.GET', 'STREAM.SNAPSHOT'].flatMap(
  (verb) => ['FACTS', 'ENTITLEMENTS', 'ORDERS', 'PARTNERS'].map((stream) => `$JS.API.${verb}.${stream}`),
);
/** To read published messages: any message by its number, and the newest of a subject. */
const RECALLING = [
  ...['FACTS', 'ENTITLEMENTS', 'ORDERS', 'PARTNERS'].map((stream) => `$JS.API.DIRECT.GET.${stream}`),
  '$JS.API.DIRECT.GET.FACTS.duixian.facts.contracts.thing',
  '$JS.API.DIRECT.GET.ENTITLEMENTS.duixian.entitlements.changed',
  '$JS.API.DIRECT.GET.ORDERS.duixian.orders.issued',
  '$JS.API.DIRECT.GET.PARTNERS.duixian.partners.changed',
];

/** To read one's own facts back: by a consumer of one's own name and subject, and no other. */
/** What disbursement asks awards for, and nobody else anybody. */
const FOR_DOCUMENTS = [
  '/duixian.awards.v1.AwardsService/ExplainAccounts',
  '/duixian.awards.v1.AwardsService/GetPolicy',
];

const READERS = ['institutions', 'contracts', 'metering', 'awards'];
const READING_BACK = READERS.flatMap((name) => [
  ...[...READERS, 'disbursement'].map(
    (of) => `$JS.API.CONSUMER.CREATE.FACTS.${name}-readback.duixian.facts.${of}.*`,
  ),
  `$JS.API.CONSUMER.CREATE.FACTS.${name}-readback`,
  `$JS.API.CONSUMER.CREATE.FACTS.${name}-readback.duixian.facts.>`,
  ...['INFO', 'MSG.NEXT', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.FACTS.${name}-readback`),
  `$JS.API.CONSUMER.DELETE.FACTS.${name}`,
]);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterAll(() => stage.close(), 60_000);

describe.each(BACKED_SERVICES)('%s, taken over,', (service) => {
  const { publishes, subscribes } = NATS_RIGHTS[service];
  const recalls = service === 'disbursement' ? ['$JS.API.DIRECT.GET.ORDERS.duixian.orders.issued'] : [];
  const isOwnReading = (subject: string) =>
    /^\$JS\.API\.CONSUMER\.(CREATE|INFO|MSG\.NEXT|DELETE)\.FACTS\./.test(subject) &&
    (subject.endsWith(`.${service}-readback`)
      ? READERS.includes(service) && !subject.includes('.CREATE.')
      : subject.endsWith(`.${service}-readback.duixian.facts.${service}.*`));
  const isOwn = (subject: string) => publishes.some((own) => subject.startsWith(own.slice(0, -1)));

  it('can say only what is its own to say', async () => {
    const connection = await new Intruder(stage, service).connectNats();
    try {
      for (const subject of [...PUBLISHING, ...API, ...RECALLING, ...READING_BACK, ...acknowledgements()])
        expect([subject, await isRefused(connection, () => connection.publish(subject, 'x'))]).toEqual([
          subject,
          !isOwn(subject) &&
            !isOwnAcknowledgement(subject) &&
            !isOwnReading(subject) &&
            !recalls.includes(subject),
        ]);
    } finally {
      await connection.close();
    }
  });

  it('can listen to nothing but answers to itself', async () => {
    const connection = await new Intruder(stage, service).connectNats();
    try {
      const others = BACKED_SERVICES.filter((other) => other !== service).map((other) => `_INBOX_${other}.>`);
      for (const subject of ['>', 'duixian.>', '_INBOX.>', '$JS.>', ...PUBLISHING, ...others])
        expect([subject, await isRefused(connection, () => void connection.subscribe(subject))]).toEqual([
          subject,
          true,
        ]);
      const own = await isRefused(connection, () => void connection.subscribe(`_INBOX_${service}.x`));
      expect(own).toBe(false);
    } finally {
      await connection.close();
    }
  });

  it('reaches no database but its own', async () => {
    const client = await new Intruder(stage, service).connectMongo();
    try {
      for (const other of [...BACKED_SERVICES.map((name) => `duixian_${name}`), 'admin', 'local']) {
        const documents = client.db(other).collection<{ _id: string }>('planted');
        const outcomes = [
          await codeOf(() => documents.findOne({})),
          await codeOf(() => documents.deleteOne({ _id: 'planted' })),
        ];
        const isItsOwn = other === `duixian_${service}`;
        expect([other, ...outcomes]).toEqual([
          other,
          ...(isItsOwn ? ['done', 'done'] : [UNAUTHORIZED, UNAUTHORIZED]),
        ]);
      }
    } finally {
      await client.close();
    }
  });

  it(`is answered by no other service${service === 'disbursement' ? ', but by awards for its documents' : ''}`, async () => {
    const intruder = new Intruder(stage, service);
    for (const [server, path] of allMethods()) {
      const answer = await intruder.call(server, path);
      if (service === 'disbursement' && server === 'awards' && FOR_DOCUMENTS.includes(path)) {
        expect([server, path, answer]).not.toEqual([server, path, status.PERMISSION_DENIED]);
        continue;
      }
      // Not every server has every method; every server refuses the methods that all have.
      const isEverywhere = path.includes('OperationsService');
      expect([server, path, isEverywhere || answer !== status.UNIMPLEMENTED ? answer : 'refused']).toEqual([
        server,
        path,
        isEverywhere || answer !== status.UNIMPLEMENTED ? status.PERMISSION_DENIED : 'refused',
      ]);
    }
    intruder.close();
  });

  function isOwnAcknowledgement(subject: string): boolean {
    return subscribes.some(({ stream, consumer }) => subject.startsWith(`$JS.ACK.${stream}.${consumer}.`));
  }
});

it('answers the gateway, and nobody without a certificate', async () => {
  expect(await new Intruder(stage, 'gateway').call('awards', '/grpc.health.v1.Health/Check')).toBe(
    'answered',
  );
  const address = stage.addressOf('awards.grpc');
  const authority = readFileSync(`${stage.system.folder.secrets}/authority.crt`);
  const nobody = credentials.createSsl(authority);
  expect(await statusOf(clientOf(address, nobody, 'awards'), '/grpc.health.v1.Health/Check')).toBe(
    status.UNAVAILABLE,
  );
  const plain = credentials.createInsecure();
  expect(await statusOf(clientOf(address, plain, 'awards'), '/grpc.health.v1.Health/Check')).toBe(
    status.UNAVAILABLE,
  );
});

const UNAUTHORIZED = 13;

async function codeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

function acknowledgements(): string[] {
  return ['$JS.ACK.FACTS.awards.1.1.1.1.0', '$JS.ACK.ENTITLEMENTS.disbursement.1.1.1.1.0'];
}

/** The server reports it on the connection, before it answers the next request. */
async function isRefused(connection: NatsConnection, work: () => void): Promise<boolean> {
  let refused = false;
  const statuses = connection.status();
  const watching = (async () => {
    for await (const { type } of statuses) if (type === 'error') refused = true;
  })();
  work();
  await connection.flush();
  await new Promise((resolve) => setImmediate(resolve));
  (statuses as unknown as { stop(): void }).stop();
  await watching;
  return refused;
}

/** Every method of every service, according to the descriptor. */
function allMethods(): [string, string][] {
  const descriptor = readFileSync(new URL(import.meta.resolve('@duixian/proto/descriptor.binpb')));
  const known = loadFileDescriptorSetFromBuffer(descriptor);
  const paths = Object.values(known).flatMap((definition) =>
    Object.values(definition).flatMap((method) =>
      typeof method === 'object' && method !== null && 'path' in method ? [String(method.path)] : [],
    ),
  );
  return BACKED_SERVICES.flatMap((server) => paths.map((path): [string, string] => [server, path]));
}
