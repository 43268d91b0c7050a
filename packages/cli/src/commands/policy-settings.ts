import { EXIT_CODES } from '@duixian/local/folder';
import type { Command } from 'commander';
import { agree } from '../decide/agree.ts';
import { changesInWords, settingsInWords } from '../policy/settings.ts';
import { print } from '../report/lines.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

const PATH = '/v1/policy/settings';

/** Programmes and the other payment settings take the same way as the policy: an offer, and two persons. */
export function addPolicySettings(policy: Command): void {
  const group = policy
    .command('settings')
    .description('by what settings money moves (支付设置): programmes, needed accounts, waiting times');
  withConnection(group.command('show'))
    .description('what is in force, and what a start found beside it (then the exit code is 1)')
    .option('--json', 'as JSON')
    .action(show);
  withConnection(group.command('propose'))
    .description('propose what a start found, for another person to apply; needs the scope prepare')
    .argument('<digest>', 'of the settings')
    .requiredOption('--document <text>', 'the paper on which it is done')
    .action(propose);
  withConnection(group.command('apply'))
    .description('put in force what another person proposed; needs the scope approve')
    .argument('<digest>', 'of the settings')
    .option('--yes', 'agree to what changes without being asked')
    .action(apply);
  withConnection(group.command('reject'))
    .description('do not apply what waits, or take it back')
    .argument('<digest>', 'of the settings')
    .requiredOption('--reason <text>', 'why')
    .action(reject);
}

async function show(options: Options): Promise<void> {
  const answer = await clientOf(options).get(PATH);
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(...settingsInWords(answer));
  process.exitCode = answer.offered ? EXIT_CODES.attention : EXIT_CODES.done;
}

async function propose(settings: string, { document, ...options }: Options & { document: string }) {
  await clientOf(options).post(`${PATH}/propose`, { body: { settings, document } });
  print(
    `Settings ${settings} are proposed. Another person applies them: ./duixian policy settings apply ${settings}`,
  );
}

async function apply(settings: string, { yes, ...options }: Options & { yes?: true }): Promise<void> {
  const client = clientOf(options);
  const { inForce, waiting } = await client.get(PATH);
  if (!yes && waiting) {
    const shown = changesInWords(inForce, waiting.settings);
    await agree([`Proposed by ${waiting.by} on ${waiting.document}:`, ...shown], 'Put it in force?');
  }
  const { isNew } = await client.post(`${PATH}/apply`, { body: { settings } });
  print(isNew ? 'They are in force: what is decided from now on is by them.' : 'They are in force already.');
}

async function reject(settings: string, { reason, ...options }: Options & { reason: string }) {
  await clientOf(options).post(`${PATH}/reject`, { body: { settings, reason } });
  print(`Settings ${settings} are rejected.`);
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
