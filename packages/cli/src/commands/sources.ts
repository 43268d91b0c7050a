import { EXIT_CODES } from '@duixian/local';
import type { Command } from 'commander';
import { sendAgainInWords } from '../report/send-again.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import { type Source, sourcesPage } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addSources(program: Command): void {
  withConnection(program.command('sources'))
    .description(
      'each source: how many of its facts are held, how new they are, and what to send again after a restore (then the exit code is 1)',
    )
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const sources = await sourcesOf(new SystemClient(findSystem(options)));
      print(sources, options);
      const isMissing = sources.some(({ missingFacts }) => missingFacts > 0);
      process.exitCode = isMissing ? EXIT_CODES.attention : EXIT_CODES.done;
    });
}

export async function sourcesOf(client: SystemClient): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const page of allPages(client, '/v1/sources', sourcesPage)) sources.push(...page.sources);
  return sources;
}

function print(sources: readonly Source[], { json }: Options): void {
  if (json) {
    console.log(JSON.stringify(sources, null, 2));
    return;
  }
  if (sources.length === 0) {
    console.log('No source has sent anything.');
    return;
  }
  const rows = sources.map(({ source, register, facts, newestTime, newestRecordedAt, missingFacts }) => [
    source,
    register,
    String(facts),
    newestTime ?? '',
    newestRecordedAt ?? '',
    String(missingFacts),
  ]);
  console.log(table(['source', 'register', 'facts', 'newest time', 'newest recorded', 'missing'], rows));
  for (const sentence of sendAgainInWords(sources)) console.log(sentence);
}
