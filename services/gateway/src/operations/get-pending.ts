import type { operationsV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { SERVICE_NAMES, type ServiceName } from '../services.ts';
import { countPending, gapsOf, sumOf, unbelievedOf } from './pending.ts';

const counts = z.strictObject({
  outbox: count.describe('Events not yet published.'),
  consumers: count.describe('Messages waiting or under way.'),
  jobs: count.describe('Things that stored jobs have still to reach.'),
  deadLetters: count.describe('Dead letters that wait to be sent again or discarded.'),
  unbelieved: count.describe(
    'Messages that nobody who may publish them proved; kept with the dead letters, and not pending.',
  ),
});

export const getPending = endpoint({
  method: 'GET',
  path: '/v1/pending',
  access: ['read'],
  tag: 'Operations',
  summary: 'What is under way, per service',
  summaryZh: '各服务尚在途中的数量',
  answer: z.strictObject({
    pending: count,
    unbelieved: count.describe('Messages that were not believed, of all services. They are not pending.'),
    gaps: z
      .array(z.strictObject({ service: z.enum(SERVICE_NAMES), since: z.iso.datetime() }))
      .describe(
        'Services that were away from NATS for longer than it retains messages and may have missed some, until everything is republished (`POST /v1/republish`).',
      ),
    services: z.strictObject(
      Object.fromEntries(SERVICE_NAMES.map((name) => [name, counts])) as Record<ServiceName, typeof counts>,
    ),
  }),
  problems: ['unavailable'],
  async handle(_, services) {
    const pending = await countPending(services);
    const json = Object.fromEntries(SERVICE_NAMES.map((name) => [name, countsJson(pending[name])]));
    return {
      pending: exactNumber(sumOf(pending)),
      unbelieved: exactNumber(unbelievedOf(pending)),
      gaps: gapsOf(pending),
      services: json as Record<ServiceName, z.output<typeof counts>>,
    };
  },
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
