import { EXIT_CODES } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { sendAgainInWords } from '../report/send-again.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Received } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addReceived(program: Command): void {
  withConnection(program.command('received'))
    .description(
      'each source: how many of its facts are held, how new they are, and what to send again after a restore (then the exit code is 1)',
    )
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const sources = await receivedFrom(new SystemClient(findSystem(options)));
      show(sources, options);
      const isMissing = sources.some(({ missingFacts }) => missingFacts > 0);
      process.exitCode = isMissing ? EXIT_CODES.attention : EXIT_CODES.done;
    });
}

export async function receivedFrom(client: SystemClient): Promise<Received[]> {
  const sources: Received[] = [];
  for await (const page of allPages(client, '/v1/received', {})) sources.push(...page.received);
  return sources;
}

function show(sources: readonly Received[], { json }: Options): void {
  if (json) {
    console.log(JSON.stringify(sources, null, 2));
    return;
  }
  if (sources.length === 0) {
    print('No source has sent anything.');
    return;
  }
  const rows = sources.map(({ source, register, facts, newestTime, newestRecordedAt, missingFacts }) => [
    source,
    register,
    String(facts),
    newestTime ? shanghaiTime(newestTime) : '',
    newestRecordedAt ? shanghaiTime(newestRecordedAt) : '',
    String(missingFacts),
  ]);
  print(...table(['source', 'register', 'facts', 'newest time', 'newest recorded', 'missing'], rows));
  print(...sendAgainInWords(sources));
}
