import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { type Collection, MongoClient } from 'mongodb';
import { freePort } from './free-port.ts';
import { startMongo } from './mongo-server.ts';
import { startNats } from './nats-server.ts';
import type { Server } from './server.ts';
import { serverBinaries } from './server-binaries.ts';
import { startTestInfrastructure, type TestInfrastructure } from './test-infrastructure.ts';

let infrastructure: TestInfrastructure;

beforeAll(async () => {
  infrastructure = await startTestInfrastructure();
});

afterAll(() => infrastructure.stop());

describe('mongod', () => {
  it('commits and aborts transactions', async () => {
    await withDocuments(infrastructure.mongo, async (documents, client) => {
      const session = client.startSession();
      await session.withTransaction(() => documents.insertOne({ name: 'committed' }, { session }));
      session.startTransaction();
      await documents.insertOne({ name: 'aborted' }, { session });
      await session.abortTransaction();
      await session.endSession();
      expect(await namesIn(documents)).toEqual(['committed']);
    });
  });

  it.each(['stop', 'kill'] as const)('keeps what was acknowledged over %s and start', async (how) => {
    const { mongo } = infrastructure;
    await withDocuments(mongo, (documents) =>
      documents.insertOne({ name: how }, { writeConcern: { w: 'majority' } }),
    );
    const pidBefore = mongo.pid;
    await mongo[how]();
    expect(mongo.pid).toBeUndefined();
    await mongo.start();
    expect(mongo.pid).not.toBe(pidBefore);
    await withDocuments(mongo, async (documents) => expect(await namesIn(documents)).toContain(how));
  });
});

describe('nats-server', () => {
  it('keeps a stream over stop and start, and over a kill', async () => {
    const { nats } = infrastructure;
    await publish(nats, 'first');
    await nats.stop();
    await nats.start();
    await publish(nats, 'second');
    // A crash may undo what was acknowledged within the sync interval of one second.
    await sleep(1_200);
    await nats.kill();
    await nats.start();
    expect(await storedMessages(nats)).toBe(2);
  });
});

describe('a server', () => {
  it('says in plain words that its port is in use', async () => {
    const port = await freePort();
    const occupant = createServer().listen(port, '127.0.0.1');
    const { nats } = await serverBinaries();
    const dataDir = mkdtempSync(join(tmpdir(), 'duixian-test-'));
    await expect(startNats({ binary: nats, dataDir, port })).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use`,
    );
    occupant.close();
    rmSync(dataDir, { recursive: true });
  });

  it('shows the end of its log when it cannot start', async () => {
    const { nats } = await serverBinaries();
    const dataDir = mkdtempSync(join(tmpdir(), 'duixian-test-'));
    // The wrong program for these arguments: it ends at once with an error.
    await expect(startMongo({ binary: nats, dataDir, port: await freePort() })).rejects.toThrow(
      /mongod ended while starting\..*mongod\.log:\n.+/s,
    );
    rmSync(dataDir, { recursive: true });
  });

  it('refuses a second start while it runs', async () => {
    await expect(infrastructure.nats.start()).rejects.toThrow('already runs');
  });
});

describe('test infrastructure', () => {
  it('ends with its process, even when that is killed', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'test-infrastructure.ts'));
    const program = `
      const { startTestInfrastructure } = await import(${module});
      const { nats, mongo } = await startTestInfrastructure();
      console.log(nats.pid, mongo.pid);
      setInterval(() => {}, 1000);`;
    const temporary = mkdtempSync(join(tmpdir(), 'duixian-test-'));
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface(child.stdout).once('line', (text) => resolve([text])),
    );
    const pids = String(line).split(' ').map(Number);
    expect(pids.every(isAlive)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !pids.some(isAlive) && readdirSync(temporary).length === 0);
    rmSync(temporary, { recursive: true });
  });
});

async function withDocuments<T>(
  mongo: Server,
  use: (documents: Collection, client: MongoClient) => Promise<T>,
): Promise<T> {
  const client = await MongoClient.connect(mongo.url);
  try {
    return await use(client.db('check').collection('documents'), client);
  } finally {
    await client.close();
  }
}

async function namesIn(documents: Collection): Promise<string[]> {
  return (await documents.find().toArray()).map((document) => String(document['name']));
}

async function publish(nats: Server, text: string): Promise<void> {
  const connection = await connect({ servers: nats.url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'CHECK', subjects: ['check.>'], storage: 'file' });
  await jetstream(connection).publish('check.message', text);
  await connection.close();
}

async function storedMessages(nats: Server): Promise<number> {
  const connection = await connect({ servers: nats.url });
  const stream = await (await jetstreamManager(connection)).streams.info('CHECK');
  await connection.close();
  return stream.state.messages;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('The condition did not become true within 10 s.');
    await sleep(50);
  }
}
