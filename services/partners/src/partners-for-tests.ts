import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartsForTests, ServersForTests } from '@duixian/messaging/servers-for-tests';
import {
  accessV1,
  actsV1,
  dealsV1,
  endpointsV1,
  feedV1,
  importsV1,
  mappingsV1,
  partnersEventsV1,
  personsV1,
  sourcesV1,
  unitsV1,
  waitingV1,
} from '@duixian/proto';
import { grpcChannel, grpcClient, startGrpcServer } from '@duixian/runtime';
import type { ServiceParts } from '@duixian/service';
import { expect } from '@jest/globals';
import { startPartners } from './partners-service.ts';

export const HENAN = 'urn:duixian:exchange:henan';

/**
 * The persons of a test, each with the key `<id>-secret`: two who prepare, two who approve, and a machine.
 */
const PERSONS = {
  li: { kind: 'person', scopes: ['prepare'] },
  sun: { kind: 'person', scopes: ['prepare', 'approve'] },
  wang: { kind: 'person', scopes: ['approve'] },
  zhao: { kind: 'person', scopes: ['approve'] },
  robot: { kind: 'machine', scopes: ['prepare'] },
} as const;

export type TestPerson = keyof typeof PERSONS;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function firstPersons(content: object = { persons: testPersons() }): string {
  const path = join(mkdtempSync(join(tmpdir(), 'partners-')), 'first-persons.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

export function testPersons() {
  return Object.entries(PERSONS).map(([id, { kind, scopes }]) => ({
    ...{ id, name: `${id} 某`, kind, scopes: [...scopes] as string[] },
    keys: [{ name: id, sha256: sha256(`${id}-secret`) }],
  }));
}

export type Clients = ReturnType<typeof connect>;

/** The services of a process, as a gateway reaches them. */
export function connect(address: string) {
  const channel = grpcChannel(address);
  return {
    sources: grpcClient(sourcesV1.SourceServiceClient, channel),
    handingsOver: grpcClient(sourcesV1.HandingOverServiceClient, channel),
    persons: grpcClient(personsV1.PersonServiceClient, channel),
    keys: grpcClient(personsV1.KeyServiceClient, channel),
    units: grpcClient(unitsV1.UnitServiceClient, channel),
    waiting: grpcClient(waitingV1.WaitingServiceClient, channel),
    mappings: grpcClient(mappingsV1.MappingServiceClient, channel),
    imports: grpcClient(importsV1.ImportServiceClient, channel),
    deals: grpcClient(dealsV1.DealServiceClient, channel),
    history: grpcClient(actsV1.HistoryServiceClient, channel),
    access: grpcClient(accessV1.AccessServiceClient, channel),
    feed: grpcClient(feedV1.FeedServiceClient, channel),
    endpoints: grpcClient(endpointsV1.EndpointServiceClient, channel),
    close: () => channel.close(),
  };
}

/** Each person with the key that the file gave them. */
export async function actorsOf({ access }: Clients): Promise<Record<TestPerson, actsV1.Actor>> {
  const { grants } = await access.getAccess({ knownVersion: 0n });
  const actors = grants.map(({ person, key }) => [person, { person, key }]);
  return Object.fromEntries(actors) as Record<TestPerson, actsV1.Actor>;
}

export type Running = {
  readonly clients: Clients;
  readonly actors: Record<TestPerson, actsV1.Actor>;
  readonly parts: PartsForTests;
  readonly service: ServiceParts;
  close(): Promise<void>;
};

/** A process of the service, on a database of its own or on a shared one. */
export async function startProcess(
  servers: ServersForTests,
  environment: 'production' | 'development' = 'production',
  file: string | undefined = firstPersons(),
  on?: PartsForTests['database'],
): Promise<Running> {
  const parts = await servers.open(on);
  const configuration = {
    ENVIRONMENT: environment,
    FIRST_PERSONS_FILE: file,
    WEBHOOK_ALLOW_CIDRS: [],
  } as never;
  const service = await startPartners({ ...parts, name: 'partners', configuration });
  // The relay is not started: it would delete what is stored to be published, when it is proven to be.
  const server = await startGrpcServer('127.0.0.1:0', service.grpc, servers.log);
  const clients = connect(server.address);
  const close = async () => {
    clients.close();
    await server.stop();
  };
  return { clients, actors: await actorsOf(clients), parts, service, close };
}

export function refused(code: number, message: RegExp) {
  return expect.objectContaining({ code, details: expect.stringMatching(message) });
}

/** What was stored to be published, whether or not it was published already. */
export async function published({ parts }: Running): Promise<partnersEventsV1.PartnersChanged[]> {
  const documents = await parts.outbox.collection.find().toArray();
  return documents.flatMap(({ messages }) =>
    messages.map(({ payload }) => partnersEventsV1.PartnersChanged.decode(payload.buffer)),
  );
}

export const TERMS: sourcesV1.SourceTerms = {
  name: '河南技术产权交易所',
  kind: 'SOURCE_KIND_EXCHANGE',
  answerableUscc: '91410100170051134L',
  types: ['duixian.contract.v1', 'duixian.receipt.v1'],
};

export const UNSPECIFIED: personsV1.PersonKind = 'PERSON_KIND_UNSPECIFIED';
