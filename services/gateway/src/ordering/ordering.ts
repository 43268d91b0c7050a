import * as api from '@duixian/api';
import type { orderingV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';

const getOrdering = endpoint(api.getOrdering, async (_, { ordering }) => {
  return orderingJson(await ordering.getOrdering({}));
});

const suspendOrdering = endpoint(api.suspendOrdering, async ({ key, body }, { ordering }) => {
  const { reason: because, since = '' } = body;
  return orderingJson(await ordering.suspendOrdering({ by: key.person, because, since }));
});

const resumeOrdering = endpoint(api.resumeOrdering, async ({ key, body }, { ordering }) => {
  const { statement: reconciliationId = '', confirmedDays = [] } = body;
  const request = { by: key.person, reconciliationId, confirmedDays };
  return orderingJson(await ordering.resumeOrdering(request));
});

export const orderingEndpoints: readonly Endpoint[] = [getOrdering, suspendOrdering, resumeOrdering];

function orderingJson(answer: orderingV1.GetOrderingResponse): z.output<typeof api.orderingSchema> {
  const { suspended, past } = defined(answer.ordering, 'whether orders are made is answered');
  return {
    suspended: suspended ? wordsOf(suspended) : null,
    past: past.map((one) => {
      const { reconciliationId, ...rest } = defined(one.resumption, 'what is over was resumed');
      return { ...wordsOf(one), resumption: { ...rest, statement: reconciliationId } };
    }),
  };
}

function wordsOf({ by, at, because, days, awaitsPolicy, awaitsSettings }: orderingV1.Suspension) {
  return { by, at, because, days, awaitsPolicy, awaitsSettings };
}
