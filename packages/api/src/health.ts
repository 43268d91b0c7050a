import { z } from 'zod';
import { route } from './route.ts';
import { SERVICE_NAMES, type ServiceName } from './service-names.ts';

const state = z.enum(['serving', 'not-serving', 'unreachable']);

const healthAnswer = z.strictObject({
  status: z.enum(['serving', 'degraded']),
  ordering: z
    .enum(['open', 'suspended', 'unknown'])
    .describe(
      'Whether orders are made (GET /v1/ordering shows since when and why); unknown while disbursement is away.',
    ),
  facts: z
    .enum(['complete', 'missing', 'unknown'])
    .describe(
      'Missing: a register was restored from an older backup, and its sources have to send facts again (GET /v1/received shows ' +
        'which and from when); unknown while a register is away.',
    ),
  services: z.strictObject(
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, state])) as Record<ServiceName, typeof state>,
  ),
});

export const getHealth = route({
  method: 'GET',
  path: '/healthz',
  access: 'open',
  tag: 'Operations',
  summary: 'The state of the gateway and of each service (503 while one is away)',
  summaryZh: '网关及各服务的状态',
  answer: healthAnswer,
  alsoAnswers: { 503: 'A service is away.' },
});
