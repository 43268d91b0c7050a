import { disbursementV1, runsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { journalEntryJson } from './journal-entries.ts';
import { orderJson } from './orders.ts';
import { runJson, runLineJson } from './runs.ts';

// The gateway makes answers of messages that were sent, disbursement records of messages that never were. An auditor
// compares bytes, so the order in which a message holds its members decides nothing.
const who = { document: 'd', at: '2026-03-01T20:00:00.000Z', by: 'wang' };
const amount = { fen: 1n, group: 'g', year: 2018 };
const release = { at: '2026-03-02T20:00:00.000Z', reason: 'r', by: 'wang' };
const run: runsV1.Run = {
  notes: [{ ...who, entity: 'E', event: 'object' }],
  publicity: { workingDays: 5, until: '2026-03-09', from: '2026-03-03' },
  ...{ issuedFen: 1n, approvedFen: 2n, publishedFen: 3n, draftFen: 4n, undecidedObjections: 0, linesOut: 1 },
  ...{ lines: 3, step: '', state: 'RUN_STATE_ISSUED', smallestFen: 5n, years: [2018], groups: ['g'] },
  ...{ fiscalYear: 2026, programme: 'awards', title: '第一批', id: 'R1' },
};
const line: runsV1.RunLine = {
  objections: [
    { outcome: { ...who, reason: 'no', upheld: true }, ...who, reason: 'why' },
    { ...who, reason: 'undecided' },
  ],
  ...{ order: 'o', out: '', issuedFen: 1n, approvedFen: 2n, draftFen: 3n, published: [amount] },
  ...{ amounts: [amount], name: 'n', entity: 'E' },
};
const order: disbursementV1.Order = {
  returns: [{ release, lines: [amount], at: 'a', reason: '', fen: 1n, reference: 'r' }],
  ...{ returnedFen: 1n, endToEndId: 'e', revision: 2n, replaces: '', run: 'R1', lines: [amount], release },
  ...{ payeeBankCode: 'c', payeeBankName: 'b', payeeAccountNo: '12345678', programme: 'p', trackingId: 't' },
  ...{ remark: 'm', cursor: '1', contradiction: '', treasuryReason: '', updatedAt: 'u', issuedAt: 'i' },
  ...{ state: 'ORDER_STATE_PAID', purpose: 'p', amountFen: 1n, group: 'g', year: 2018, entity: 'E' },
  ...{ payeeName: 'n', payeeUscc: 'E', functionalCode: 'f', fiscalYear: 2026, id: 'o' },
};
const journalEntry: disbursementV1.Movement = {
  lines: [{ fen: 1n, book: 'paid', group: 'g', year: 2018 }],
  ...{ because: '', by: '', step: 'paid', id: 'o', cause: 'status', at: 'a', uscc: 'E' },
};
const OFFICER = { read: true, treasury: false };

it.each<[string, () => object, () => object]>([
  ['a run', () => runJson(run), () => runJson(sent(runsV1.Run, run))],
  ['a line', () => runLineJson(line), () => runLineJson(sent(runsV1.RunLine, line))],
  ['an order', () => orderJson(order, OFFICER), () => orderJson(sent(disbursementV1.Order, order), OFFICER)],
  [
    'a journal entry',
    () => journalEntryJson(journalEntry),
    () => journalEntryJson(sent(disbursementV1.Movement, journalEntry)),
  ],
])('%s is the same in every byte, whether or not its message was sent', (_, own, received) => {
  expect(JSON.stringify(own())).toBe(JSON.stringify(received()));
});

type Codec<Message> = {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
};

function sent<Message>(codec: Codec<Message>, message: Message): Message {
  return codec.decode(codec.encode(message).finish());
}
