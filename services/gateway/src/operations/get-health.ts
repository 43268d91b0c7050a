import { z } from 'zod';
import { Answer, endpoint } from '../http/endpoint.ts';
import { SERVICE_NAMES, type ServiceName, type Services } from '../services.ts';
import { HEALTH_TIMEOUT_MS } from './health-client.ts';

const state = z.enum(['serving', 'not-serving', 'unreachable']);

const healthAnswer = z.strictObject({
  status: z.enum(['serving', 'degraded']),
  ordering: z
    .enum(['open', 'suspended', 'unknown'])
    .describe(
      'Whether orders are made (GET /v1/ordering says since when and why); unknown while disbursement is away.',
    ),
  facts: z
    .enum(['complete', 'missing', 'unknown'])
    .describe(
      'Missing: a register was restored from an older backup, and its sources have to send again (GET /v1/received says ' +
        'which and from when); unknown while a register is away.',
    ),
  services: z.strictObject(
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, state])) as Record<ServiceName, typeof state>,
  ),
});

export const getHealth = endpoint({
  method: 'GET',
  path: '/healthz',
  access: 'open',
  tag: 'Operations',
  summary: 'The state of the gateway and of each service (503 while one is away)',
  summaryZh: '网关及各服务的状态',
  answer: healthAnswer,
  alsoAnswers: { 503: 'A service is away.' },
  async handle(_, { health, ordering, registers }) {
    const states = await Promise.all(
      SERVICE_NAMES.map(async (name) => [name, await health[name].state()] as const),
    );
    const serving = states.every(([, state]) => state === 'serving');
    const isThere = states.some(([name, state]) => name === 'disbursement' && state === 'serving');
    const body = {
      status: serving ? 'serving' : 'degraded',
      ordering: isThere ? await stateOf(ordering) : 'unknown',
      facts: await factsOf(registers),
      services: Object.fromEntries(states),
    };
    return new Answer(serving ? 200 : 503, body);
  },
});

/** As short as the questions about health, and no reason to call anything away. */
function stateOf(ordering: Services['ordering']): Promise<'open' | 'suspended' | 'unknown'> {
  return ordering.getOrdering({}, { timeoutMs: HEALTH_TIMEOUT_MS }).then(
    (answer) => (answer.ordering?.suspended ? 'suspended' : 'open'),
    () => 'unknown',
  );
}

async function factsOf(registers: Services['registers']): Promise<'complete' | 'missing' | 'unknown'> {
  const answers = await Promise.all(
    Object.values(registers).map((register) =>
      register.hasMissing({}, { timeoutMs: HEALTH_TIMEOUT_MS }).then(
        ({ missing }) => (missing ? 'missing' : 'complete'),
        () => 'unknown' as const,
      ),
    ),
  );
  if (answers.includes('missing')) return 'missing';
  return answers.includes('unknown') ? 'unknown' : 'complete';
}
