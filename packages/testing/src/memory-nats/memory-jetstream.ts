import type {
  ConsumerConfig,
  ConsumerUpdateConfig,
  JetStreamClient,
  JetStreamManager,
} from '@nats-io/jetstream';
import { type MsgHdrs, type Payload, RequestError } from '@nats-io/transport-node';
import type { MemoryConnection } from './memory-connection.ts';
import type { StreamOptions } from './memory-stream.ts';

type WithHeaders = { readonly headers?: MsgHdrs };

/** The two faces of JetStream that the runtime uses, of one connection. */
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
        connection.request(`add consumer ${config.durable_name}`, () => server.addConsumer(stream, config)),
      update: (stream: string, name: string, config: Partial<ConsumerUpdateConfig>) =>
        connection.request(`update consumer ${name}`, () => server.updateConsumer(stream, name, config)),
      info: (stream: string, name: string) =>
        connection.request(`info of ${name}`, () => {
          const { pending, ackPending } = server.consumer(stream, name);
          return { num_pending: pending, num_ack_pending: ackPending };
        }),
    },
    direct: {
      getMessage: (stream: string, { last_by_subj }: { last_by_subj: string }) =>
        connection.request(`read back of ${stream}`, () => {
          const found = server.streams.get(stream);
          if (!found) throw new RequestError('no responders');
          const newest = found.newestOf(last_by_subj);
          return newest ? { seq: newest.seq, data: newest.data, header: newest.headers } : null;
        }),
    },
  };
  const jetstream = {
    consumers: {
      get: async (stream: string, name: string) => {
        await connection.request(`look for ${name}`, () => server.consumer(stream, name));
        return { consume: async () => connection.consume(stream, name) };
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
