import { dataFolder, EXIT_CODES, Problem, type SystemStatus, systemStatus } from '@duixian/local';
import type { Command } from 'commander';
import type { z } from 'zod';
import { table } from '../report/table.ts';
import { digest } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type StatusOptions = ConnectionOptions & { json?: true };

type Totals = z.output<typeof digest>;

export function addStatus(program: Command): void {
  withConnection(program.command('status'))
    .description('say how the system does: each part, and how many facts are still on their way')
    .option('--json', 'as JSON: { running, url, digest, accounts, claims, pending, services }')
    .action(async (options: StatusOptions) => {
      process.exitCode = await status(options);
    });
}

async function status(options: StatusOptions): Promise<number> {
  const isElsewhere = (options.url ?? process.env['DUIXIAN_URL']) !== undefined;
  const local = isElsewhere ? undefined : await systemStatus(dataFolder(options.data));
  const totals = local && !local.running ? undefined : await askTotals(options);
  const url = local?.url ?? options.url ?? process.env['DUIXIAN_URL'] ?? null;
  const running = local ? local.running : totals !== undefined;
  if (options.json) {
    console.log(JSON.stringify({ running, url, ...totals, services: local?.parts ?? [] }, null, 2));
  } else {
    print(running, url, totals, local);
  }
  if (!running || !totals) return EXIT_CODES.noAnswer;
  return local?.parts.every(({ state }) => state === 'ready') === false
    ? EXIT_CODES.attention
    : EXIT_CODES.done;
}

/** Undefined when the gateway does not answer; the parts say why. */
async function askTotals(options: ConnectionOptions): Promise<Totals | undefined> {
  try {
    return await new SystemClient(findSystem(options)).get('/v1/digest', digest);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return undefined;
  }
}

function print(
  running: boolean,
  url: string | null,
  totals: Totals | undefined,
  local: SystemStatus | undefined,
): void {
  if (!running) {
    console.log('No system runs there. Start one with ./duixian start.');
    return;
  }
  console.log(`The gateway is ${url}`);
  if (local) {
    const rows = local.parts.map(({ name, state, pid, ops }) => [name, state, String(pid ?? ''), ops ?? '']);
    console.log(table(['part', 'state', 'process', 'health and metrics'], rows));
  }
  if (!totals) console.log('The gateway does not answer at the moment.');
  else console.log(wordsOf(totals));
}

function wordsOf({ digest, accounts, claims, pending, beyondExact = [] }: Totals): string {
  if (pending > 0) return `${pending} facts or messages are still on their way`;
  const digestWords = digest ?? `none: beyond exact figures are ${beyondExact.join(', ')}`;
  return `${accounts} accounts, ${claims} claims, nothing on its way; digest ${digestWords}`;
}
