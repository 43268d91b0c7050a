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
  subjectMustBe: anySubject,
});

export type ReceiptData = z.output<typeof receiptFact.schema>;
