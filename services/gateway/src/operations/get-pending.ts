import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import type { operationsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { countPending, gapsOf, sumOf, unbelievedOf } from './pending.ts';

export const getPending = endpoint(api.getPending, async (_, services) => {
  const pending = await countPending(services);
  const json = Object.fromEntries(api.SERVICE_NAMES.map((name) => [name, countsJson(pending[name])]));
  return {
    pending: exactNumber(sumOf(pending)),
    unbelieved: exactNumber(unbelievedOf(pending)),
    gaps: gapsOf(pending),
    services: json as Record<api.ServiceName, z.output<typeof api.pendingCountsSchema>>,
  };
});

function countsJson({ outbox, consumers, jobs, deadLetters, unbelieved }: operationsV1.CountPendingResponse) {
  return {
    outbox: exactNumber(outbox),
    consumers: exactNumber(consumers),
    jobs: exactNumber(jobs),
    deadLetters: exactNumber(deadLetters),
    unbelieved: exactNumber(unbelieved),
  };
}
