import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { SERVICE_NAMES, type ServiceName } from '../services.ts';

/** All that a service holds is read and published. */
const TIMEOUT_MS = 3_600_000;

export const republish = endpoint({
  method: 'POST',
  path: '/v1/republish',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Let every service publish its newest states once more',
  summaryZh: '重新发布各服务的最新状态',
  description: 'For when messages were lost on the way. Harmless: consumers keep the highest version.',
  answer: z.strictObject({
    published: z.strictObject(
      Object.fromEntries(SERVICE_NAMES.map((name) => [name, count])) as Record<ServiceName, typeof count>,
    ),
  }),
  problems: ['unavailable'],
  async handle(_, { operations }) {
    const published: Partial<Record<ServiceName, number>> = {};
    for (const name of SERVICE_NAMES) {
      const answer = await operations[name].republish({}, { timeoutMs: TIMEOUT_MS });
      published[name] = exactNumber(answer.published);
    }
    return { published: published as Record<ServiceName, number> };
  },
});
