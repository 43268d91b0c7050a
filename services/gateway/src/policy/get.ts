import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';

const readings = z.record(z.string(), z.string()).describe('解释选项, each with its value.');
const sha256 = z.string().describe('64 hexadecimal digits.');
const storedSchema = z
  .strictObject({
    digest: sha256.describe('SHA-256 over packs, readings and engine, 64 hexadecimal digits.'),
    engineVersion: z
      .int()
      .describe('Raised by a release that computes anything otherwise under the same packs.'),
    readings,
    packs: z
      .array(
        z.strictObject({
          name: z.string().describe('Of its folder.'),
          text: z.string().describe('The pack as it was written, YAML.'),
          sha256,
          inForceFrom: z.string().describe('施行首日.'),
          inForceUntil: z
            .string()
            .nullable()
            .describe('The first day on which it no longer is; null: until further notice.'),
        }),
      )
      .describe('The editions of the policy, each for claims dated within its period.'),
  })
  .meta({ id: 'StoredPolicy' });

export const getPolicy = endpoint({
  method: 'GET',
  path: '/v1/policy',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'By what policy it computes, whole, and what a start found beside it',
  summaryZh: '现行政策全文、解释选项，以及启动时发现的待生效变更',
  description:
    'What is in force is stored, and no file changes it: other packs, readings or another engine that a start finds are an ' +
    'offer.',
  answer: z.strictObject({
    policy: z.string().describe('政策版本.'),
    readings: readings.describe('解释选项, each with the value in force.'),
    inForce: storedSchema,
    offered: storedSchema
      .nullable()
      .describe('What the latest start found, where it is another; it changes nothing.'),
  }),
  problems: ['unavailable'],
  async handle(_, { awards }) {
    const { policy, readings, inForce, offered } = await awards.getPolicy({});
    return {
      policy,
      readings,
      inForce: storedJson(defined(inForce, 'what is in force is answered')),
      offered: offered ? storedJson(offered) : null,
    };
  },
});

function storedJson({ packs, ...rest }: awardsV1.StoredPolicy): z.output<typeof storedSchema> {
  return {
    ...rest,
    packs: packs.map(({ inForceUntil, ...pack }) => ({ ...pack, inForceUntil: inForceUntil || null })),
  };
}
