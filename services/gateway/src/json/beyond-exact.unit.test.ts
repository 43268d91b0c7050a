import * as api from '@duixian/api';
import { budgetsV1, disbursementV1, recoveriesV1, registerV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { z } from 'zod';
import { budgetJson } from '../budgets/json.ts';
import { payableJson } from '../payables/json.ts';
import { recordJson } from '../records/json.ts';
import { recoveryJson } from '../recoveries/json.ts';

const BEYOND = 9_007_199_254_740_992n;
const none = new Uint8Array();

it.each<[string, () => unknown, z.ZodType]>([
  [
    'a budget',
    () => budgetJson({ ...budgetsV1.Budget.decode(none), ...sums('committedFen', 'orderedFen', 'paidFen') }),
    api.budgetSchema,
  ],
  [
    'a payable',
    () =>
      payableJson({
        ...disbursementV1.Payable.decode(none),
        ...sums('orderedFen', 'paidFen', 'receivedFen'),
      }),
    api.payableSchema,
  ],
  [
    'a demand',
    () =>
      recoveryJson({
        ...recoveriesV1.Recovery.decode(none),
        state: 'RECOVERY_STATE_DEMANDED',
        ...sums('demandedFen', 'outstandingFen'),
      }),
    api.recoverySchema,
  ],
])('%s with sums beyond exact figures is answered without them', (_, json, schema) => {
  const answered = json() as Record<string, unknown>;
  schema.parse(answered);
  expect(Object.values(answered)).toContain(null);
  expect(JSON.stringify(answered)).not.toContain('9007199254740992');
});

it('tells a metered fee beyond exact figures from one that there is not', () => {
  const current = { ...registerV1.Revision.decode(none), dataJson: '{}' };
  const record = { ...registerV1.Thing.decode(none), current };
  const beyond = api.recordSchema.parse(recordJson({ ...record, meteredFeeFen: BEYOND }));
  expect(beyond).toMatchObject({ meteredFeeFen: null, beyondExact: true });
  expect(recordJson(record)).toMatchObject({ meteredFeeFen: null });
  expect(recordJson(record)).not.toHaveProperty('beyondExact');
});

function sums<Field extends string>(...fields: Field[]): Record<Field, bigint> {
  return Object.fromEntries(fields.map((field) => [field, BEYOND])) as Record<Field, bigint>;
}
