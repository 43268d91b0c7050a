import * as api from '@duixian/api';
import { disbursementV1, runsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { z } from 'zod';
import { orderJson } from './orders.ts';
import { runJson, runLineJson } from './runs.ts';

const BEYOND = 9_007_199_254_740_992n;
const none = new Uint8Array();

it.each<[string, () => unknown, z.ZodType]>([
  [
    'a run',
    () =>
      runJson({
        ...runsV1.Run.decode(none),
        state: 'RUN_STATE_ISSUED',
        ...sums('draftFen', 'publishedFen', 'approvedFen', 'issuedFen'),
      }),
    api.runSchema,
  ],
  [
    'a line of a run',
    () => runLineJson({ ...runsV1.RunLine.decode(none), ...sums('draftFen', 'approvedFen', 'issuedFen') }),
    api.runLineSchema,
  ],
  [
    'an order',
    () =>
      orderJson(
        { ...disbursementV1.Order.decode(none), state: 'ORDER_STATE_ISSUED', ...sums('amountFen') },
        { read: false, treasury: true },
      ),
    api.orderSchema,
  ],
])('%s with sums beyond exact figures is answered without them', (_, json, schema) => {
  const answered = json() as Record<string, unknown>;
  schema.parse(answered);
  expect(Object.values(answered)).toContain(null);
  expect(JSON.stringify(answered)).not.toContain('9007199254740992');
});

function sums<Field extends string>(...fields: Field[]): Record<Field, bigint> {
  return Object.fromEntries(fields.map((field) => [field, BEYOND])) as Record<Field, bigint>;
}
