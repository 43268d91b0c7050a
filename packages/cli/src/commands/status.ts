import { dataFolder, EXIT_CODES, Problem, type SystemStatus, systemStatus } from '@duixian/local';
import type { Command } from 'commander';
import type { z } from 'zod';
import { sendAgainInWords } from '../report/send-again.ts';
import { suspensionInWords } from '../report/suspension.ts';
import { table } from '../report/table.ts';
import { digest, type Source } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { type Ordering, ordering } from '../treasury/answers.ts';
import { sourcesOf } from './sources.ts';

type StatusOptions = ConnectionOptions & { json?: true };

type Totals = z.output<typeof digest>;

export function addStatus(program: Command): void {
  withConnection(program.command('status'))
    .description('say how the system does: each part, and how many facts are still on their way')
    .option(
      '--json',
      'as JSON: { running, url, digest, accounts, claims, pending, ordering, missing, services }',
    )
    .action(async (options: StatusOptions) => {
      process.exitCode = await status(options);
    });
}

async function status(options: StatusOptions): Promise<number> {
  const isElsewhere = (options.url ?? process.env['DUIXIAN_URL']) !== undefined;
  const local = isElsewhere ? undefined : await systemStatus(dataFolder(options.data));
  const asked = local && !local.running ? {} : await ask(options);
  const { totals, ordering, missing = [] } = asked;
  const url = local?.url ?? options.url ?? process.env['DUIXIAN_URL'] ?? null;
  const running = local ? local.running : asked.isThere === true;
  if (options.json) {
    const services = local?.parts ?? [];
    console.log(JSON.stringify({ running, url, ...totals, ordering, missing, services }, null, 2));
  } else {
    print(running, url, asked, local);
  }
  if (!running || !totals) return EXIT_CODES.noAnswer;
  return ordering?.suspended ||
    missing.length > 0 ||
    local?.parts.every(({ state }) => state === 'ready') === false
    ? EXIT_CODES.attention
    : EXIT_CODES.done;
}

type Asked = {
  /** Something answers at that address, whatever it thinks of the key. */
  readonly isThere?: boolean;
  readonly totals?: Totals;
  readonly ordering?: Ordering;
  /** Sources that have to send facts again, since a register was restored. */
  readonly missing?: readonly Source[];
};

/** Without answers where the gateway gives none; the parts, or the sentence on standard error, say why. */
async function ask(options: ConnectionOptions): Promise<Asked> {
  try {
    const client = new SystemClient(findSystem(options));
    const totals = await client.get('/v1/digest', digest);
    const missing = (await sourcesOf(client)).filter(({ missingFacts }) => missingFacts > 0);
    return { isThere: true, totals, ordering: await client.get('/v1/ordering', ordering), missing };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return { isThere: error.exitCode !== EXIT_CODES.noAnswer };
  }
}

function print(
  running: boolean,
  url: string | null,
  { totals, ordering, missing = [], isThere }: Asked,
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
  if (totals) console.log(wordsOf(totals));
  else if (isThere !== true) console.log('The gateway does not answer at the moment.');
  if (ordering?.suspended) console.log(suspensionInWords(ordering.suspended));
  for (const sentence of sendAgainInWords(missing)) console.log(sentence);
}

function wordsOf({ digest, accounts, claims, pending, beyondExact = [] }: Totals): string {
  if (pending > 0) return `${pending} facts or messages are still on their way`;
  const digestWords = digest ?? `none: beyond exact figures are ${beyondExact.join(', ')}`;
  return `${accounts} accounts, ${claims} claims, nothing on its way; digest ${digestWords}`;
}
