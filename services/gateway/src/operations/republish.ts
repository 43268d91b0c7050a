import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';

/** Long, because a service reads and publishes all its records. */
const TIMEOUT_MS = 3_600_000;

export const republish = endpoint(api.republish, async (_, { operations }) => {
  const published: Partial<Record<api.ServiceName, number>> = {};
  for (const name of api.SERVICE_NAMES) {
    const answer = await operations[name].republish({}, { timeoutMs: TIMEOUT_MS });
    published[name] = exactNumber(answer.published);
  }
  return { published: published as Record<api.ServiceName, number> };
});
