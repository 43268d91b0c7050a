import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Statement, StatementItem } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { unreadable } from '../system/unreadable.ts';

import { itemInWords, statementInWords } from '../treasury/statement-in-words.ts';
import { addOrdering } from './ordering.ts';

const PATH = '/v1/treasury/statements';

type Options = ConnectionOptions & { json?: true };
type ReconcileOptions = Options & { day: string; repeat?: true; gb18030?: true };

export function addTreasury(program: Command): void {
  const group = program
    .command('treasury')
    .description('what the treasury says against what is kept here (对账)');
  withConnection(group.command('reconcile'))
    .description(
      "compare the treasury's statement of a day, a CSV file, with the orders; needs the scope prepare",
    )
    .argument('<file>', '支付明细 as CSV; - for standard input')
    .requiredOption('--day <day>', 'the day that it is of, YYYY-MM-DD')
    .option('--repeat', 'compare again where the same file was reconciled before')
    .option('--gb18030', 'the file is GB18030, not UTF-8')
    .option('--json', 'as JSON: { statement, items }')
    .action(reconcile);
  addOrdering(group);
  withConnection(group.command('list'))
    .description('the statements that were reconciled, the newest day first')
    .option('--json', 'as JSON')
    .action(list);
  withConnection(group.command('show'))
    .description('what was found in one of them')
    .argument('<id>')
    .option('--json', 'as JSON: { statement, items }')
    .action(async (id: string, options: Options) => show(clientOf(options), id, options));
  withConnection(group.command('import-unmatched'))
    .description('take in what is missing here, after a restore; needs the scope approve, and another person')
    .argument('<id>')
    .option('--json', 'as JSON')
    .action(importUnmatched);
}

async function reconcile(file: string, options: ReconcileOptions): Promise<void> {
  const client = clientOf(options);
  const query = {
    day: options.day,
    file: file === '-' ? 'standard input' : basename(file),
    repeat: options.repeat === true ? 'true' : 'false',
  } as const;
  const contentType = `text/csv; charset=${options.gb18030 ? 'gb18030' : 'utf-8'}`;
  const { statement, isNew } = await client.postFile(PATH, { query }, contentOf(file), contentType);
  if (!isNew && !options.json)
    print(
      `This file was reconciled before, ${shanghaiTime(statement.at)}, by ${statement.by}; --repeat compares it again.`,
    );
  await show(client, statement.id, options);
}

async function show(client: SystemClient, id: string, { json }: { json?: true }): Promise<void> {
  const items: StatementItem[] = [];
  let statement: Statement | undefined;
  for await (const page of allPages(client, `${PATH}/{id}`, { path: { id } })) {
    statement = page.statement;
    items.push(...page.items);
  }
  if (!statement) throw new Problem(`Nothing was answered about ${id}.`);
  if (json) console.log(jsonText({ statement, items }));
  else print(...statementInWords(statement), ...items.map(itemInWords));
  const isClean = statement.missingHere + statement.missingThere + statement.different === 0;
  process.exitCode = isClean ? EXIT_CODES.done : EXIT_CODES.attention;
}

async function importUnmatched(id: string, options: Options): Promise<void> {
  const { orders } = await clientOf(options).post(`${PATH}/{id}/import-unmatched`, {
    path: { id },
  });
  const left = orders.filter(({ refusal }) => refusal !== null);
  if (options.json) console.log(JSON.stringify(orders, null, 2));
  else
    print(
      ...[
        `${orders.length - left.length} orders are here now, ${left.length} were left.`,
        ...left.map(({ orderId, refusal }) => `${orderId}: ${refusal}`),
      ],
    );
  process.exitCode = left.length === 0 ? EXIT_CODES.done : EXIT_CODES.attention;
}

async function list(options: Options): Promise<void> {
  const statements: Statement[] = [];
  for await (const page of allPages(clientOf(options), PATH, {})) statements.push(...page.statements);
  if (options.json) console.log(jsonText(statements));
  else if (statements.length === 0) print('There are none.');
  else
    print(
      ...table(
        ['id', 'by', 'at', 'matched', 'missing here', 'missing there', 'different'],
        statements.map(({ id, by, at, matched, missingHere, missingThere, different }) =>
          [id, by, shanghaiTime(at), matched, missingHere, missingThere, different].map(String),
        ),
      ),
    );
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
