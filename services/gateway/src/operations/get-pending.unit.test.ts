import * as api from '@duixian/api';
import { operationsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { Services } from '../services.ts';
import { getPending } from './get-pending.ts';

it('what was not believed stands beside what is pending, and is no part of it', async () => {
  const none = operationsV1.CountPendingResponse.decode(new Uint8Array());
  const counts = { ...none, deadLetters: 2n, unbelieved: 5n };
  const operations = Object.fromEntries(
    api.SERVICE_NAMES.map((name) => [name, { countPending: async () => counts }]),
  );
  const answer = await getPending.handle({} as never, { operations } as unknown as Services);
  const { length } = api.SERVICE_NAMES;
  const services = { awards: { deadLetters: 2, unbelieved: 5 } };
  expect(answer).toMatchObject({ pending: 2 * length, unbelieved: 5 * length, services });
});
