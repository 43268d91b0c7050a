import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { anySubject, factType } from '../fact-type.ts';
import { day, fen, flag, oneOf, revision, text } from '../fields.ts';
import { party } from '../party.ts';

const IDS = 'a list of ids';

/** An invoice for shared use (共享服务发票), article 11. */
export const invoiceFact = factType({
  type: 'duixian.invoice.v1',
  owner: 'metering',
  title: 'Sharing invoice (共享服务发票)',
  schema: z
    .strictObject({
      revision,
      owner: party,
      user: party,
      instrumentIds: z.array(text, { error: IDS }),
      usageIds: z.array(text, { error: IDS }).describe('The usage records that it charges; may be empty.'),
      issuedOn: day,
      amountFen: fen,
      paidAmountFen: fen.describe('实际缴纳费用, at most amountFen. Fen.'),
      relatedParties: flag,
      status: oneOf(['issued', 'paid', 'voided']),
    })
    .check(
      crossCheck(({ amountFen, paidAmountFen }, report) => {
        if (typeof amountFen === 'bigint' && typeof paidAmountFen === 'bigint' && paidAmountFen > amountFen) {
          report('paidAmountFen', `at most amountFen, ${amountFen}`);
        }
      }),
    ),
  subjectMustBe: anySubject,
});

export type InvoiceData = z.output<typeof invoiceFact.schema>;
