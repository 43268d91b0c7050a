import { createHash } from 'node:crypto';
import type { reconciliationV1 } from '@duixian/proto';
import { defined, isDay, LIMITS } from '@duixian/values';
import { z } from 'zod';
import { AtOnce } from '../http/at-once.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page, title } from '../http/parameters.ts';
import { decodeStatement } from './decode-statement.ts';
import { statementItemJson, statementItemSchema, statementJson, statementSchema } from './json.ts';
import { readStatement } from './read-statement.ts';

const LINES_IN_A_PART = 1_000;
/** All orders are read through once. */
const TIMEOUT_MS = 60_000;
const STATEMENTS = new AtOnce(LIMITS.workbooksAtOnce.most, 'statements are read here');
const DAY = 'a day as YYYY-MM-DD';
const WHETHER = 'true or false';

const reconcileStatement = endpoint({
  method: 'POST',
  path: '/v1/treasury/statements',
  access: ['treasury', 'prepare'],
  tag: 'Money',
  summary: "Compare the treasury's statement of a day with the orders",
  summaryZh: '与国库对账：导入当日支付明细',
  description:
    'A CSV file with the columns 支付申请编号, 支付凭证号, 收款人全称, 收款人账号, 金额 (yuan with two decimals), 状态 ' +
    '(已支付, 已退回 or 已拒绝) and 日期, in UTF-8 or, where the content type says so, GB18030. A line that is not right is ' +
    'named, and then nothing is recorded. No order is changed by it. The same file for the same day answers what was ' +
    'found before, unless `repeat` is true.',
  query: z.strictObject({
    day: z.string({ error: DAY }).refine(isDay, { error: DAY }),
    file: title.describe('The name of the file, to be kept.').optional(),
    repeat: z.enum(['true', 'false'], { error: WHETHER }).optional(),
  }),
  rawBody: { limitBytes: 16 * 1024 * 1024, content: { 'text/csv': z.string() } },
  answer: z.strictObject({
    statement: statementSchema,
    isNew: z.boolean().describe('False where the same file was reconciled before.'),
  }),
  problems: ['too-large', 'media-type', 'unavailable'],
  async handle({ key, query, headers, body }, { reconciliation }) {
    const bytes = (body as Buffer | undefined) ?? Buffer.alloc(0);
    const lines = await STATEMENTS.run('', () =>
      readStatement(decodeStatement(bytes, headers['content-type'] ?? ''), query.day),
    );
    const head = {
      day: query.day,
      fileName: query.file ?? '',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      by: key.person,
      anew: query.repeat === 'true',
      lines: lines.length,
    };
    const answer = await reconciliation.reconcile(partsOf(head, lines), { timeoutMs: TIMEOUT_MS });
    const statement = statementJson(defined(answer.reconciliation, 'a reconciliation is answered'));
    return { statement, isNew: answer.isNew };
  },
});

const listStatements = endpoint({
  method: 'GET',
  path: '/v1/treasury/statements',
  access: ['treasury', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The statements that were reconciled, the newest day first',
  summaryZh: '历次对账',
  query: z.strictObject(page),
  answer: z.strictObject({ statements: z.array(statementSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { reconciliation }) {
    const answer = await reconciliation.listReconciliations({ after: query.after ?? '', limit: query.limit });
    return { statements: answer.reconciliations.map(statementJson), next: nextOf(answer.next) };
  },
});

const getStatement = endpoint({
  method: 'GET',
  path: '/v1/treasury/statements/:id',
  access: ['treasury', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'What was found in a statement: all that is not matched, by page',
  summaryZh: '某次对账的结果：不一致的逐笔列出',
  params: z.strictObject({ id: name }),
  query: z.strictObject(page),
  answer: z.strictObject({ statement: statementSchema, items: z.array(statementItemSchema), next }),
  problems: ['not-found', 'unavailable'],
  async handle({ params, query }, services) {
    const answer = await services.reconciliation.getReconciliation({
      id: params.id,
      after: query.after ?? '',
      limit: query.limit,
    });
    return {
      statement: statementJson(defined(answer.reconciliation, 'a reconciliation is answered')),
      items: answer.items.map(statementItemJson),
      next: nextOf(answer.next),
    };
  },
});

const importUnmatched = endpoint({
  method: 'POST',
  path: '/v1/treasury/statements/:id/import-unmatched',
  access: ['approve'],
  tag: 'Money',
  summary: 'Take in what the treasury has and is missing here, after a restore from a backup',
  summaryZh: '按对账单补记本系统缺失的支付申请（数据恢复后）',
  description:
    'Each order by the id it was ordered under; what cannot be right is left, with its reason. Never by the one who ' +
    'reconciled. Repeating it is harmless.',
  params: z.strictObject({ id: name }),
  answer: z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.string(),
        refusal: z.string().nullable().describe('Why it was left; null where it is here now.'),
      }),
    ),
  }),
  problems: ['not-found', 'conflict', 'unavailable'],
  async handle({ key, params }, { reconciliation }) {
    const { orders } = await reconciliation.adoptMissing(
      { id: params.id, by: key.person },
      { timeoutMs: TIMEOUT_MS },
    );
    return { orders: orders.map(({ orderId, refusal }) => ({ orderId, refusal: refusal || null })) };
  },
});

export const statementEndpoints: readonly Endpoint[] = [
  reconcileStatement,
  listStatements,
  getStatement,
  importUnmatched,
];

function* partsOf(
  head: reconciliationV1.ReconcileRequest_Head,
  lines: readonly reconciliationV1.StatementLine[],
): Generator<reconciliationV1.ReconcileRequest> {
  yield { part: { $case: 'head', value: head } };
  for (let from = 0; from < lines.length; from += LINES_IN_A_PART)
    yield { part: { $case: 'lines', value: { lines: lines.slice(from, from + LINES_IN_A_PART) } } };
}
