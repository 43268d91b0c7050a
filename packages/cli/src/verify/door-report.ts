import { type Fault, namesOf, readItem } from '@duixian/facts';
import { decisionCheck, type Policy } from '@duixian/policy';
import type { SystemClient } from '../system/system-client.ts';

/** A recorded fact that today's checks would refuse, and why. */
export type RefusedToday = {
  readonly type: string | null;
  readonly subject: string | null;
  readonly faults: readonly Fault[];
};

/**
 * Recorded facts stay recorded: stricter checks of a later release apply only to new facts. This lists what they would
 * refuse, so that the sources can be asked for a correction.
 */
export async function refusedToday(policy: Policy, client: SystemClient): Promise<RefusedToday[]> {
  const ownCheck = decisionCheck(() => policy);
  const refused: RefusedToday[] = [];
  for await (const item of client.lines('/v1/facts')) {
    const read = readItem(item, 0, { ownCheck });
    if ('faults' in read) refused.push({ ...namesOf(item), faults: read.faults });
  }
  return refused;
}
