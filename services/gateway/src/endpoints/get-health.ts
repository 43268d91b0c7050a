import { z } from 'zod';
import { Answer, endpoint } from '../http/endpoint.ts';
import { SERVICE_NAMES, type ServiceName } from '../services.ts';

const state = z.enum(['serving', 'not-serving', 'unreachable']);

const healthAnswer = z.strictObject({
  status: z.enum(['serving', 'degraded']),
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
  async handle(_, { health }) {
    const states = await Promise.all(
      SERVICE_NAMES.map(async (name) => [name, await health[name].state()] as const),
    );
    const serving = states.every(([, state]) => state === 'serving');
    const body = { status: serving ? 'serving' : 'degraded', services: Object.fromEntries(states) };
    return new Answer(serving ? 200 : 503, body);
  },
});
