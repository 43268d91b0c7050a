import { EXIT_CODES } from '@duixian/local/folder';
import type { Command } from 'commander';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { MarkedRecord } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

const WHY: Record<string, string> = { 'parties-changed': 'its owner and its user both changed' };
const REMEDY =
  'Perhaps it was another invoice under the same number: ask its source which is right. A wrong state is put right by a ' +
  'higher revision, or voided; the mark stays.';

export function addMarked(program: Command): void {
  withConnection(program.command('marked'))
    .description('records that an officer should look at, such as invoices whose owner and user both changed')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const client = new SystemClient(findSystem(options));
      const records: MarkedRecord[] = [];
      for await (const page of allPages(client, '/v1/marked-records', {})) records.push(...page.records);
      show(records, options);
      process.exitCode = records.length > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
    });
}

function show(records: readonly MarkedRecord[], { json }: Options): void {
  if (json) console.log(jsonText(records));
  else if (records.length === 0) print('There are none.');
  else {
    const rows = records.map(({ type, subject, source, current, marks }) => [
      type,
      subject,
      source,
      String(current.revision),
      marks.map((mark) => WHY[mark] ?? mark).join(', '),
    ]);
    print(...table(['type', 'subject', 'source', 'revision', 'why'], rows), REMEDY);
  }
}
