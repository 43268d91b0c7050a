import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { endpointsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function endpointJson(
  endpoint: endpointsV1.Endpoint | undefined,
): z.output<typeof api.endpointSchema> {
  const { state, types, disabledBecause, lastSuccessAt, failingSince, ...rest } = defined(
    endpoint,
    'an endpoint is answered',
  );
  return {
    ...rest,
    types: types as (typeof api.FEED_EVENT_TYPES)[number][],
    state: wireWord('ENDPOINT_STATE_', state) as (typeof api.ENDPOINT_STATES)[number],
    disabledBecause: disabledBecause || null,
    lastSuccessAt: lastSuccessAt || null,
    failingSince: failingSince || null,
  };
}

export function attemptJson({ status, problem, ...rest }: endpointsV1.Attempt) {
  return { ...rest, status: status || null, problem: problem || null };
}

export function wireFrom(from: (typeof api.ENABLE_FROM)[number]): endpointsV1.EnableFrom {
  return `ENABLE_FROM_${from.toUpperCase().replace('-', '_')}` as endpointsV1.EnableFrom;
}
