import { EXIT_CODES } from '@duixian/local/folder';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { suspensionInWords } from '../report/suspension.ts';
import type { Ordering } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

const PATH = '/v1/ordering';

type Options = ConnectionOptions & { json?: true };
type Resuming = Options & { confirmDay?: string[] };

/** Commands of the group `treasury` that show, suspend and resume ordering. */
export function addOrdering(group: Command): void {
  withConnection(group.command('status'))
    .description('whether orders are made, or ordering is suspended (then the exit code is 1)')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const answer = await clientOf(options).get(PATH);
      show(answer, options);
      process.exitCode = answer.suspended ? EXIT_CODES.attention : EXIT_CODES.done;
    });
  withConnection(group.command('suspend'))
    .description('order nothing until further notice; needs the scope prepare or approve')
    .requiredOption('--reason <text>', 'why')
    .option('--since <day>', 'the day of the backup, where it is older than the newest order held')
    .option('--json', 'as JSON')
    .action(async ({ reason, since, ...options }: Options & { reason: string; since?: string }) => {
      const body = { reason, ...(since && { since }) };
      show(await clientOf(options).post(`${PATH}/suspend`, { body }), options);
    });
  withConnection(group.command('resume'))
    .description(
      'order again, when statements of all days that status names were reconciled since; needs the scope approve, and another person',
    )
    .argument('[statement]', 'the last of them, as reconcile and list say it')
    .option(
      '--confirm-day <day...>',
      'a day whose statement has no line, or fewer than another one, and is right',
    )
    .option('--json', 'as JSON')
    .action(async (statement: string | undefined, { confirmDay, ...options }: Resuming) => {
      const body = { ...(statement && { statement }), ...(confirmDay && { confirmedDays: confirmDay }) };
      show(await clientOf(options).post(`${PATH}/resume`, { body }), options);
    });
}

function show(answer: Ordering, { json }: { json?: true }): void {
  if (json) console.log(JSON.stringify(answer, null, 2));
  else print(answer.suspended ? suspensionInWords(answer.suspended) : 'Orders are made.');
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
