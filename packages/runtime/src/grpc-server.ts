import { LIMITS } from '@duixian/values';
import {
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  type ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { isDatabaseOutage, isNatsOutage, kindOf, messageOf } from './failure.ts';
import { addHealth } from './grpc-health.ts';
import { addReflection } from './grpc-reflection.ts';
import { onlyCallers, serverCredentials, type TlsFiles } from './grpc-tls.ts';
import type { Logger } from './logger.ts';
import { RpcError } from './rpc-error.ts';

export type GrpcService = {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
};

/** Requests carry up to a batch of the gateway; responses carry up to a page of long histories. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** A handler as a promise; an error that it throws becomes a status by the one table below. */
export function unary<Request, Response>(
  handle: (request: Request, call: ServerUnaryCall<Request, Response>) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request, call).then(
      (response) => callback(null, response),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}

/** A client stream as an async iterable; an error of the handler becomes a status, and the rest is not read. */
export function gathering<Request, Response>(
  handle: (requests: AsyncIterable<Request>) => Promise<Response>,
): handleClientStreamingCall<Request, Response> {
  return (call, callback) => {
    handle(call.iterator({ destroyOnReturn: false })).then(
      (response) => callback(null, response),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}

/** A server stream from an async iterable, no faster than the caller reads. */
export function streaming<Request, Response>(
  produce: (request: Request) => AsyncIterable<Response>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    pour(call, produce(call.request)).then(
      () => call.end(),
      // A destroyed stream would never send its caller a status, nor the reason.
      (error: unknown) => call.emit('error', Object.assign(new Error(messageOf(error)), statusOf(error))),
    );
  };
}

async function pour<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  responses: AsyncIterable<Response>,
): Promise<void> {
  // One message is in flight while the next is made: the stream itself would buffer 16, however large they are.
  let sent = Promise.resolve();
  for await (const response of responses) {
    await sent;
    if (call.cancelled || call.destroyed) return;
    sent = send(call, response);
  }
  await sent;
}

/** Ends when the message is handed to the connection, or when the caller is gone. */
function send<Response>(call: ServerWritableStream<unknown, Response>, response: Response): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.off('close', go).off('cancelled', go);
      resolve();
    };
    call.once('close', go).once('cancelled', go);
    call.write(response, go);
  });
}

let logger: Logger | undefined;

export function statusOf(error: unknown): { code: status; details: string } {
  if (error instanceof RpcError) return { code: error.code, details: error.message };
  logger?.error({ err: error }, 'a call failed');
  if (isDatabaseOutage(error)) {
    return { code: status.UNAVAILABLE, details: `the database does not answer: ${messageOf(error)}` };
  }
  if (isNatsOutage(error)) {
    return { code: status.UNAVAILABLE, details: `NATS does not answer: ${messageOf(error)}` };
  }
  const isDefect = kindOf(error) === 'defect';
  return { code: status.INTERNAL, details: isDefect ? `a bug: ${messageOf(error)}` : messageOf(error) };
}

export type RunningGrpcServer = {
  readonly address: string;
  setServing(serving: boolean): void;
  stop(): Promise<void>;
};

export async function startGrpcServer(
  address: string,
  services: readonly GrpcService[],
  log: Logger,
  tls?: TlsFiles,
): Promise<RunningGrpcServer> {
  logger = log;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    // The streams of a caller that vanished without closing them end.
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    // A caller resolves the name again when a connection ends, so it learns of added processes.
    'grpc.max_connection_age_ms': LIMITS.connectionAgeMs.most,
    'grpc.max_connection_age_grace_ms': LIMITS.streamMs.most,
    interceptors: tls ? [onlyCallers] : [],
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const setServing = addHealth(server);
  addReflection(server);
  const port = await bind(server, address, serverCredentials(tls));
  return {
    address: `${address.slice(0, address.lastIndexOf(':'))}:${port}`,
    setServing,
    stop: () => shutDown(server),
  };
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) =>
      error ? reject(new Error(`cannot listen on ${address}: ${error.message}`)) : resolve(port),
    );
  });
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), 3_000);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
