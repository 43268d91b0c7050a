import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Server, ServerDuplexStream, ServiceDefinition } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

type Stream = ServerDuplexStream<unknown, unknown>;
type Handlers = { ServerReflectionInfo(stream: Stream): void };
type Version = { readonly definition: ServiceDefinition; readonly handlers: Handlers };

/**
 * Describes what this server serves, for tools that ask. The descriptions are read at the first request: reading them
 * takes a quarter as long as the rest of a start, and almost nobody asks.
 */
export function addReflection(server: Server): void {
  let described: readonly Version[] | undefined;
  for (const [at, { definition }] of versionsOf({}).entries())
    server.addService(definition, {
      ServerReflectionInfo: (stream: Stream) => {
        described ??= versionsOf(loadFileDescriptorSetFromBuffer(readFileSync(descriptorFile())));
        described[at]?.handlers.ServerReflectionInfo(stream);
      },
    });
}

/** The versions of the reflection protocol that the library knows, as it would add them. */
function versionsOf(descriptions: ConstructorParameters<typeof ReflectionService>[0]): readonly Version[] {
  const versions: Version[] = [];
  const gathering = {
    addService: (definition: ServiceDefinition, handlers: Handlers) =>
      void versions.push({ definition, handlers }),
  };
  new ReflectionService(descriptions).addToServer(gathering as unknown as Server);
  return versions;
}

function descriptorFile(): string {
  return createRequire(import.meta.url).resolve('@duixian/proto/descriptor.binpb');
}
