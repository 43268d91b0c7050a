import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';

export const getPolicy = endpoint({
  method: 'GET',
  path: '/v1/policy',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'By what policy it computes, and how that is read where it can be read in several ways',
  summaryZh: '现行政策版本与解释选项',
  answer: z.strictObject({
    policy: z.string().describe('政策版本.'),
    readings: z.record(z.string(), z.string()).describe('解释选项, each with the value in force.'),
  }),
  problems: ['unavailable'],
  handle: (_, { awards }) => awards.getPolicy({}),
});
