import { isDay } from '@duixian/values';
import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { anySubject, factType } from '../fact-type.ts';
import { day, dayOrNull, oneOf, revision, text, uscc } from '../fields.ts';

/** An entry in the list of joint discipline for dishonesty (失信联合惩戒), article 17. */
export const sanctionFact = factType({
  type: 'duixian.sanction.v1',
  owner: 'institutions',
  title: 'Sanction (失信联合惩戒)',
  schema: z
    .strictObject({
      revision,
      uscc,
      from: day,
      until: dayOrNull.describe('The first day after the sanction; null while it is open.'),
      documentNo: text,
      reason: text,
      status: oneOf(['active', 'voided']),
    })
    .check(
      crossCheck(({ from, until }, report) => {
        if (typeof from === 'string' && isDay(from) && typeof until === 'string' && until <= from) {
          report('until', `after from, ${from} (the end is exclusive), or null`);
        }
      }),
    ),
  example: {
    subject: 'EXAMPLE-SAN-2019-01',
    data: {
      revision: 1,
      uscc: '91410100EXAMPLE07E',
      from: '2019-03-01',
      until: '2020-03-01',
      documentNo: '示例-郑市监〔2019〕3号',
      reason: '知识产权侵权，联合惩戒（示例）',
      status: 'active',
    },
  },
  subjectMustBe: anySubject,
});

export type SanctionData = z.output<typeof sanctionFact.schema>;
