import { parseInstant } from '@duixian/values';
import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { anySubject, factType } from '../fact-type.ts';
import { fen, id, instant, oneOf, quantity, revision } from '../fields.ts';
import { party } from '../party.ts';

const USAGE_UNITS = ['hour', 'sample', 'time'] as const;
const USAGE_WAYS = ['occupy', 'technical', 'entrust', 'remote', 'other'] as const;

/** One use of a shared instrument (仪器使用记录), article 11. */
export const usageFact = factType({
  type: 'duixian.usage.v1',
  owner: 'metering',
  title: 'Usage record of an instrument (仪器使用记录)',
  schema: z
    .strictObject({
      revision,
      instrumentId: id,
      owner: party,
      user: party,
      startedAt: instant,
      endedAt: instant,
      quantity,
      unit: oneOf(USAGE_UNITS),
      feeFen: fen,
      way: oneOf(USAGE_WAYS),
      status: oneOf(['draft', 'final', 'voided']),
    })
    .check(
      crossCheck(({ startedAt, endedAt }, report) => {
        const [start, end] = [instantOf(startedAt), instantOf(endedAt)];
        if (start !== undefined && end !== undefined && end <= start) {
          report('endedAt', `after startedAt, ${startedAt}`);
        }
      }),
    ),
  example: {
    subject: 'EXAMPLE-USE-2018-01',
    data: {
      revision: 1,
      instrumentId: 'EXAMPLE-INS-02',
      owner: {
        uscc: '12410100EXAMPLE011',
        name: '郑州示例大学',
        kind: 'university',
        divisionCode: '410102',
      },
      user: {
        uscc: '91410100EXAMPLE07E',
        name: '郑州示例智能装备有限公司',
        kind: 'enterprise',
        divisionCode: '410100',
      },
      startedAt: '2018-06-05T08:00:00+08:00',
      endedAt: '2018-06-05T16:00:00+08:00',
      quantity: '130',
      unit: 'sample',
      feeFen: 2_600_000,
      way: 'entrust',
      status: 'final',
    },
  },
  subjectMustBe: anySubject,
});

export type UsageData = z.output<typeof usageFact.schema>;

function instantOf(value: unknown): bigint | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
