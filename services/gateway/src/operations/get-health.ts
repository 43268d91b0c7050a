import * as api from '@duixian/api';
import { Answer, endpoint } from '../http/endpoint.ts';
import type { Services } from '../services.ts';
import { HEALTH_TIMEOUT_MS } from './health-client.ts';

export const getHealth = endpoint(api.getHealth, async (_, { health, ordering, registers }) => {
  const states = await Promise.all(
    api.SERVICE_NAMES.map(async (name) => [name, await health[name].state()] as const),
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
});

/** As short as the time for health checks; a failure here does not make the system degraded. */
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
