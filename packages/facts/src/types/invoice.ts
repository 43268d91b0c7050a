import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { factType } from '../fact-type.ts';
import { day, fen, flag, id, oneOf, revision } from '../fields.ts';
import { party } from '../party.ts';

const IDS = 'a list of ids';
const NUMBER =
  'the 20 digits of a digital invoice (数电票), or the invoice code followed by the number of a paper one with nothing between (发票代码+发票号码): eight digits alone may be another invoice too';

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
      instrumentIds: z.array(id, { error: IDS }),
      usageIds: z.array(id, { error: IDS }).describe('The usage records that it charges; may be empty.'),
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
  example: {
    subject: 'EXAMPLE-INV-2018-01',
    data: {
      revision: 1,
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
      instrumentIds: ['EXAMPLE-INS-02'],
      usageIds: ['EXAMPLE-USE-2018-01', 'EXAMPLE-USE-2018-02', 'EXAMPLE-USE-2018-03'],
      issuedOn: '2018-06-29',
      amountFen: 5_600_000,
      paidAmountFen: 5_600_000,
      relatedParties: false,
      status: 'paid',
    },
  },
  subjectMustBe: (subject) => (/^\d{8}$/.test(subject) ? NUMBER : undefined),
});

export type InvoiceData = z.output<typeof invoiceFact.schema>;
