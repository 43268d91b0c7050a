import * as api from '@duixian/api';
import type { endpointsV1 } from '@duixian/proto';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { historyJson } from '../persons/history-json.ts';
import type { Services } from '../services.ts';
import { attemptJson, endpointJson, wireFrom } from './json.ts';

const listEndpoints = endpoint(api.listEndpoints, async ({ key, query }, { endpoints }) => {
  const { after = '', limit } = query;
  const answer = await endpoints.listEndpoints({ after, limit, person: whose(key, query.person) });
  return { endpoints: answer.endpoints.map(endpointJson), next: nextOf(answer.next) };
});

const getEndpoint = endpoint(api.getEndpoint, async ({ key, params, query }, services) => {
  const found = await readable(key, params.id, services);
  const asked = { of: `endpoint/${params.id}`, after: query.after ?? '', limit: query.limit };
  return { endpoint: endpointJson(found), history: historyJson(await services.history.listActs(asked)) };
});

const listAttempts = endpoint(api.listAttempts, async ({ key, params, query }, services) => {
  await readable(key, params.id, services);
  const asked = { endpoint: params.id, after: query.after ?? '', limit: query.limit };
  const { attempts, next } = await services.endpoints.listAttempts(asked);
  return { attempts: attempts.map(attemptJson), next: nextOf(next) };
});

const createEndpoint = endpoint(api.createEndpoint, async ({ key, body }, { endpoints }) => {
  const { url, types = [], thin = false, ordered = false } = body;
  const request = { url, types, thin, ordered, actor: holderOf(key) };
  const answer = await endpoints.createEndpoint(request);
  return { ...endpointJson(answer.endpoint), secret: answer.secret || null };
});

const rotateSecret = endpoint(api.rotateSecret, async ({ key, params }, { endpoints }) => {
  const answer = await endpoints.rotateSecret({ id: params.id, actor: holderOf(key) });
  return { ...endpointJson(answer.endpoint), secret: answer.secret || null };
});

const testEndpoint = endpoint(api.testEndpoint, ({ key, params }, services) =>
  change(services, key, params.id, { $case: 'test', value: {} }),
);

const enableEndpoint = endpoint(api.enableEndpoint, ({ key, params, body }, services) =>
  change(services, key, params.id, { $case: 'enable', value: wireFrom(body.from) }),
);

const disableEndpoint = endpoint(api.disableEndpoint, ({ key, params, body }, services) =>
  change(services, key, params.id, { $case: 'disable', value: body.reason }),
);

const deleteEndpoint = endpoint(api.deleteEndpoint, ({ key, params }, services) =>
  change(services, key, params.id, { $case: 'delete', value: {} }),
);

const resendEvent = endpoint(api.resendEvent, ({ key, params, body }, services) =>
  resend(services, key, params.id, { event: body.event }),
);

const resendFailed = endpoint(api.resendFailed, ({ key, params, body }, services) =>
  resend(services, key, params.id, { failedSince: body.since }),
);

const resendRange = endpoint(api.resendRange, ({ key, params, body }, services) =>
  resend(services, key, params.id, { after: body.after, upTo: body.upTo ?? '' }),
);

function resend(services: Services, key: Key, id: string, given: Partial<endpointsV1.Resend>) {
  const value = { event: '', failedSince: '', after: '', upTo: '', ...given };
  return change(services, key, id, { $case: 'resend', value });
}

async function change(
  { endpoints }: Services,
  key: Key,
  id: string,
  act: NonNullable<endpointsV1.ChangeEndpointRequest['act']>,
) {
  const answer = await endpoints.changeEndpoint({ id, act, actor: holderOf(key) });
  return { endpoint: endpointJson(answer.endpoint), events: answer.events };
}

/** One of somebody else is as if there were none. */
async function readable({ read, person }: Key, id: string, { endpoints }: Services) {
  const { endpoint: found } = await endpoints.getEndpoint({ id });
  if (found && (read || found.person === person)) return found;
  throw new Problem('not-found', `There is no endpoint ${id} of ${person}.`);
}

function whose({ person, read }: Key, asked: string | undefined): string {
  if (read) return asked ?? '';
  if (asked === undefined || asked === person) return person;
  throw new Problem('out-of-scope', `This key reads the endpoints of ${person} only.`);
}

export const endpointEndpoints: readonly Endpoint[] = [
  ...[listEndpoints, getEndpoint, listAttempts, createEndpoint, rotateSecret, testEndpoint],
  ...[enableEndpoint, disableEndpoint, deleteEndpoint, resendEvent, resendFailed, resendRange],
];
