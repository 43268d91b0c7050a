import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  type MethodDefinition,
  type Server,
  type ServerDuplexStream,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { messageOf } from './failure.ts';

type Stream = ServerDuplexStream<Buffer, Buffer>;
/** A version of the protocol as the library serves it. */
type Version = {
  readonly method: MethodDefinition<unknown, unknown>;
  answer(stream: Pick<ServerDuplexStream<unknown, unknown>, 'on' | 'write' | 'end'>): void;
};

const VERSIONS = ['v1', 'v1alpha'];

/**
 * Describes what this server serves, for tools that ask. The library and the descriptions are loaded at the first
 * request: that takes a third as long as the rest of a start, and almost nobody asks.
 */
export function addReflection(server: Server): void {
  let loaded: Promise<readonly Version[]> | undefined;
  for (const [at, version] of VERSIONS.entries())
    server.addService(definitionOf(version), {
      ServerReflectionInfo: (stream: Stream) => {
        loaded ??= loadVersions();
        loaded.then(
          (versions) => serve(stream, versions[at] as Version),
          (error: unknown) => {
            // The next request tries again.
            loaded = undefined;
            refuse(stream, status.INTERNAL, error);
          },
        );
      },
    });
}

/** To gRPC the messages are bytes: only the library knows what they mean. */
function definitionOf(version: string): ServiceDefinition {
  const asBytes = (bytes: Buffer) => bytes;
  return {
    ServerReflectionInfo: {
      path: `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      ...{ requestStream: true, responseStream: true },
      ...{ requestSerialize: asBytes, requestDeserialize: asBytes },
      ...{ responseSerialize: asBytes, responseDeserialize: asBytes },
    },
  };
}

/** The versions in the order of `VERSIONS`, as the library would add them to a server. */
async function loadVersions(): Promise<readonly Version[]> {
  const [{ default: loader }, { default: reflection }, descriptor] = await Promise.all([
    import('@grpc/proto-loader'),
    import('@grpc/reflection'),
    readFile(createRequire(import.meta.url).resolve('@duixian/proto/descriptor.binpb')),
  ]);
  const versions: Version[] = [];
  const gathering = {
    addService: (
      definition: { ServerReflectionInfo: Version['method'] },
      handlers: { ServerReflectionInfo: Version['answer'] },
    ) =>
      void versions.push({ method: definition.ServerReflectionInfo, answer: handlers.ServerReflectionInfo }),
  };
  const service = new reflection.ReflectionService(loader.loadFileDescriptorSetFromBuffer(descriptor));
  service.addToServer(gathering as unknown as Server);
  return versions;
}

function serve(stream: Stream, { method, answer }: Version): void {
  answer({
    on(event: string, listener: (of?: unknown) => void) {
      stream.on(event, event === 'data' ? (bytes: Buffer) => take(bytes, listener) : listener);
      return this as never;
    },
    write: (message: unknown) => stream.write(method.responseSerialize(message)),
    end: () => stream.end(),
  } as never);

  function take(bytes: Buffer, listener: (message: unknown) => void): void {
    try {
      listener(method.requestDeserialize(bytes));
    } catch (error) {
      refuse(stream, status.INVALID_ARGUMENT, error);
    }
  }
}

function refuse(stream: Stream, code: status, error: unknown): void {
  stream.emit('error', Object.assign(new Error(messageOf(error)), { code, details: messageOf(error) }));
}
