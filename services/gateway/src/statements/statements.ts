import { createHash } from 'node:crypto';
import * as api from '@duixian/api';
import type { reconciliationV1 } from '@duixian/proto';
import { defined, LIMITS } from '@duixian/values';
import { AtOnce } from '../http/at-once.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import { decodeStatement } from './decode-statement.ts';
import { statementItemJson, statementJson } from './json.ts';
import { readStatement } from './read-statement.ts';

const LINES_IN_A_PART = 1_000;
/** Long, because all orders are read. */
const TIMEOUT_MS = 60_000;
const STATEMENTS = new AtOnce(LIMITS.workbooksAtOnce.most, 'statements are read here');

const reconcileStatement = endpoint(
  api.reconcileStatement,
  async ({ key, query, headers, body }, { reconciliation }) => {
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
);

const listStatements = endpoint(api.listStatements, async ({ query }, { reconciliation }) => {
  const answer = await reconciliation.listReconciliations({ after: query.after ?? '', limit: query.limit });
  return { statements: answer.reconciliations.map(statementJson), next: nextOf(answer.next) };
});

const getStatement = endpoint(api.getStatement, async ({ params, query }, services) => {
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
});

const importUnmatched = endpoint(api.importUnmatched, async ({ key, params }, { reconciliation }) => {
  const { orders } = await reconciliation.adoptMissing(
    { id: params.id, by: key.person },
    { timeoutMs: TIMEOUT_MS },
  );
  return { orders: orders.map(({ orderId, refusal }) => ({ orderId, refusal: refusal || null })) };
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
