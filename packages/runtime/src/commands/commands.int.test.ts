import { createHash } from 'node:crypto';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { LIMITS } from '@duixian/values';
import { type handleUnaryCall, Metadata, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connectDatabase, type Database, transact } from '../database.ts';
import { RpcError } from '../rpc-error.ts';
import { callMetadata, sendingKey } from './command-key.ts';
import { Commands } from './commands.ts';
import { remembered } from './remembered.ts';

type Request = { readonly thing: string; readonly mode?: 'refuse' | 'crash' | 'nothing' | 'aside' };
type Response = { readonly thing: string; readonly count: number; readonly secret: string };

/** Things are counted, and each is made once. */
const method = {
  path: '/duixian.test/MakeThing',
  responseSerialize: (response: Response) => Buffer.from(JSON.stringify(response)),
  responseDeserialize: (bytes: Buffer) => JSON.parse(bytes.toString()) as Response,
};

let servers: TestInfrastructure;
let database: Database;
let databases = 0;
let asides: Promise<unknown>[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure();
}, 120_000);
afterAll(() => servers.stop());
beforeEach(async () => {
  databases += 1;
  database = await connectDatabase(servers.mongo.url, `commands-${databases}`);
  await database.createCollection('things');
  asides = [];
});
afterEach(async () => {
  await Promise.all(asides);
  await database.client.close();
});

class Process {
  readonly #database: Database;
  readonly #handler: handleUnaryCall<Request, Response>;

  constructor(on = database) {
    this.#database = on;
    this.#handler = new Commands(on).unary<Request, Response, { thing: string; count: number }>(method, {
      decide: (request) => this.#make(request),
      answer: (outcome) => ({ ...outcome, secret: 'once' }),
      stored: (response) => ({ ...response, secret: '' }),
    });
  }

  ask(request: Request, key?: string, by = 'Key1', content = JSON.stringify(request)): Promise<Response> {
    const hash = createHash('sha256').update(content).digest('hex');
    const metadata =
      key === undefined ? new Metadata() : sendingKey({ key: `${by}/${key}`, hash }, callMetadata);
    const call = { request, metadata } as ServerUnaryCall<Request, Response>;
    return new Promise((resolve, reject) => {
      this.#handler(call, (error, response) => (error ? reject(error) : resolve(response as Response)));
    });
  }

  #make({ thing, mode }: Request): Promise<{ thing: string; count: number }> {
    if (mode === 'nothing') return Promise.resolve({ thing, count: -1 });
    const things = this.#database.collection<{ _id: string }>('things');
    const work = remembered(async (session) => {
      if (await things.findOne({ _id: thing }, { session }))
        throw new RpcError(status.FAILED_PRECONDITION, `${thing} is made`);
      await things.insertOne({ _id: thing }, { session });
      return { thing, count: await things.countDocuments({}, { session }) };
    });
    if (mode === 'refuse') throw new RpcError(status.FAILED_PRECONDITION, 'not now');
    // What the command sets off is not the command.
    const aside = mode === 'aside' ? this.#make({ thing: `${thing} beside` }) : undefined;
    if (aside) asides.push(aside);
    return transact(this.#database, work).then((made) => {
      if (mode === 'crash') throw new Error('the process is killed before it answers');
      return made;
    });
  }
}

const rows = () => database.collection('commands').find().toArray();
const made = () => database.collection('things').countDocuments();

it('the same key and content get the same answer, without a second effect; a secret is answered once', async () => {
  const process = new Process();
  const first = await process.ask({ thing: 'a' }, 'k');
  expect(first).toEqual({ thing: 'a', count: 1, secret: 'once' });
  await process.ask({ thing: 'b' });
  for (const again of [process, new Process()])
    expect(await again.ask({ thing: 'a' }, 'k')).toEqual({ ...first, secret: '' });
  expect(await made()).toBe(2);
  expect(await rows()).toMatchObject([{ _id: 'Key1/k', rpc: method.path }]);
});

it('another process, with a connection of its own, knows the answer', async () => {
  const first = await new Process().ask({ thing: 'a' }, 'k');
  const other = await connectDatabase(servers.mongo.url, database.databaseName);
  expect(await new Process(other).ask({ thing: 'a' }, 'k')).toEqual({ ...first, secret: '' });
  await other.client.close();
});

it('of many at the same instant one is carried out, and all get its answer', async () => {
  const processes = [new Process(), new Process(), new Process()];
  const asked = Array.from({ length: 20 }, (_, index) =>
    (processes[index % 3] as Process).ask({ thing: 'a' }, 'k'),
  );
  const answers = await Promise.all(asked);
  expect(new Set(answers.map(({ count }) => count))).toEqual(new Set([1]));
  expect(await made()).toBe(1);
});

it('the key with other content is refused with both hashes, and changes nothing', async () => {
  const process = new Process();
  await process.ask({ thing: 'a' }, 'k');
  const hashOf = (thing: string) => createHash('sha256').update(JSON.stringify({ thing })).digest('hex');
  await expect(process.ask({ thing: 'b' }, 'k')).rejects.toMatchObject({
    code: status.ALREADY_EXISTS,
    details: expect.stringMatching(
      new RegExp(`^idempotency-conflict: .*"k".*${hashOf('a')}.*${hashOf('b')}`),
    ),
  });
  expect(await made()).toBe(1);
});

it('the keys of two callers never meet', async () => {
  const process = new Process();
  await process.ask({ thing: 'a' }, 'k', 'Key1');
  expect(await process.ask({ thing: 'b' }, 'k', 'Key2')).toMatchObject({ thing: 'b', count: 2 });
});

it('a process that dies between its commit and its answer has answered: who repeats gets it', async () => {
  const process = new Process();
  const content = 'the same';
  const killed = { details: 'the process is killed before it answers' };
  await expect(process.ask({ thing: 'a', mode: 'crash' })).rejects.toMatchObject(killed);
  // With a key the answer is found even by the one that failed.
  expect(await process.ask({ thing: 'b', mode: 'crash' }, 'k', 'Key1', content)).toMatchObject({ count: 2 });
  expect(await process.ask({ thing: 'b' }, 'k', 'Key1', content)).toMatchObject({ count: 2, secret: '' });
});

it('a refusal is not kept: what is refused today may be done tomorrow', async () => {
  const process = new Process();
  const content = 'the same';
  await expect(process.ask({ thing: 'a', mode: 'refuse' }, 'k', 'Key1', content)).rejects.toMatchObject({
    details: 'not now',
  });
  expect(await rows()).toEqual([]);
  expect(await process.ask({ thing: 'a' }, 'k', 'Key1', content)).toMatchObject({ count: 1 });
  // And what was refused in its transaction leaves no trace of the key either.
  await expect(process.ask({ thing: 'a' }, 'other')).rejects.toMatchObject({ details: 'a is made' });
  expect(await rows()).toHaveLength(1);
});

it('a command that has nothing to change is remembered as well', async () => {
  const process = new Process();
  await process.ask({ thing: 'a', mode: 'nothing' }, 'k');
  expect(await rows()).toHaveLength(1);
  expect(await process.ask({ thing: 'a', mode: 'nothing' }, 'k')).toMatchObject({ count: -1, secret: '' });
});

it('what a command sets off does not store an answer in its place', async () => {
  const process = new Process();
  const first = await process.ask({ thing: 'a', mode: 'aside' }, 'k');
  await Promise.all(asides);
  expect(await process.ask({ thing: 'a', mode: 'aside' }, 'k')).toEqual({ ...first, secret: '' });
  expect(first.thing).toBe('a');
});

it('without a key nothing is stored, not even a collection', async () => {
  await new Process().ask({ thing: 'a' });
  const collections = await database.listCollections().toArray();
  expect(collections?.map(({ name }) => name)).toEqual(['things']);
});

it('an answer is deleted when its time is over', async () => {
  await new Process().ask({ thing: 'a' }, 'k');
  const indexes = await database.collection('commands').indexes();
  const expireAfterSeconds = LIMITS.commandKeptMs.most / 1_000;
  expect(indexes).toContainEqual(expect.objectContaining({ key: { at: 1 }, expireAfterSeconds }));
});

it.each([['no slash'], ['Key1/'], [`Key1/${'a'.repeat(256)}`]])('a key "%s" is none', async (key) => {
  const metadata = sendingKey({ key, hash: '0'.repeat(64) }, callMetadata);
  const handler = new Commands(database).handled(
    method,
    async () => method.responseDeserialize(Buffer.from('{}')),
    async () => method.responseDeserialize(Buffer.from('{}')),
  );
  const asked = new Promise((resolve, reject) => {
    handler({ metadata, request: {} } as never, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
  await expect(asked).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
});
