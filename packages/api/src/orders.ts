import { z } from 'zod';
import { accountAmountSchema } from './accounts.ts';
import { fen, sumFen } from './amounts.ts';
import { amountFen, document, givenId, name, page, requestBody, text, uscc } from './parameters.ts';
import { route } from './route.ts';

export const ORDER_STATES = [
  'issued',
  'sent',
  'accepted',
  'paid',
  'rejected',
  'returned',
  'refused-by-treasury',
] as const;

/** The reasons for which an order waits. */
export const ORDER_WAITS = ['held', 'rejected', 'returned', 'refused', 'unpaid'] as const;

const releaseSchema = z.strictObject({ by: z.string(), reason: z.string(), at: z.string() }).nullable();

export const returnedPartSchema = z.strictObject({
  reference: z.string().nullable().describe("The bank's; null: all that was left, reported without one."),
  fen,
  reason: z.string().nullable(),
  at: z.string(),
  lines: z.array(accountAmountSchema).describe('The parts of it that were paid of each account.'),
  release: releaseSchema.describe('Null: it waits for an officer.'),
});

/**
 * A payment order (支付申请), in the one form for both reading it here and pushing it to a treasury. Only `state`,
 * `updatedAt`, `treasuryReason`, `contradiction`, `release`, `returnedFen`, `returns` and `revision` ever change.
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
      .describe('收款人账号: its last four digits, all of them for the treasury only; may be empty.'),
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
    returnedFen: sumFen.describe(
      '退款: how much of it came back; it stays paid until that is its whole amount.',
    ),
    returns: z.array(returnedPartSchema).describe('What came back, part by part.'),
    paidBy: z
      .literal('file')
      .optional()
      .describe('It is paid by file, and never pushed. Absent: it is pushed to the treasury.'),
    run: z.string().nullable().describe('The run (批次) that it came from; null: straight through.'),
    replaces: z
      .string()
      .nullable()
      .describe('The rejected or returned order whose amount it orders again; null: none.'),
    revision: z.int().describe('Rises with every change of the order.'),
    cursor: z
      .string()
      .describe('Its position in the list; its id for keys that read only the orders of an entity.'),
  })
  .meta({ id: 'Order' });

export const getOrder = route({
  method: 'GET',
  path: '/v1/orders/:id',
  access: ['read', 'read:entity', 'treasury'],
  tag: 'Money',
  summary: 'One payment order',
  summaryZh: '单个支付申请',
  params: z.strictObject({ id: name }),
  answer: orderSchema,
  problems: ['not-found', 'unavailable'],
});

export const listOrders = route({
  method: 'GET',
  path: '/v1/orders',
  access: ['read', 'read:entity', 'treasury'],
  tag: 'Money',
  summary: 'Payment orders in the order of their issue',
  summaryZh: '支付申请，按签发先后',
  query: z.strictObject({
    entity: uscc.optional(),
    state: z.enum(ORDER_STATES, { error: `one of ${ORDER_STATES.join(', ')}` }).optional(),
    waits: z
      .enum(ORDER_WAITS, { error: `one of ${ORDER_WAITS.join(', ')}` })
      .optional()
      .describe('Only those that wait: for an officer, or (`unpaid`) for the treasury.'),
    ...page,
  }),
  answer: z.strictObject({
    orders: z.array(orderSchema),
    next: z
      .string()
      .nullable()
      .describe('Give as `after` for the next page; null: there are no more at present.'),
    cursor: z
      .string()
      .nullable()
      .describe(
        'The end of what was read: give it as `after`, now or later, for what comes next. Null: nothing yet.',
      ),
  }),
  problems: ['unavailable'],
});

export const releaseOrder = route({
  method: 'POST',
  path: '/v1/orders/:id/release',
  access: ['officer'],
  tag: 'Money',
  summary: 'An officer releases a refused, rejected or returned amount, so that it is ordered again',
  summaryZh: '经办人放行被退回的金额，重新申请支付',
  description:
    'By a person, who is recorded, and who is not the one who reported the outcome of the order or resolved it.',
  params: z.strictObject({ id: name }),
  body: requestBody({ reason: text.describe('What was corrected.') }),
  answer: orderSchema.extend({
    replacedBy: orderSchema
      .nullable()
      .describe('The order that replaces it at once; null: it waits, such as for a payment run.'),
  }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

const STATUSES = ['accepted', 'paid', 'rejected', 'returned'] as const;

export const STATUS_EFFECTS = ['recorded', 'none'] as const;

const REASON = 'a text of at most 1,000 characters';

export const reportOrderStatus = route({
  method: 'POST',
  path: '/v1/orders/:id/status',
  access: ['treasury'],
  tag: 'Money',
  summary: 'The treasury reports the outcome of an order',
  summaryZh: '国库回报支付申请的状态',
  description:
    'It may come twice, late or out of order: it never moves an order backwards. A status that contradicts what is ' +
    'known (paid after rejected) is stored, holds the order for an officer, and is answered 409 with what is known. Of a paid ' +
    "order a part may come back: `returned` with `returnedFen` and the bank's `reference`, each once; without `returnedFen` " +
    'all that is left. More than was paid is 409, and not stored.',
  params: z.strictObject({ id: name }),
  body: requestBody({
    status: z.enum(STATUSES, { error: `one of ${STATUSES.join(', ')}` }),
    reason: z.string({ error: REASON }).max(1_000, { error: REASON }).optional(),
    returnedFen: amountFen
      .describe('With returned: what came back, in fen; left out: all that is left.')
      .optional(),
    reference: givenId
      .describe("With returned: the bank's reference of it; needed with returnedFen.")
      .optional(),
  }),
  answer: z.strictObject({ order: orderSchema, effect: z.enum(STATUS_EFFECTS) }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

const CONFIRMED_OUTCOMES = ['paid', 'rejected', 'returned'] as const;

export const resolveOrder = route({
  method: 'POST',
  path: '/v1/orders/:id/resolve',
  access: ['approve'],
  tag: 'Money',
  summary: 'Record the outcome of an order whose statuses from the treasury contradict each other',
  summaryZh: '核实国库前后矛盾的回报，确定支付申请的真实状态',
  description:
    'After asking the treasury; the money follows. The holder of the key is recorded. Refused: an order of which ' +
    'no statuses contradict each other, a budget that does not cover what was paid.',
  params: z.strictObject({ id: name }),
  body: requestBody({
    state: z
      .enum(CONFIRMED_OUTCOMES, { error: `one of ${CONFIRMED_OUTCOMES.join(', ')}` })
      .describe('The outcome.'),
    document,
  }),
  answer: orderSchema,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});
