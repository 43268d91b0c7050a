import { LIMITS } from '@duixian/values';
import {
  type CallOptions,
  Channel,
  type ChannelCredentials,
  type Client,
  type ClientOptions,
  type ClientWritableStream,
  credentials,
  type Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { callMetadata } from './commands/command-key.ts';
import { MAX_MESSAGE_BYTES } from './grpc-server.ts';
import { clientCredentials, type TlsFiles } from './grpc-tls.ts';
import { isTracing } from './telemetry/start-tracing.ts';
import { traceCalls } from './telemetry/trace-calls.ts';

type Unary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

type Streaming<Request, Response> = (
  request: Request,
  metadata?: Metadata,
  options?: Partial<CallOptions>,
) => AsyncIterable<Response>;

type Gathering<Request, Response> = (
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientWritableStream<Request>;

type Options = { timeoutMs?: number };

/** A generated client with promises for unary calls and async iterables for streams. */
export type PromiseClient<C> = {
  [Method in keyof C as C[Method] extends (...args: never[]) => unknown ? Method : never]: Promised<
    C[Method]
  >;
} & { close(): void };

type Promised<Method> = Method extends {
  (
    callback: (error: ServiceError | null, response: infer Response) => void,
  ): ClientWritableStream<infer Request>;
  (...args: never[]): unknown;
  (...args: never[]): unknown;
  (...args: never[]): unknown;
}
  ? (requests: Iterable<Request>, options?: Options) => Promise<Response>
  : Method extends {
        (
          request: infer Request,
          callback: (error: ServiceError | null, response: infer Response) => void,
        ): unknown;
        (...args: never[]): unknown;
        (...args: never[]): unknown;
      }
    ? (request: Request, options?: Options) => Promise<Response>
    : Method extends {
          (request: infer Request, options?: Partial<CallOptions>): infer Stream;
          (...args: never[]): unknown;
        }
      ? (request: Request) => Stream
      : never;

type ClientConstructor<C> = {
  new (address: string, credentials: ChannelCredentials, options: ClientOptions): C;
  readonly service: Record<string, { readonly requestStream: boolean; readonly responseStream: boolean }>;
};

/**
 * A frozen process keeps its connections open, so keepalive pings detect it. Several processes of a service behind one
 * name each get their share of the calls.
 */
const CHANNEL = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // Processes are replaced one after the other: a caller that resolved the name half a minute ago may know only
  // processes that have ended.
  'grpc.dns_min_time_between_resolutions_ms': 2_000,
  'grpc.keepalive_time_ms': 3_000,
  'grpc.keepalive_timeout_ms': 2_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

/**
 * The channel to all processes of a service. It connects at the first use and reconnects by itself. All calls over one
 * channel find the service reachable or away together.
 */
export function grpcChannel(address: string, tls?: TlsFiles & { readonly server: string }): Channel {
  // Resolves all addresses of the name, whatever the name looks like.
  return new Channel(`dns:///${address}`, clientCredentials(tls), {
    // Certificates name services, wherever these run.
    ...(tls && { 'grpc.ssl_target_name_override': tls.server }),
    ...CHANNEL,
  });
}

/** A call returns within its deadline or throws its ServiceError. Closing the client closes the channel. */
export function grpcClient<C extends Client>(
  Constructor: ClientConstructor<C>,
  channel: Channel,
): PromiseClient<C> {
  // The options that are otherwise given here are those of the channel.
  const client = new Constructor(channel.getTarget(), credentials.createInsecure(), {
    channelOverride: channel,
    interceptors: isTracing() ? [traceCalls] : [],
  });
  const methods: Record<string, unknown> = { close: () => client.close() };
  for (const [name, { requestStream, responseStream }] of Object.entries(Constructor.service)) {
    const method = (client as unknown as Record<string, unknown>)[name] as (...args: never[]) => unknown;
    methods[name] = requestStream
      ? gathered(client, method as unknown as Gathering<unknown, unknown>)
      : responseStream
        ? (request: never) =>
            (method as Streaming<never, unknown>).call(
              client,
              request,
              callMetadata(),
              withDeadline({ timeoutMs: LIMITS.streamMs.most }),
            )
        : promised(client, method as unknown as Unary<unknown, unknown>);
  }
  return methods as PromiseClient<C>;
}

type Cancellable<T> = AsyncIterable<T> & { cancel(): void };

/** Reads a stream of a service, and cancels the call when the reader stops. */
export async function* reading<T>(stream: Cancellable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } finally {
    stream.cancel();
  }
}

function promised(client: Client, method: Unary<unknown, unknown>) {
  return (request: unknown, options: Options = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      method.call(client, request, callMetadata(), withDeadline(options), (error, response) =>
        error ? reject(brokenOff(error)) : resolve(response),
      );
    });
}

/** Sends no faster than the service reads, and stops as soon as the service has answered. */
function gathered(client: Client, method: Gathering<unknown, unknown>) {
  return (requests: Iterable<unknown>, options: Options = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      let isAnswered = false;
      const call = method.call(client, callMetadata(), withDeadline(options), (error, response) => {
        isAnswered = true;
        if (error) reject(brokenOff(error));
        else resolve(response);
      });
      const left = requests[Symbol.iterator]();
      const send = () => {
        for (let next = left.next(); !isAnswered; next = left.next()) {
          if (next.done) return void call.end();
          if (!call.write(next.value)) return void call.once('drain', send);
        }
      };
      // The callback receives the error too.
      call.on('error', () => {});
      send();
    });
}

/**
 * A connection that breaks during a call leaves the call without a status. gRPC's mapping of HTTP/2 reports that as
 * INTERNAL, but it is an outage like any other, and the caller may retry.
 */
function brokenOff(error: ServiceError): ServiceError {
  const isWithoutStatus = error.code === status.INTERNAL && error.details.startsWith('Received RST_STREAM');
  return isWithoutStatus ? Object.assign(error, { code: status.UNAVAILABLE }) : error;
}

function withDeadline({ timeoutMs = LIMITS.callMs.most }: Options): Partial<CallOptions> {
  return { deadline: Date.now() + timeoutMs };
}
