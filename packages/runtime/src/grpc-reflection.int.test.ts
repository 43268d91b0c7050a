import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Client, credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { type RunningGrpcServer, startGrpcServer } from './grpc-server.ts';

const PROTOS = createRequire(import.meta.url).resolve(
  '@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
);
const VERSIONS = ['v1', 'v1alpha'];

let server: RunningGrpcServer;

beforeAll(async () => {
  server = await startGrpcServer('127.0.0.1:0', [], pino({ enabled: false }));
});

afterAll(() => server.stop());

/** Sends a server the request of a tool, and returns the response. */
// biome-ignore lint/suspicious/noExplicitAny: made from a proto file at run time
async function ask(version: string, request: object): Promise<any> {
  const definition = loadSync(PROTOS.replace('/v1/', `/${version}/`), { keepCase: false });
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const { grpc } = loadPackageDefinition(definition) as any;
  const client = new grpc.reflection[version].ServerReflection(server.address, credentials.createInsecure());
  const stream = client.ServerReflectionInfo();
  try {
    stream.write(request);
    const [answer] = await once(stream, 'data');
    stream.end();
    return answer;
  } finally {
    client.close();
  }
}

it.each(VERSIONS)('a tool is answered which services there are, by %s', async (version) => {
  const { listServicesResponse } = await ask(version, { listServices: '' });
  const names = listServicesResponse.service.map(({ name }: { name: string }) => name);
  expect(names).toContain('duixian.awards.v1.AwardsService');
});

it.each(VERSIONS)('a tool is given the file of a message, by %s', async (version) => {
  const { fileDescriptorResponse } = await ask(version, {
    fileContainingSymbol: 'duixian.awards.v1.AwardsService',
  });
  expect(fileDescriptorResponse.fileDescriptorProto.length).toBeGreaterThan(0);
});

it('a tool that asks for what is not there is told so', async () => {
  const { errorResponse } = await ask('v1', { fileContainingSymbol: 'duixian.nothing' });
  expect(errorResponse).toMatchObject({ errorCode: 5 });
});

it('a message that is none is refused, and the next tool is answered', async () => {
  const client = new Client(server.address, credentials.createInsecure());
  const asBytes = (bytes: Buffer) => bytes;
  const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
  const stream = client.makeBidiStreamRequest(path, asBytes, asBytes);
  try {
    stream.write(Buffer.from([0x0a, 0xff]));
    await expect(once(stream, 'end')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  } finally {
    client.close();
  }
  expect(await ask('v1', { listServices: '' })).toHaveProperty('listServicesResponse');
});
