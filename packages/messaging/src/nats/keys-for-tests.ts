import { createHash } from 'node:crypto';
import type { NatsService } from './rights.ts';
import { type ServiceKeys, serviceKeysOf } from './service-keys.ts';

/** The same keys for each pair at every call; another `generation` gives other keys. */
export function keysForTests(service: NatsService, generation = ''): ServiceKeys {
  return serviceKeysOf(service, (producer, reader) => [
    createHash('sha256').update(`${generation} ${producer} ${reader}`).digest('base64url'),
  ]);
}
