import {
  type CallOptions,
  type ChannelCredentials,
  type Client,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from './grpc-server.ts';
import { clientCredentials, type TlsFiles } from './grpc-tls.ts';

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

/** A generated client with promises for unary calls and async iterables for streams. */
export type PromiseClient<C> = {
  [Method in keyof C as C[Method] extends (...args: never[]) => unknown ? Method : never]: C[Method] extends {
    (
      request: infer Request,
      callback: (error: ServiceError | null, response: infer Response) => void,
    ): unknown;
    (...args: never[]): unknown;
    (...args: never[]): unknown;
  }
    ? (request: Request, options?: { timeoutMs?: number }) => Promise<Response>
    : C[Method] extends {
          (request: infer Request, options?: Partial<CallOptions>): infer Stream;
          (...args: never[]): unknown;
        }
      ? (request: Request) => Stream
      : never;
} & { close(): void };

type ClientConstructor<C> = {
  new (address: string, credentials: ChannelCredentials, options?: object): C;
  readonly service: Record<string, { readonly responseStream: boolean }>;
};

const DEFAULT_TIMEOUT_MS = 10_000;

/** Connects when first used, reconnects by itself; a call answers within its deadline or throws its ServiceError. */
export function grpcClient<C extends Client>(
  Constructor: ClientConstructor<C>,
  address: string,
  tls?: TlsFiles & { readonly server: string },
): PromiseClient<C> {
  const client = new Constructor(address, clientCredentials(tls), {
    // Certificates name services, wherever these run.
    ...(tls && { 'grpc.ssl_target_name_override': tls.server }),
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
  });
  const methods: Record<string, unknown> = { close: () => client.close() };
  for (const [name, { responseStream }] of Object.entries(Constructor.service)) {
    const method = (client as unknown as Record<string, unknown>)[name] as (...args: never[]) => unknown;
    methods[name] = responseStream
      ? (request: never) => (method as Streaming<never, unknown>).call(client, request)
      : promised(client, method as unknown as Unary<unknown, unknown>);
  }
  return methods as PromiseClient<C>;
}

function promised(client: Client, method: Unary<unknown, unknown>) {
  return (request: unknown, options: { timeoutMs?: number } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const deadline = Date.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      method.call(client, request, new Metadata(), { deadline }, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
}
