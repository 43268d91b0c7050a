import type { orderingV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { name, requestBody, text } from '../http/parameters.ts';

const suspensionShape = { by: z.string(), at: z.string(), because: z.string() };
const orderingSchema = z
  .strictObject({
    suspended: z.strictObject(suspensionShape).nullable().describe('Null while orders are made.'),
    past: z
      .array(
        z.strictObject({
          ...suspensionShape,
          resumption: z.strictObject({ by: z.string(), at: z.string(), statement: z.string() }),
        }),
      )
      .describe('The last hundred, the newest first.'),
  })
  .meta({ id: 'Ordering' });

const getOrdering = endpoint({
  method: 'GET',
  path: '/v1/ordering',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: 'Whether orders are made, or ordering is suspended, by whom and why',
  summaryZh: '支付申请是否暂停',
  answer: orderingSchema,
  problems: ['unavailable'],
  async handle(_, { ordering }) {
    return orderingJson(await ordering.getOrdering({}));
  },
});

const suspendOrdering = endpoint({
  method: 'POST',
  path: '/v1/ordering/suspend',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'Order nothing until further notice; all else goes on',
  summaryZh: '暂停支付申请',
  description: 'Where it is suspended already it stays as it is. What was ordered before goes on.',
  body: requestBody({ reason: text.describe('Why.') }),
  answer: orderingSchema,
  problems: ['not-json', 'unavailable'],
  async handle({ key, body }, { ordering }) {
    return orderingJson(await ordering.suspendOrdering({ by: key.person, because: body.reason }));
  },
});

const resumeOrdering = endpoint({
  method: 'POST',
  path: '/v1/ordering/resume',
  access: ['approve'],
  tag: 'Money',
  summary: 'Order again, on a statement that was reconciled since and has nothing that is missing here',
  summaryZh: '对账无缺失后恢复支付申请',
  body: requestBody({ statement: name.describe('The id of the reconciled statement.') }),
  answer: orderingSchema,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ key, body }, { ordering }) {
    const request = { by: key.person, reconciliationId: body.statement };
    return orderingJson(await ordering.resumeOrdering(request));
  },
});

export const orderingEndpoints: readonly Endpoint[] = [getOrdering, suspendOrdering, resumeOrdering];

function orderingJson(answer: orderingV1.GetOrderingResponse): z.output<typeof orderingSchema> {
  const { suspended, past } = defined(answer.ordering, 'whether orders are made is answered');
  return {
    suspended: suspended ? wordsOf(suspended) : null,
    past: past.map((one) => {
      const { by, at, reconciliationId } = defined(one.resumption, 'what is over was resumed');
      return { ...wordsOf(one), resumption: { by, at, statement: reconciliationId } };
    }),
  };
}

function wordsOf({ by, at, because }: orderingV1.Suspension) {
  return { by, at, because };
}
