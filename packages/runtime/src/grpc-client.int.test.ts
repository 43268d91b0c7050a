import dns from 'node:dns';
import { once } from 'node:events';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { operationsV1, registerV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import { status } from '@grpc/grpc-js';
import { afterEach, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { grpcChannel, grpcClient, type PromiseClient } from './grpc-client.ts';
import { type RunningGrpcServer, startGrpcServer, streaming, unary } from './grpc-server.ts';
import { sleep } from './sleep.ts';

// A name for several processes of a service, as a headless service of Kubernetes has: only the resolver's answer is
// simulated; the processes are two addresses of this machine.
const HOSTS = ['127.0.0.1', '127.0.0.2'] as const;
const NOTHING_PENDING: operationsV1.CountPendingResponse = {
  ...{ outbox: 0n, consumers: 0n, jobs: 0n, deadLetters: 0n, unbelieved: 0n, gapSince: '', unpublished: 0n },
};
const CALLS = 60;
const [STREAMED, BETWEEN_MS] = [120, 100];

let servers: RunningGrpcServer[] = [];
let client: PromiseClient<operationsV1.OperationsServiceClient> | undefined;

afterEach(async () => {
  client?.close();
  jest.restoreAllMocks();
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

/** Starts a process; returns how many calls it received, and where it listens. */
async function listen(
  host: string,
  port: number,
): Promise<{ readonly calls: () => number; readonly port: number }> {
  let calls = 0;
  const implementation = {
    countPending: unary(async () => {
      calls += 1;
      return NOTHING_PENDING;
    }),
  };
  const service = {
    definition: operationsV1.OperationsServiceService,
    implementation: implementation as never,
  };
  const server = await startGrpcServer(`${host}:${port}`, [service], pino({ level: 'silent' }));
  servers.push(server);
  return { calls: () => calls, port: Number(server.address.split(':')[1]) };
}

function resolveTo(hosts: () => readonly string[]): void {
  jest
    .spyOn(dns.promises, 'lookup')
    .mockImplementation((async () => hosts().map((address) => ({ address, family: 4 }))) as never);
}

async function call(times: number): Promise<void> {
  for (let made = 0; made < times; made += 1) await client?.countPending({});
}

it('shares calls among all processes that a name stands for', async () => {
  const first = await listen(HOSTS[0], 0);
  const second = await listen(HOSTS[1], first.port);
  resolveTo(() => HOSTS);
  client = grpcClient(operationsV1.OperationsServiceClient, grpcChannel(`several:${first.port}`));
  // The first calls go to the process that is connected first.
  await call(10);
  const before = [first.calls(), second.calls()] as const;
  await call(CALLS);
  expect([first.calls() - before[0], second.calls() - before[1]]).toEqual([CALLS / 2, CALLS / 2]);
}, 30_000);

it('comes to know a process that was added when a connection has become old', async () => {
  jest.replaceProperty(LIMITS.connectionAgeMs as { most: number }, 'most', 500);
  const first = await listen(HOSTS[0], 0);
  let known: readonly string[] = [HOSTS[0]];
  resolveTo(() => known);
  client = grpcClient(operationsV1.OperationsServiceClient, grpcChannel(`several:${first.port}`));
  await call(10);
  const added = await listen(HOSTS[1], first.port);
  known = HOSTS;
  const deadline = performance.now() + 20_000;
  while (added.calls() === 0 && performance.now() < deadline) await call(10);
  expect(added.calls()).toBeGreaterThan(0);
}, 30_000);

it('a stream goes on to its end on a connection that has become old', async () => {
  jest.replaceProperty(LIMITS.connectionAgeMs as { most: number }, 'most', 500);
  const implementation = {
    // Longer than either side waits before it sends a keepalive ping.
    export: streaming(async function* () {
      for (let at = 0; at < STREAMED; at += 1) {
        yield { eventsJson: [], stored: Buffer.alloc(0) };
        await sleep(BETWEEN_MS);
      }
    }),
  };
  const definition = registerV1.RegisterServiceService;
  const service = { definition, implementation: implementation as never };
  const server = await startGrpcServer(`${HOSTS[0]}:0`, [service], pino({ level: 'silent' }));
  servers.push(server);
  const exporting = grpcClient(registerV1.RegisterServiceClient, grpcChannel(server.address));
  try {
    let answered = 0;
    for await (const _ of exporting.export(registerV1.ExportRequest.decode(new Uint8Array()))) answered += 1;
    expect(answered).toBe(STREAMED);
  } finally {
    exporting.close();
  }
}, 30_000);

it('goes on with the others when one of them ends', async () => {
  const first = await listen(HOSTS[0], 0);
  const second = await listen(HOSTS[1], first.port);
  resolveTo(() => HOSTS);
  client = grpcClient(operationsV1.OperationsServiceClient, grpcChannel(`several:${first.port}`));
  await call(10);
  await servers.shift()?.stop();
  const before = second.calls();
  await call(CALLS);
  expect(second.calls() - before).toBe(CALLS);
}, 30_000);

it('takes a connection that ended beneath a call for an outage', async () => {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.on('error', () => {});
    stream.close(http2.constants.NGHTTP2_NO_ERROR);
  });
  await once(server.listen(0, HOSTS[0]), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    client = grpcClient(operationsV1.OperationsServiceClient, grpcChannel(`${HOSTS[0]}:${port}`));
    await expect(client.countPending({})).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringContaining('RST_STREAM'),
    });
  } finally {
    client?.close();
    client = undefined;
    server.close();
  }
});

it('a call, and a stream, that nobody answers end with an error at their limits', async () => {
  const ofCalls = jest.replaceProperty(LIMITS.callMs as { most: number }, 'most', 300);
  jest.replaceProperty(LIMITS.streamMs as { most: number }, 'most', 600);
  const server = http2.createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, HOSTS[0]), 'listening');
  const { port } = server.address() as AddressInfo;
  const silent = grpcClient(registerV1.RegisterServiceClient, grpcChannel(`${HOSTS[0]}:${port}`));
  try {
    const late = { code: status.DEADLINE_EXCEEDED };
    await expect(silent.listSources({ after: '', limit: 1 })).rejects.toMatchObject(late);
    // A stream has a limit of its own.
    ofCalls.replaceValue(60_000);
    await expect(
      once(silent.export(registerV1.ExportRequest.decode(new Uint8Array())), 'data'),
    ).rejects.toMatchObject(late);
  } finally {
    silent.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}, 30_000);
