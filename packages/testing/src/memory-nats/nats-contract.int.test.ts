import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import {
  connect,
  createInbox,
  headers,
  InvalidArgumentError,
  type Msg,
  type NatsConnection,
  nanos,
} from '@nats-io/transport-node';
import { MemoryNats } from './memory-nats.ts';

interface Client {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
}
interface Given {
  open(): Promise<Client>;
  loseStream(name: string): Promise<void>;
}

const ACK_WAIT_MS = 400;
const PAUSE_MS = 150;
let servers: TestInfrastructure;
const opened: NatsConnection[] = [];
let streams = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
});
afterAll(async () => {
  for (const connection of opened) await connection.close();
  await servers.stop();
});

const memory = new MemoryNats();
const GIVEN: Record<string, Given> = {
  'in memory': {
    open: async () => memory.connect({ enter: async () => {} }).clients,
    loseStream: async () => memory.loseDisk(),
  },
  'nats-server': {
    open: async () => {
      const connection = await connect({ servers: servers.nats.url });
      opened.push(connection);
      return { connection, jetstream: jetstream(connection), manager: await jetstreamManager(connection) };
    },
    loseStream: async (name) => {
      const { manager } = await (GIVEN['nats-server'] as Given).open();
      await manager.streams.delete(name);
    },
  },
};

/** What the runtime relies on, for a server in memory as for the real one. */
describe.each(Object.keys(GIVEN))('NATS %s', (name) => {
  const given = GIVEN[name] as Given;

  async function withStream(options: object = {}): Promise<Client & { stream: string; subject: string }> {
    const client = await given.open();
    streams += 1;
    const stream = `S${streams}`;
    const subject = `s${streams}`;
    const subjects = [`${subject}.>`];
    await client.manager.streams.add({
      ...{ name: stream, subjects, allow_atomic: true, allow_direct: true, ...options },
    });
    return { ...client, stream, subject };
  }

  async function consumed(
    { manager, jetstream: js }: Client,
    stream: string,
    { isNew = true, ...options }: Record<string, unknown> = {},
  ): Promise<{ messages: ConsumerMessages; received: JsMsg[] }> {
    if (isNew)
      await manager.consumers.add(stream, {
        ...{ durable_name: 'c', ack_policy: AckPolicy.Explicit, deliver_policy: DeliverPolicy.All },
        ...{ ack_wait: nanos(ACK_WAIT_MS), filter_subjects: [`${stream.toLowerCase()}.a`], ...options },
      });
    const consumer = await js.consumers.get(stream, 'c');
    const messages = await consumer.consume({
      ...{ max_messages: 10, expires: 1_000, idle_heartbeat: 500, abort_on_missing_resource: true },
    });
    const received: JsMsg[] = [];
    void (async () => {
      for await (const message of messages) received.push(message);
    })().catch(() => {});
    return { messages, received };
  }

  it('acknowledges with the stream and the place in it, to the inbox that was named', async () => {
    const { connection, subject, stream } = await withStream();
    const inbox = createInbox();
    const answers: Msg[] = [];
    connection.subscribe(`${inbox}.*`, { callback: (_error, message) => void answers.push(message) });
    for (const text of ['one', 'two']) connection.publish(`${subject}.a`, text, { reply: `${inbox}.7` });
    await until(() => answers.length === 2);
    expect(answers.map(({ subject: to }) => to)).toEqual([`${inbox}.7`, `${inbox}.7`]);
    expect(answers.map((one) => JSON.parse(one.string()))).toMatchObject([
      { stream, seq: 1 },
      { stream, seq: 2 },
    ]);
  });

  it('says 503 where no stream holds the subject', async () => {
    const { connection } = await given.open();
    const inbox = createInbox();
    const answers: Msg[] = [];
    connection.subscribe(inbox, { callback: (_error, message) => void answers.push(message) });
    connection.publish('nobody.listens', 'text', { reply: inbox });
    await until(() => answers.length === 1);
    expect(answers[0]?.headers).toMatchObject({ hasError: true, code: 503 });
  });

  it('takes no message that it is asked to acknowledge where no stream holds the subject', async () => {
    const { jetstream: js } = await given.open();
    await expect(js.publish('nobody.listens', 'text')).rejects.toMatchObject({ name: 'JetStreamNotEnabled' });
  });

  it('takes no batch where no stream holds the subjects', async () => {
    const { jetstream: js } = await given.open();
    const publish = async () => {
      const batch = await js.startBatch('nobody.listens.one', 'text', {});
      await batch.commit('nobody.listens.two', 'text', {});
    };
    await expect(publish()).rejects.toMatchObject({ name: 'JetStreamNotEnabled' });
  });

  it('throws at once where a message with its headers is larger than the server takes', async () => {
    const { connection, subject } = await withStream();
    const carrier = headers();
    carrier.set('name', 'value');
    const publish = (bytes: number) =>
      connection.publish(`${subject}.a`, new Uint8Array(bytes), { headers: carrier });
    expect(() => publish(1_048_576)).toThrow(InvalidArgumentError);
    expect(() => publish(1_048_576 - 64)).not.toThrow();
  });

  it('makes a stream and a consumer once, and knows another configuration', async () => {
    const { manager, stream, subject } = await withStream();
    const again = { name: stream, subjects: [`${subject}.>`], allow_atomic: true, allow_direct: true };
    await manager.streams.add(again);
    expect(await codeOf(manager.streams.add({ ...again, max_bytes: 10_000 }))).toBe(10_058);
    const consumer = { durable_name: 'c', ack_policy: AckPolicy.Explicit, filter_subjects: [`${subject}.a`] };
    await manager.consumers.add(stream, consumer);
    await manager.consumers.add(stream, consumer);
    const other = { filter_subjects: [`${subject}.b`] };
    expect([10_013, 10_148]).toContain(
      await codeOf(manager.consumers.add(stream, { ...consumer, ...other })),
    );
    await manager.consumers.update(stream, 'c', other);
    await manager.consumers.add(stream, { ...consumer, ...other });
  });

  it('names what is missing by its code', async () => {
    const { manager, jetstream: js, stream } = await withStream();
    expect(await codeOf(js.consumers.get(stream, 'nobody'))).toBe(10_014);
    expect(await codeOf(manager.consumers.info(stream, 'nobody'))).toBe(10_014);
    expect(await codeOf(manager.consumers.add('NONE', { durable_name: 'c' }))).toBe(10_059);
  });

  it('delivers in order what is meant, once, and says how many more there are', async () => {
    const client = await withStream();
    const { jetstream: js, manager, subject, stream } = client;
    for (const what of ['a', 'b', 'a', 'a.deeper', 'a']) await js.publish(`${subject}.${what}`, what);
    const { messages, received } = await consumed(client, stream);
    await until(() => received.length === 3);
    expect(received.map(({ seq, info }) => [seq, info.deliveryCount, info.pending])).toEqual([
      [1, 1, 2],
      [3, 1, 1],
      [5, 1, 0],
    ]);
    expect(await manager.consumers.info(stream, 'c')).toMatchObject({ num_pending: 0, num_ack_pending: 3 });
    for (const message of received) message.ack();
    await pause(ACK_WAIT_MS + PAUSE_MS);
    expect(received).toHaveLength(3);
    expect(await manager.consumers.info(stream, 'c')).toMatchObject({ num_pending: 0, num_ack_pending: 0 });
    messages.stop();
  });

  it('delivers again what was not acknowledged in time, and not what is still being worked on', async () => {
    const client = await withStream();
    for (const text of ['one', 'two']) await client.jetstream.publish(`${client.subject}.a`, text);
    const { messages, received } = await consumed(client, client.stream);
    await until(() => received.length === 2);
    await pause(ACK_WAIT_MS / 2);
    received[1]?.working();
    await until(() => received.length === 3);
    expect(received[2]).toMatchObject({ seq: 1, info: { deliveryCount: 2 } });
    received[2]?.ack();
    received[1]?.term('it cannot be read');
    await pause(ACK_WAIT_MS + PAUSE_MS);
    expect(received).toHaveLength(3);
    messages.stop();
  });

  it('delivers again after the pause that was asked for', async () => {
    const client = await withStream();
    await client.jetstream.publish(`${client.subject}.a`, 'one');
    const { messages, received } = await consumed(client, client.stream, { ack_wait: nanos(30_000) });
    await until(() => received.length === 1);
    received[0]?.nak(2 * PAUSE_MS);
    await pause(PAUSE_MS);
    expect(received).toHaveLength(1);
    await until(() => received.length === 2);
    expect(received[1]).toMatchObject({ seq: 1, info: { deliveryCount: 2 } });
    received[1]?.ack();
    messages.stop();
  });

  it('gives each message to one of two who listen, and all to the one that is left', async () => {
    const client = await withStream();
    const other = await given.open();
    const one = await consumed(client, client.stream);
    const two = await consumed(other, client.stream, { isNew: false });
    for (let count = 0; count < 10; count += 1) await client.jetstream.publish(`${client.subject}.a`, 'x');
    const both = () => [...one.received, ...two.received];
    await until(() => both().length === 10);
    expect(new Set(both().map(({ seq }) => seq)).size).toBe(10);
    for (const message of one.received) message.ack();
    const left = two.received.length;
    two.messages.stop();
    const before = one.received.length;
    await until(() => one.received.length === before + left);
    one.messages.stop();
  });

  it('gives no more than may be unacknowledged at once', async () => {
    const client = await withStream();
    for (let count = 0; count < 5; count += 1) await client.jetstream.publish(`${client.subject}.a`, 'x');
    const options = { max_ack_pending: 2, ack_wait: nanos(30_000) };
    const { messages, received } = await consumed(client, client.stream, options);
    await pause(PAUSE_MS);
    expect(received).toHaveLength(2);
    received[0]?.ack();
    await until(() => received.length === 3);
    messages.stop();
  });

  it('reads back the newest of a subject', async () => {
    const { manager, jetstream: js, stream, subject } = await withStream();
    for (const text of ['one', 'two']) await js.publish(`${subject}.a`, text);
    await js.publish(`${subject}.b`, 'three');
    const newest = await manager.direct.getMessage(stream, { last_by_subj: `${subject}.a` });
    expect(newest).toMatchObject({ seq: 2 });
    expect(new TextDecoder().decode(newest?.data)).toBe('two');
    expect(await manager.direct.getMessage(stream, { last_by_subj: `${subject}.c` })).toBeNull();
  });

  it('lets a consumer of a name be pulled from a place on, and knows how much it gave and has left', async () => {
    const { manager, jetstream: js, stream, subject } = await withStream();
    for (const what of ['a', 'b', 'a', 'a', 'a']) await js.publish(`${subject}.${what}`, what);
    const config = {
      ...{
        name: 'pulled',
        description: 'one',
        ack_policy: AckPolicy.None,
        mem_storage: true,
        num_replicas: 1,
      },
      ...{ filter_subject: `${subject}.a`, inactive_threshold: nanos(30_000) },
    };
    const from = (opt_start_seq: number) => ({ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq });
    const made = await manager.consumers.add(stream, { ...config, ...from(3) });
    expect([made.num_pending, made.delivered.consumer_seq]).toEqual([3, 0]);
    // Another consumer may not take its name.
    const other = { ...config, ...from(3), description: 'two' };
    expect([10_013, 10_148]).toContain(await codeOf(manager.consumers.add(stream, other)));
    const consumer = await js.consumers.get(stream, 'pulled');
    const received: JsMsg[] = [];
    for await (const message of await consumer.fetch({ max_messages: 2, expires: 1_000 }))
      received.push(message);
    expect(received.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(received.every(({ timestampNanos }) => timestampNanos > 1_500_000_000n * 1_000_000_000n)).toBe(
      true,
    );
    expect(await manager.consumers.info(stream, 'pulled')).toMatchObject({
      ...{ config: { description: 'one' }, delivered: { consumer_seq: 2 }, num_pending: 1 },
    });
    await manager.consumers.delete(stream, 'pulled');
    expect(await codeOf(manager.consumers.info(stream, 'pulled'))).toBe(10_014);
    expect(await codeOf(manager.consumers.delete(stream, 'pulled'))).toBe(10_014);
    // The same message is recognised by its time again.
    await manager.consumers.add(stream, { ...config, ...from(4) });
    const again = await js.consumers.get(stream, 'pulled');
    for await (const message of await again.fetch({ max_messages: 1, expires: 1_000 }))
      received.push(message);
    expect(received[2]?.timestampNanos).toBe(received[1]?.timestampNanos);
    await manager.consumers.delete(stream, 'pulled');
    // There is nothing beyond the end, and everything from the beginning.
    const beyond = await manager.consumers.add(stream, { ...config, ...from(100) });
    await manager.consumers.delete(stream, 'pulled');
    const all = await manager.consumers.add(stream, { ...config, deliver_policy: DeliverPolicy.All });
    expect([beyond.num_pending, all.num_pending]).toEqual([0, 4]);
  });

  it('ends a consumer that nobody pulls for long', async () => {
    const { manager, stream, subject } = await withStream();
    const config = {
      ...{ name: 'pulled', ack_policy: AckPolicy.None, mem_storage: true, filter_subject: `${subject}.a` },
      ...{ inactive_threshold: nanos(500), deliver_policy: DeliverPolicy.All },
    };
    await manager.consumers.add(stream, config);
    await pause(1_500);
    expect(await codeOf(manager.consumers.info(stream, 'pulled'))).toBe(10_014);
  });

  it('fails where a stream that is to be read back is not there', async () => {
    const { manager } = await given.open();
    const asked = manager.direct.getMessage('NONE', { last_by_subj: 'none.a' });
    await expect(asked).rejects.toThrow('no responders');
  });

  it('takes many at once, with their headers', async () => {
    const client = await withStream();
    const carrier = headers();
    carrier.set('ce-id', '7');
    const batch = await client.jetstream.startBatch(`${client.subject}.a`, 'one', { headers: carrier });
    void batch.add(`${client.subject}.a`, 'two', { ack: false });
    await batch.commit(`${client.subject}.a`, 'three');
    const { messages, received } = await consumed(client, client.stream);
    await until(() => received.length === 3);
    expect(received.map((message) => message.string())).toEqual(['one', 'two', 'three']);
    expect(received[0]?.headers?.get('ce-id')).toBe('7');
    messages.stop();
  });

  it('drops the oldest where a stream has its most bytes', async () => {
    const { manager, jetstream: js, stream, subject } = await withStream({ max_bytes: 10_000 });
    for (const what of ['a', 'b', 'b', 'b']) await js.publish(`${subject}.${what}`, 'x'.repeat(4_000));
    expect((await manager.streams.info(stream)).state.bytes).toBeLessThanOrEqual(10_000);
    expect(await manager.direct.getMessage(stream, { last_by_subj: `${subject}.a` })).toBeNull();
  });

  it('ends with an error for who listens to a stream that is gone', async () => {
    const client = await withStream();
    await client.manager.consumers.add(client.stream, {
      ...{ durable_name: 'c', ack_policy: AckPolicy.Explicit, filter_subjects: [`${client.subject}.a`] },
    });
    const consumer = await client.jetstream.consumers.get(client.stream, 'c');
    const messages = await consumer.consume({
      ...{ max_messages: 10, expires: 1_000, idle_heartbeat: 500, abort_on_missing_resource: true },
    });
    const ended = (async () => {
      for await (const message of messages) message.ack();
    })();
    const failure = expect(ended).rejects.toThrow(/stream|consumer/);
    await given.loseStream(client.stream);
    await failure;
  });
});

async function codeOf(asked: Promise<unknown>): Promise<number | undefined> {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof JetStreamApiError ? error.code : undefined;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let left = 100; left > 0 && !isSo(); left -= 1) await pause(50);
  expect(isSo()).toBe(true);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
