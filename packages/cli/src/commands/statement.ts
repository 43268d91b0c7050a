import type { Command } from 'commander';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { inOrder, statementRows, statementSums, statementTable, sumsTable } from '../report/statement.ts';
import { allPages } from '../system/all-pages.ts';
import { exactSum, type JournalEntry } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { mustBeUscc } from '../system/must-be-uscc.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addStatement(program: Command): void {
  withConnection(program.command('statement'))
    .description('every journal entry of an entity, to the fen, in the order of time (对账单)')
    .argument('<uscc>', "the entity's 统一社会信用代码")
    .option('--json', 'the journal entries and their sums as JSON')
    .action(statement);
}

async function statement(uscc: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const journalEntries = await journalEntriesOf(client, mustBeUscc(uscc));
  const demandedFen = await demandedOf(client, uscc);
  const sums = statementSums(journalEntries);
  if (options.json) {
    console.log(jsonText({ journalEntries: inOrder(journalEntries), sums: { ...sums, demandedFen } }));
  } else if (journalEntries.length === 0) print(`${uscc} has no journal entries.`);
  else print(...statementTable(statementRows(journalEntries)), '', ...sumsTable(sums, demandedFen));
}

async function journalEntriesOf(client: SystemClient, uscc: string): Promise<JournalEntry[]> {
  const journalEntries: JournalEntry[] = [];
  for await (const page of allPages(client, '/v1/journal-entries/{uscc}', { path: { uscc } }))
    journalEntries.push(...page.journalEntries);
  return journalEntries;
}

/** A demand has no journal entry, so it is read separately. */
async function demandedOf(client: SystemClient, uscc: string): Promise<bigint | null> {
  let sumFen: bigint | null = 0n;
  const query = { entity: uscc };
  for await (const { recoveries } of allPages(client, '/v1/recoveries', { query }))
    for (const { demandedFen } of recoveries) sumFen = exactSum(sumFen, demandedFen);
  return sumFen;
}
