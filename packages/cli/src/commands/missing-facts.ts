import { EXIT_CODES } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { MissingFact } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addMissingFacts(program: Command): void {
  const group = program
    .command('missing-facts')
    .description(
      'each fact that a register lacks since it was restored from a backup: list them, or dismiss those that cannot be sent again',
    );
  withConnection(group.command('list'))
    .description('one line for each, those that were dismissed beneath; exit code 1 if any is waited for')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      process.exitCode = list(await missingFacts(options), await missingFacts(options, true), options);
    });
  withConnection(group.command('dismiss'))
    .description(
      'not to wait for these: nothing says any more that they are missing, and they stay listed with who did it and why',
    )
    .argument('<ids...>')
    .requiredOption('--reason <text>', 'why their source cannot send them again; it is kept')
    .option('--json', 'the answer as JSON')
    .action(async (ids: string[], { reason, ...options }: Options & { reason: string }) => {
      const client = new SystemClient(findSystem(options));
      const answer = await client.post('/v1/missing-facts/dismiss', { body: { ids, reason } });
      if (options.json) console.log(JSON.stringify(answer));
      else print(`${answer.dismissed} dismissed`);
    });
}

async function missingFacts(options: ConnectionOptions, dismissed = false): Promise<MissingFact[]> {
  const client = new SystemClient(findSystem(options));
  const query = dismissed ? ({ dismissed: 'true' } as const) : {};
  const facts: MissingFact[] = [];
  for await (const page of allPages(client, '/v1/missing-facts', { query })) facts.push(...page.missingFacts);
  return facts;
}

function list(facts: readonly MissingFact[], dismissed: readonly MissingFact[], { json }: Options): number {
  if (json) console.log(JSON.stringify([...facts, ...dismissed], null, 2));
  else if (facts.length === 0) print('None is missing.');
  else {
    const rows = facts.map(({ id, source, revision, time }) => [id, source, String(revision), time]);
    print(...table(['id', 'source', 'revision', 'time'], rows));
  }
  if (!json && dismissed.length > 0) {
    const rows = dismissed.map(({ id, source, revision, dismissed: why }) => [
      ...[id, source, String(revision), why ? shanghaiTime(why.at) : '', why?.by ?? '', why?.reason ?? ''],
    ]);
    print('', 'Dismissed:', ...table(['id', 'source', 'revision', 'at', 'by', 'reason'], rows));
  }
  return facts.length > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
}
