import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { plural } from '../report/plain-words.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

export function addRepublish(program: Command): void {
  withConnection(program.command('republish'))
    .description(
      'let every service publish its newest states again, after NATS lost something; harmless at any time',
    )
    .option('--json', 'the answer as JSON')
    .action(async (options: ConnectionOptions & { json?: true }) => {
      const client = new SystemClient(findSystem(options));
      const answer = await client.post('/v1/republish', {});
      if (options.json) console.log(JSON.stringify(answer));
      else
        for (const [service, count] of Object.entries(answer.published))
          print(`${service}: ${plural(count, 'message')} published again`);
    });
}
