import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import { type BackingContainers, startBackingContainers } from './backing-containers.ts';

let backing: BackingContainers;

beforeAll(async () => {
  backing = await startBackingContainers();
});

afterAll(() => backing?.stop());

it('MongoDB commits and aborts transactions', async () => {
  const client = await MongoClient.connect(backing.mongoUrl);
  const documents = client.db('check').collection('documents');
  const session = client.startSession();
  await session.withTransaction(() => documents.insertOne({ name: 'committed' }, { session }));
  session.startTransaction();
  await documents.insertOne({ name: 'aborted' }, { session });
  await session.abortTransaction();
  expect((await documents.find().toArray()).map((document) => document['name'])).toEqual(['committed']);
  await session.endSession();
  await client.close();
});

it('JetStream stores a message and delivers it', async () => {
  const connection = await connect({ servers: backing.natsUrl });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'CHECK', subjects: ['check.>'] });
  await manager.consumers.add('CHECK', { durable_name: 'reader', ack_policy: 'explicit' });
  await jetstream(connection).publish('check.message', 'hello');
  const consumer = await jetstream(connection).consumers.get('CHECK', 'reader');
  const message = await consumer.next({ expires: 5_000 });
  expect(message?.string()).toBe('hello');
  expect(await message?.ackAck()).toBe(true);
  await connection.close();
});
