import { EXIT_CODES } from '@duixian/local';
import type { Command } from 'commander';
import { planOf } from '../policy/plan.ts';
import { planInWords } from '../policy/plan-in-words.ts';
import { print } from '../report/lines.ts';
import { todayInShanghai } from '../report/shanghai-day.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { askPolicy, inForceInWords, offerInWords } from '../system/policy-answer.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addPolicy(program: Command): void {
  const group = program
    .command('policy')
    .description('by what is computed (政策), and what another policy that lies there would change');
  withConnection(group.command('show'))
    .description('what is in force, and what a start found beside it (then the exit code is 1)')
    .option('--json', 'as JSON, packs whole')
    .action(show);
  withConnection(group.command('plan'))
    .description('compute all facts under what is in force and what is offered, and say what would move')
    .option('--json', 'as JSON: { digest, from, facts, accounts, groups }, amounts in fen')
    .action(plan);
}

async function show(options: Options): Promise<void> {
  const answer = await askPolicy(new SystemClient(findSystem(options)));
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(...inForceInWords(answer), ...offerInWords(answer));
  process.exitCode = answer.offered ? EXIT_CODES.attention : EXIT_CODES.done;
}

async function plan(options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const found = await planOf(await askPolicy(client), client);
  if (options.json) console.log(JSON.stringify(found, fenAsNumber, 2));
  else print(...planInWords(found, todayInShanghai()));
}

function fenAsNumber(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
