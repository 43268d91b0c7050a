import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { LIMITS, shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { DeadLetter } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

/**
 * The gateway asks the services one after the other, each for at most this long, and reports itself where one takes
 * longer.
 */
const PATIENTLY_MS = 6 * LIMITS.deadLettersMs.most;

export function addDeadLetters(program: Command): void {
  const group = program
    .command('dead-letters')
    .description(
      'messages that a service could not process: list them, show one, send them again after a fix, or discard them',
    );
  withConnection(group.command('list'))
    .description('one line for each, those that were discarded beneath; exit code 1 if any waits')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      process.exitCode = list(await deadLettersOf(options), await deadLettersOf(options, true), options);
    });
  withConnection(group.command('show'))
    .description('everything that is known of one')
    .argument('<id>')
    .action(async (id: string, options: Options) => {
      const all = [...(await deadLettersOf(options)), ...(await deadLettersOf(options, true))];
      const deadLetter = all.find((candidate) => candidate.id === id);
      if (!deadLetter)
        throw new Problem(
          `There is no dead letter ${id}. ./duixian dead-letters list shows those there are.`,
        );
      console.log(JSON.stringify(deadLetter, null, 2));
    });
  withConnection(group.command('resend'))
    .description('send these, or all, once more to the services that could not process them')
    .argument('[ids...]')
    .option('--json', 'the answer as JSON')
    .action(async (ids: string[], options: Options) => {
      const client = new SystemClient(findSystem(options));
      const answer = await client.post(
        '/v1/dead-letters/resend',
        { body: ids.length === 0 ? { all: true } : { ids } },
        PATIENTLY_MS,
      );
      if (options.json) console.log(JSON.stringify(answer));
      else print(`${answer.resent} sent again`);
    });
  addDiscard(group);
}

function addDiscard(group: Command): void {
  withConnection(group.command('discard'))
    .description(
      'not to send these again: they are not pending any more, and stay listed with who did it and why',
    )
    .argument('<ids...>')
    .requiredOption('--reason <text>', 'why they are not to be sent again; it is kept')
    .option('--json', 'the answer as JSON')
    .action(async (ids: string[], { reason, ...options }: Options & { reason: string }) => {
      const client = new SystemClient(findSystem(options));
      const answer = await client.post('/v1/dead-letters/discard', { body: { ids, reason } }, PATIENTLY_MS);
      if (options.json) console.log(JSON.stringify(answer));
      else print(`${answer.discarded} discarded`);
    });
}

async function deadLettersOf(options: ConnectionOptions, discarded = false): Promise<DeadLetter[]> {
  const client = new SystemClient(findSystem(options));
  const query = discarded ? ({ discarded: 'true' } as const) : {};
  const letters: DeadLetter[] = [];
  for await (const page of allPages(client, '/v1/dead-letters', { query })) letters.push(...page.deadLetters);
  return letters;
}

function list(letters: DeadLetter[], discarded: DeadLetter[], { json }: Options): number {
  if (json) console.log(JSON.stringify([...letters, ...discarded], null, 2));
  else if (letters.length === 0) print('There are none.');
  else {
    const rows = letters.map(({ id, service, about, reason, at }) => [
      id,
      service,
      about,
      shanghaiTime(at),
      reason,
    ]);
    print(...table(['id', 'service', 'about', 'at', 'reason'], rows));
  }
  if (!json && discarded.length > 0) {
    const rows = discarded.map(({ id, service, about, discarded: why }) => [
      ...[id, service, about, why ? shanghaiTime(why.at) : '', why?.by ?? '', why?.reason ?? ''],
    ]);
    print('', 'Discarded:', ...table(['id', 'service', 'about', 'at', 'by', 'reason'], rows));
  }
  return letters.length > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
}
