import type {
  ConsumerConfig,
  ConsumerUpdateConfig,
  JetStreamClient,
  JetStreamManager,
} from '@nats-io/jetstream';
import { type MsgHdrs, type Payload, RequestError } from '@nats-io/transport-node';
import type { MemoryConnection } from './memory-connection.ts';
import type { StreamOptions } from './memory-stream.ts';

const NANOS_PER_MS = 1_000_000;

type WithHeaders = { readonly headers?: MsgHdrs };

/** The two JetStream interfaces that the runtime uses, for one connection. */
export function jetStreamOf(connection: MemoryConnection) {
  const { server } = connection;
  const manager = {
    streams: {
      add: (options: StreamOptions) =>
        connection.request(`add stream ${options.name}`, () => server.addStream(options)),
      info: (name: string) =>
        connection.request(`info of ${name}`, () => {
          const { options, lastSeq, bytes } = server.stream(name);
          return { config: options, state: { last_seq: lastSeq, bytes } };
        }),
    },
    consumers: {
      add: (stream: string, config: Partial<ConsumerConfig>) =>
        connection.request(`add consumer ${config.durable_name ?? config.name}`, () => {
          server.addConsumer(stream, config);
          return server.infoOf(stream, config.durable_name ?? config.name ?? '');
        }),
      update: (stream: string, name: string, config: Partial<ConsumerUpdateConfig>) =>
        connection.request(`update consumer ${name}`, () => server.updateConsumer(stream, name, config)),
      info: (stream: string, name: string) =>
        connection.request(`info of ${name}`, () => server.infoOf(stream, name)),
      delete: (stream: string, name: string) =>
        connection.request(`delete ${name}`, () => server.deleteConsumer(stream, name)),
    },
    direct: {
      getMessage: (stream: string, { last_by_subj }: { last_by_subj: string }) =>
        connection.request(`read back of ${stream}`, () => {
          const found = server.streams.get(stream);
          if (!found) throw new RequestError('no responders');
          const newest = found.newestOf(last_by_subj);
          if (!newest) return null;
          const { seq, data, headers: header, at } = newest;
          return { seq, data, header, timestamp: new Date(at).toISOString() };
        }),
    },
  };
  const jetstream = {
    consumers: {
      get: async (stream: string, name: string) => {
        await connection.request(`look for ${name}`, () => server.infoOf(stream, name));
        return {
          consume: async () => connection.consume(stream, name),
          fetch: (asked: { max_messages: number }) => fetched(connection, stream, name, asked.max_messages),
        };
      },
    },
    publish: (subject: string, payload: Payload) =>
      connection.request(`publish ${subject}`, () => {
        const stream = server.listening(subject);
        const seq = stream.store(connection.sent(subject, payload, undefined));
        return { stream: stream.options.name, seq };
      }),
    startBatch: async (subject: string, payload: Payload, { headers }: WithHeaders = {}) => {
      const all = [connection.sent(subject, payload, headers)];
      return {
        add: (next: string, data: Payload, options: WithHeaders = {}) =>
          void all.push(connection.sent(next, data, options.headers)),
        commit: (last: string, data: Payload, options: WithHeaders = {}) =>
          connection.storeAll([...all, connection.sent(last, data, options.headers)]),
      };
    },
  };
  return {
    jetstream: jetstream as unknown as JetStreamClient,
    manager: manager as unknown as JetStreamManager,
  };
}

/** The messages that are available at once; empty where the consumer is gone. */
async function fetched(connection: MemoryConnection, stream: string, name: string, most: number) {
  const found = await connection.request(
    `fetch of ${name}`,
    () => connection.server.pulledConsumer(stream, name)?.fetch(most) ?? [],
  );
  return found.map(({ seq, subject, headers, data, at }) => {
    const timestampNanos = BigInt(Math.round(at * NANOS_PER_MS));
    return { seq, subject, headers, data, timestampNanos };
  });
}
