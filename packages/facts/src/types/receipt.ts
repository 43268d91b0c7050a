import { z } from 'zod';
import { anySubject, factType } from '../fact-type.ts';
import { day, fen, oneOf, registrationNo, revision } from '../fields.ts';

/** Money received on a contract (到位资金), article 6. */
export const receiptFact = factType({
  type: 'duixian.receipt.v1',
  owner: 'contracts',
  title: 'Receipt on a contract (到位资金)',
  schema: z.strictObject({
    revision,
    registrationNo,
    receivedOn: day,
    amountFen: fen,
    status: oneOf(['received', 'returned']),
  }),
  example: {
    subject: 'EXAMPLE-RCP-2017-01',
    data: {
      revision: 1,
      registrationNo: '2017410100000004',
      receivedOn: '2017-10-16',
      amountFen: 80_000_000,
      status: 'received',
    },
  },
  subjectMustBe: anySubject,
});

export type ReceiptData = z.output<typeof receiptFact.schema>;
