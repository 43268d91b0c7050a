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
  subjectMustBe: anySubject,
});

export type SanctionData = z.output<typeof sanctionFact.schema>;
