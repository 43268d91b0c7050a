import * as api from '@duixian/api';
import type { operationsV1 } from '@duixian/proto';
import type { Services } from '../services.ts';

type PendingCounts = Record<api.ServiceName, operationsV1.CountPendingResponse>;

/**
 * What has been taken in and has not arrived yet, per service. Asked strictly in the order in which facts travel, one
 * service after the other: what moves on meanwhile is counted twice rather than not at all, so 0 means at rest.
 */
export async function countPending({ operations }: Services): Promise<PendingCounts> {
  const counts: Partial<PendingCounts> = {};
  for (const name of api.SERVICE_NAMES) counts[name] = await operations[name].countPending({});
  return counts as PendingCounts;
}

/** What was not believed is not pending: nothing that was taken in waits in it, and a forger must not stop every digest. */
export function unbelievedOf(counts: PendingCounts): bigint {
  return Object.values(counts).reduce((sum, { unbelieved }) => sum + unbelieved, 0n);
}

/** Services that were away for longer than streams retain messages, and since when. */
export function gapsOf(counts: PendingCounts): { service: api.ServiceName; since: string }[] {
  return api.SERVICE_NAMES.flatMap((service) => {
    const { gapSince: since } = counts[service];
    return since === '' ? [] : [{ service, since }];
  });
}

/** Dead letters are pending as well: what they carry has not arrived. */
export function sumOf(counts: PendingCounts): bigint {
  return Object.values(counts).reduce(
    (sum, { outbox, consumers, jobs, deadLetters }) => sum + outbox + consumers + jobs + deadLetters,
    0n,
  );
}
