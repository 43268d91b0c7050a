import type { endpointsV1 } from '@duixian/proto';
import { describe, expect, it } from '@jest/globals';
import { endpointEndpoints } from './endpoints.ts';

const ID = 'ep_6b0e4d1c50e857fbb5125c46';
const ENDPOINT: endpointsV1.Endpoint = {
  ...{ id: ID, url: 'https://partner.example/hooks', types: [], thin: false, ordered: true, person: 'li' },
  ...{ scopes: ['treasury'], state: 'ENDPOINT_STATE_UNVERIFIED', disabledBecause: '', createdAt: 't' },
  ...{ lastSuccessAt: '', failingSince: '', failures: 0, waiting: 0, givenUp: 0 },
};

/** What a route answers a person, before services/partners that answers this. */
async function answer(path: string, given: object, services: object, key: object = {}) {
  const found = endpointEndpoints.find((one) => `${one.method} ${one.path}` === path);
  const asked = {
    key: { person: 'li', id: 'K001', read: false, ...key },
    params: { id: ID },
    query: {},
    ...given,
  };
  return found?.handle(asked as never, services as never);
}

describe('an endpoint', () => {
  const endpoints = { getEndpoint: async () => ({ endpoint: ENDPOINT }) };
  const history = { listActs: async () => ({ acts: [], next: '' }) };
  const get = (key: object) => answer('GET /v1/endpoints/:id', {}, { endpoints, history }, key);

  it('is answered to its owner, and to who reads everything', async () => {
    const expected = { endpoint: { id: ID, state: 'unverified', lastSuccessAt: null, ordered: true } };
    expect(await get({})).toMatchObject(expected);
    expect(await get({ person: 'wang', read: true })).toMatchObject(expected);
  });

  it('is as if there were none for others', async () => {
    await expect(get({ person: 'wang' })).rejects.toMatchObject({ kind: 'not-found' });
  });
});

it('others are not listed', async () => {
  const asked: unknown[] = [];
  const listEndpoints = async (request: unknown) => {
    asked.push(request);
    return { endpoints: [ENDPOINT], next: '' };
  };
  const list = (query: object, key = {}) =>
    answer('GET /v1/endpoints', { query }, { endpoints: { listEndpoints } }, key);
  await list({ limit: 5 });
  await list({ limit: 5 }, { read: true });
  await expect(list({ person: 'wang' })).rejects.toMatchObject({ kind: 'out-of-scope' });
  expect(asked).toEqual([
    { after: '', limit: 5, person: 'li' },
    { after: '', limit: 5, person: '' },
  ]);
});

describe('an act', () => {
  it.each<[string, object, object]>([
    ['test', {}, { $case: 'test', value: {} }],
    ['enable', { from: 'last-success' }, { $case: 'enable', value: 'ENABLE_FROM_LAST_SUCCESS' }],
    ['disable', { reason: '维护' }, { $case: 'disable', value: '维护' }],
    ['delete', {}, { $case: 'delete', value: {} }],
    ['resend', { event: 'evt_1' }, resend({ event: 'evt_1' })],
    ['resend-failed', { since: 's' }, resend({ failedSince: 's' })],
    ['resend-range', { after: 'a' }, resend({ after: 'a' })],
  ])('%s goes on in the name of who did it', async (act, body, expected) => {
    const asked: unknown[] = [];
    const changeEndpoint = async (request: unknown) => {
      asked.push(request);
      return { endpoint: ENDPOINT, events: 1 };
    };
    const answered = await answer(
      `POST /v1/endpoints/:id/${act}`,
      { body },
      { endpoints: { changeEndpoint } },
    );
    expect(answered).toMatchObject({ endpoint: { id: ID }, events: 1 });
    expect(asked).toEqual([{ id: ID, act: expected, actor: { person: 'li', key: 'K001' } }]);
  });
});

function resend(given: object): object {
  return { $case: 'resend', value: { event: '', failedSince: '', after: '', upTo: '', ...given } };
}
