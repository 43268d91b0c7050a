import type { StatedFact } from '@duixian/policy';
import { readBson } from '@duixian/values';
import type { SystemClient } from '../system/system-client.ts';

/**
 * Every fact that the registers hold, contracts last, as many at a time as have arrived. They were checked at intake,
 * and are the same that the registers read.
 */
export async function* storedFacts(client: SystemClient): AsyncGenerator<StatedFact[]> {
  for await (const documents of client.documents('/v1/checks/facts'))
    yield readBson(documents) as unknown as StatedFact[];
}
