import * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';

export const getPolicy = endpoint(api.getPolicy, async (_, { awards }) => {
  const { policy, readings, inForce, offered } = await awards.getPolicy({});
  return {
    policy,
    readings,
    inForce: storedJson(defined(inForce, 'what is in force is answered')),
    offered: offered ? storedJson(offered) : null,
  };
});

function storedJson({ packs, ...rest }: awardsV1.StoredPolicy): z.output<typeof api.storedPolicySchema> {
  return {
    ...rest,
    packs: packs.map(({ inForceUntil, ...pack }) => ({ ...pack, inForceUntil: inForceUntil || null })),
  };
}
