import { isDay } from '@duixian/values';
import { z } from 'zod';
import { sumFen } from './amounts.ts';
import { name, next, page, title } from './parameters.ts';
import { route } from './route.ts';

export const STATEMENT_CLASSES = ['matched', 'missing-here', 'missing-there', 'different'] as const;

const side = z.strictObject({
  orders: z.int(),
  paidFen: sumFen,
  returnedFen: sumFen,
  rejectedFen: sumFen,
});

/** A reconciled statement of the treasury (对账). */
export const statementSchema = z
  .strictObject({
    id: z.string(),
    day: z.string(),
    fileName: z.string(),
    sha256: z.string(),
    round: z.int().describe('Counts the comparisons of the same file, from 1.'),
    by: z.string(),
    at: z.string(),
    lines: z.int(),
    repeatedLines: z.int().describe('Identical lines beyond the first; they count once.'),
    matched: z.int(),
    missingHere: z.int().describe('Orders in the statement that are not here.'),
    missingThere: z
      .int()
      .describe(
        'Orders that were paid or returned on that day by what is known here, but are not in the statement.',
      ),
    different: z.int(),
    here: side,
    there: side,
  })
  .meta({ id: 'Statement' });

/** An order that needs a look, with everything that the statement has under its id. */
export const statementItemSchema = z
  .strictObject({
    orderId: z.string(),
    class: z.enum(STATEMENT_CLASSES),
    differences: z.array(
      z.strictObject({
        field: z.string().describe('amount (in fen), payee, account, state or voucher.'),
        here: z.string(),
        there: z.array(z.string()).describe('Several where lines contradict each other.'),
      }),
    ),
    lines: z.array(
      z.strictObject({
        voucherNo: z.string(),
        payeeName: z.string(),
        payeeAccountNo: z.string(),
        amountFen: sumFen,
        state: z.string(),
      }),
    ),
    repeatedLines: z.int(),
    amountFen: sumFen.describe('Here; null where the order is missing here.'),
    payeeName: z.string().nullable(),
    state: z.string().nullable(),
    reportedAt: z.string().nullable().describe('When that status was received.'),
  })
  .meta({ id: 'StatementItem' });

const DAY = 'a day as YYYY-MM-DD';

const WHETHER = 'true or false';

export const reconcileStatement = route({
  method: 'POST',
  path: '/v1/treasury/statements',
  access: ['treasury', 'prepare'],
  tag: 'Money',
  summary: "Compare the treasury's statement of a day with the orders",
  summaryZh: '与国库对账：导入当日支付明细',
  description:
    'A CSV file with the columns 支付申请编号, 支付凭证号, 收款人全称, 收款人账号, 金额 (yuan with two decimals), 状态 ' +
    '(已支付, 已退回 or 已拒绝) and 日期, in UTF-8 or, where the content type declares it, GB18030. A line with a fault is ' +
    'named, and then nothing is recorded. No order is changed by it. The same file for the same day answers what was ' +
    'found before, unless `repeat` is true.',
  query: z.strictObject({
    day: z.string({ error: DAY }).refine(isDay, { error: DAY }),
    file: title.describe('The name of the file, for the record.').optional(),
    repeat: z.enum(['true', 'false'], { error: WHETHER }).optional(),
  }),
  rawBody: { limitBytes: 16 * 1024 * 1024, content: { 'text/csv': z.string() } },
  answer: z.strictObject({
    statement: statementSchema,
    isNew: z.boolean().describe('False where the same file was reconciled before.'),
  }),
  problems: ['too-large', 'media-type', 'unavailable'],
});

export const listStatements = route({
  method: 'GET',
  path: '/v1/treasury/statements',
  access: ['treasury', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The statements that were reconciled, the newest day first',
  summaryZh: '历次对账',
  query: z.strictObject(page),
  answer: z.strictObject({ statements: z.array(statementSchema), next }),
  problems: ['unavailable'],
});

export const getStatement = route({
  method: 'GET',
  path: '/v1/treasury/statements/:id',
  access: ['treasury', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The findings in a statement: everything that is not matched, by page',
  summaryZh: '某次对账的结果：不一致的逐笔列出',
  params: z.strictObject({ id: name }),
  query: z.strictObject(page),
  answer: z.strictObject({ statement: statementSchema, items: z.array(statementItemSchema), next }),
  problems: ['not-found', 'unavailable'],
});

export const importUnmatched = route({
  method: 'POST',
  path: '/v1/treasury/statements/:id/import-unmatched',
  access: ['approve'],
  tag: 'Money',
  summary: 'Import orders that the treasury has and that are missing here, after a restore from a backup',
  summaryZh: '按对账单补记本系统缺失的支付申请（数据恢复后）',
  description:
    'Each order under its own id; one that cannot be right is left out, with the reason. Never by the person who ' +
    'reconciled. Repeating it is harmless.',
  params: z.strictObject({ id: name }),
  answer: z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.string(),
        refusal: z.string().nullable().describe('Why it was left out; null where it is here now.'),
      }),
    ),
  }),
  problems: ['not-found', 'conflict', 'unavailable'],
});
