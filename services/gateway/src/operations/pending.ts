import * as api from '@duixian/api';
import type { operationsV1 } from '@duixian/proto';
import type { Services } from '../services.ts';

type PendingCounts = Record<api.ServiceName, operationsV1.CountPendingResponse>;

/**
 * What was received and has not reached accounts and payables yet, per service. Services are asked one after the other
 * in the order in which facts travel: what moves on meanwhile is counted twice rather than not at all, so 0 means at
 * rest.
 */
export async function countPending({ operations }: Services): Promise<PendingCounts> {
  const counts: Partial<PendingCounts> = {};
  for (const name of api.SERVICE_NAMES) counts[name] = await operations[name].countPending({});
  return counts as PendingCounts;
}

/**
 * Messages without a valid proof are not pending: no received fact waits in them, and a forger must not block every
 * digest.
 */
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

/**
 * Dead letters count as pending: their content has not arrived. What services/partners consumes does not, nor what it
 * could not make an event of: it is for the feed, and has reached accounts and payables already. What partners itself
 * could not publish has reached no register.
 */
export function sumOf(counts: PendingCounts): bigint {
  return Object.entries(counts).reduce((sum, [name, count]) => {
    const consumed = name === 'partners' ? count.unpublished : count.consumers + count.deadLetters;
    return sum + count.outbox + count.jobs + consumed;
  }, 0n);
}
