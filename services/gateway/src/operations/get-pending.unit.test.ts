import * as api from '@duixian/api';
import { operationsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { Services } from '../services.ts';
import { getPending } from './get-pending.ts';

it('what partners consume for the feed is shown, and no part of what is pending', async () => {
  const none = operationsV1.CountPendingResponse.decode(new Uint8Array());
  const counts = { ...none, consumers: 3n, outbox: 1n };
  const operations = Object.fromEntries(
    api.SERVICE_NAMES.map((name) => [name, { countPending: async () => counts }]),
  );
  const answer = await getPending.handle({} as never, { operations } as unknown as Services);
  const { length } = api.SERVICE_NAMES;
  const services = { partners: { consumers: 3 } };
  expect(answer).toMatchObject({ pending: length + 3 * (length - 1), services });
});

it('what the feed has no event of is shown, and only what partners could not publish is pending', async () => {
  const none = operationsV1.CountPendingResponse.decode(new Uint8Array());
  const quiet = { countPending: async () => none };
  const partners = { countPending: async () => ({ ...none, deadLetters: 5n, unpublished: 2n }) };
  const operations = Object.fromEntries(
    api.SERVICE_NAMES.map((name) => [name, name === 'partners' ? partners : quiet]),
  );
  const answer = await getPending.handle({} as never, { operations } as unknown as Services);
  expect(answer).toMatchObject({ pending: 2, services: { partners: { deadLetters: 5 } } });
});

it('what was not believed stands beside what is pending, and is no part of it', async () => {
  const none = operationsV1.CountPendingResponse.decode(new Uint8Array());
  const counts = { ...none, deadLetters: 2n, unbelieved: 5n };
  const operations = Object.fromEntries(
    api.SERVICE_NAMES.map((name) => [name, { countPending: async () => counts }]),
  );
  const answer = await getPending.handle({} as never, { operations } as unknown as Services);
  const { length } = api.SERVICE_NAMES;
  const services = { awards: { deadLetters: 2, unbelieved: 5 } };
  expect(answer).toMatchObject({ pending: 2 * (length - 1), unbelieved: 5 * length, services });
});
