import type { disbursementV1 } from '@duixian/proto';
import { z } from 'zod';
import type { Key } from '../access/key.ts';
import { accountAmountJson, accountAmountSchema } from '../accounts/amount-json.ts';
import { exactNumber, exactSum, fen, sumFen } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';

export const ORDER_STATES = [
  'issued',
  'sent',
  'accepted',
  'paid',
  'rejected',
  'returned',
  'refused-by-treasury',
] as const;

/** What an order waits for. */
export const ORDER_WAITS = ['held', 'rejected', 'returned', 'refused', 'unpaid'] as const;

const releaseSchema = z.strictObject({ by: z.string(), reason: z.string(), at: z.string() }).nullable();

const returnSchema = z.strictObject({
  reference: z.string().nullable().describe("The bank's; null: all that was left, said without one."),
  fen,
  reason: z.string().nullable(),
  at: z.string(),
  lines: z.array(accountAmountSchema).describe('What of it was paid of which account.'),
  release: releaseSchema.describe('Null: it waits for an officer.'),
});

/**
 * A payment order (支付申请), in the one shape in which it is pulled here and pushed to a treasury. Only `state`, `updatedAt`,
 * `treasuryReason`, `contradiction`, `release`, `returnedFen`, `returns` and `revision` ever change.
 */
export const orderSchema = z
  .strictObject({
    id: z.string(),
    fiscalYear: z.int().describe('Of issue.'),
    functionalCode: z.string().describe('功能分类科目'),
    programme: z.string(),
    payeeUscc: z.string(),
    payeeName: z.string(),
    payeeAccountNo: z
      .string()
      .describe('收款人账号: its last four digits, whole for the treasury alone; may be empty.'),
    payeeBankName: z.string().describe('收款人开户银行; may be empty.'),
    payeeBankCode: z.string().describe('联行号; may be empty.'),
    entity: z.string(),
    year: z.int().describe('Of the first account that it pays.'),
    group: z.string(),
    amountFen: sumFen,
    lines: z.array(accountAmountSchema).describe('支付明细: what it pays of each account.'),
    purpose: z.string().describe('摘要'),
    remark: z.string().describe('备注'),
    trackingId: z.string(),
    endToEndId: z
      .string()
      .describe('Its reference for banks (ISO 20022 EndToEndId): DX and 24 characters of A–Z and 2–7.'),
    state: z.enum(ORDER_STATES),
    issuedAt: z.string(),
    updatedAt: z.string(),
    treasuryReason: z.string().nullable().describe('What the treasury gave with its last status.'),
    contradiction: z
      .string()
      .nullable()
      .describe('A status that contradicts what is known: held for an officer.'),
    release: releaseSchema,
    returnedFen: sumFen.describe('退款: what came back of it; it stays paid until that is its whole amount.'),
    returns: z.array(returnSchema).describe('What came back, part by part.'),
    run: z.string().nullable().describe('The run (批次) that it came from; null: straight through.'),
    replaces: z
      .string()
      .nullable()
      .describe('The rejected or returned order whose amount it asks for again; null: none.'),
    revision: z.int().describe('Rises with every change of the order.'),
    cursor: z.string().describe('Its place in the list; its id for who reads the orders of an entity alone.'),
  })
  .meta({ id: 'Order' });

type OrderState = (typeof ORDER_STATES)[number];

const STATE = 'ORDER_STATE_';

/** The place of an order counts all orders that there are, which is not for who reads those of an entity alone. */
export function seesPlaces({ read, treasury }: Pick<Key, 'read' | 'treasury'>): boolean {
  return read || treasury;
}

/** As the holder of the key may see it. */
export function orderJson(order: disbursementV1.Order, key: Key): z.output<typeof orderSchema> {
  const {
    amountFen,
    lines,
    payeeAccountNo,
    state,
    treasuryReason,
    contradiction,
    release,
    run,
    replaces,
    revision,
    returnedFen,
    returns,
    ...rest
  } = order;
  return {
    ...rest,
    cursor: seesPlaces(key) ? order.cursor : order.id,
    amountFen: exactSum(amountFen),
    lines: lines.map(accountAmountJson),
    payeeAccountNo: key.treasury ? payeeAccountNo : lastDigits(payeeAccountNo),
    state: wireWord(STATE, state) as OrderState,
    treasuryReason: treasuryReason || null,
    contradiction: contradiction || null,
    release: release ?? null,
    returnedFen: exactSum(returnedFen),
    returns: returns.map(returnJson),
    run: run || null,
    replaces: replaces || null,
    revision: exactNumber(revision),
  };
}

function returnJson(part: disbursementV1.ReturnedPart): z.output<typeof returnSchema> {
  const { reference, reason, at, lines, release } = part;
  return {
    reference: reference || null,
    fen: exactNumber(part.fen),
    reason: reason || null,
    at,
    lines: lines.map(accountAmountJson),
    release: release ?? null,
  };
}

/** What officers see of an account's number. */
export function lastDigits(accountNo: string): string {
  return accountNo.replace(/^.*(?=.{4}$)/, '…');
}

export function stateOnWire(state: OrderState): disbursementV1.OrderState {
  return `${STATE}${state.toUpperCase().replaceAll('-', '_')}` as disbursementV1.OrderState;
}

export function waitsOnWire(waits: (typeof ORDER_WAITS)[number]): disbursementV1.OrderWaits {
  return `ORDER_WAITS_${waits.toUpperCase()}` as disbursementV1.OrderWaits;
}
