import { ALL_ROUTES } from '@duixian/api';
import { expect, it } from '@jest/globals';
import { allEndpoints } from './all-endpoints.ts';

it('every route has one endpoint, and every endpoint a route', () => {
  const addresses = (all: readonly { method: string; path: string }[]) =>
    all.map(({ method, path }) => `${method} ${path}`).sort();
  expect(addresses(allEndpoints)).toEqual(addresses(ALL_ROUTES));
});
