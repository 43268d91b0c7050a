import { join, resolve } from 'node:path';
import { killProcesses, type RunningSystem, startSystem } from '@duixian/local';
import { dataFolder, EXIT_CODES, Problem } from '@duixian/local/folder';
import { type Command, InvalidArgumentError } from 'commander';
import { demonstrationSummary, worthExplaining } from '../demo/demonstration-summary.ts';
import { runDemonstration } from '../demo/run-demonstration.ts';
import { localPeople } from '../demo/show-run.ts';
import { choosePolicy } from '../replay/choose-policy.ts';
import { print, toStandardError } from '../report/lines.ts';
import { commandFor, withData } from '../system/find-system.ts';
import { printWhetherItOrders } from '../system/say-whether-it-orders.ts';
import { SystemClient } from '../system/system-client.ts';

/** The payment settings of the demonstration: one programme by runs, the others straight through. */
const DEMO_PROGRAMMES = join(import.meta.dirname, '../../../../deploy/demo/programmes.yaml');

type StartOptions = {
  data: string;
  port?: number;
  once?: true;
  demo: boolean;
  programmes: string;
  treasuryUrl?: string;
  policy?: string;
  packs?: string;
};

export function addStart(program: Command): void {
  withData(program.command('start'))
    .description('start a whole system on this machine, show the demonstration, and stay up until Ctrl-C')
    .option('--once', 'end after the demonstration')
    .option(
      '--port <number>',
      "the gateway's port, 0 for any free one (default: as before, at first 7750)",
      portNumber,
    )
    .option('--programmes <file>', 'how what is due is paid (PROGRAMMES_FILE)', DEMO_PROGRAMMES)
    .option(
      '--treasury-url <url>',
      "where orders are sent instead of the sandbox treasury, which is then not started; the secret that signs them is treasurySecret in the data folder's keys.json (or TREASURY_URL)",
      treasuryAddress,
    )
    .option(
      '--policy <id>',
      'the policy whose packs an empty system takes; to another one they are an offer (or POLICY)',
    )
    .option('--packs <folder>', 'a folder of packs beside those that come with the system (or PACKS_DIR)')
    .option('--no-demo', 'send no demonstration facts')
    .action(async (options: StartOptions) => {
      process.exitCode = await start(options);
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

/** Checked at once, not by a service after the servers have started. */
function treasuryAddress(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new InvalidArgumentError('It must be an http:// or https:// address.');
}

async function start({
  data,
  port,
  once,
  demo,
  programmes,
  treasuryUrl,
  ...found
}: StartOptions): Promise<number> {
  offerPacks(found);
  const asked = new AbortController();
  endOnSignals(asked, data);
  const startedAtMs = performance.now();
  toStandardError(
    'A system of development: its local key may record every type of every source (source:*), which exists nowhere else.',
  );
  const system = await startSystem({
    dataDir: data,
    port,
    report: toStandardError,
    interrupted: asked.signal,
    programmesFile: resolve(programmes),
    treasuryUrl: treasuryUrl ?? (process.env['TREASURY_URL'] || undefined),
  });
  try {
    if (demo) await demonstrate(system, asked.signal, { data, once: once === true });
    toStandardError(`Ready after ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s.`);
    await printWhetherItOrders(
      new SystemClient({ url: system.url, key: system.keys.adminKey }),
      toStandardError,
    );
    if (once) return EXIT_CODES.done;
    printAddresses(system, data, treasuryUrl ?? process.env['TREASURY_URL']);
    await untilAskedToEnd(asked.signal, system);
    return EXIT_CODES.done;
  } finally {
    toStandardError('Stopping …');
    await system.stop();
    toStandardError(`Stopped. Everything is kept in ${system.folder.path}; the next start goes on with it.`);
  }
}

/** Services inherit this process's environment. A fault in a pack is reported before anything starts. */
function offerPacks({ policy, packs }: Pick<StartOptions, 'policy' | 'packs'>): void {
  if (policy !== undefined) process.env['POLICY'] = policy;
  if (packs !== undefined) process.env['PACKS_DIR'] = resolve(packs);
  const { POLICY, PACKS_DIR = '' } = process.env;
  if (POLICY !== undefined) choosePolicy({ policy: POLICY, packs: PACKS_DIR, reading: {} });
}

/** The first signal stops everything in order; a second one at once. */
function endOnSignals(asked: AbortController, data: string): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked.signal.aborted) {
        killProcesses(dataFolder(data).path);
        process.exit(130);
      }
      asked.abort();
    });
  }
}

async function demonstrate(
  system: RunningSystem,
  asked: AbortSignal,
  { data, once }: { data: string; once: boolean },
): Promise<void> {
  const people = localPeople(system.url, system.keys);
  try {
    const demonstration = await Promise.race([runDemonstration(people, toStandardError), whenAborted(asked)]);
    if (!demonstration) return;
    const worth = worthExplaining(demonstration);
    print(
      ...demonstrationSummary(demonstration),
      // With --once the system has ended when these could be run.
      ...(once ? [`Go on with   ${commandFor(data, 'start')}, which stays up`] : []),
      ...(worth && !once ? [`See why      ${commandFor(data, worth)}`] : []),
      ...(once ? [] : [`See all      ${commandFor(data, 'demo')}`]),
    );
  } catch (error) {
    // Without --once the system goes on, so that the cause can be found in it.
    if (once || !(error instanceof Problem)) throw error;
    toStandardError(error.message);
  }
}

function printAddresses({ url, folder }: RunningSystem, data: string, treasuryUrl: string | undefined): void {
  print(
    `Gateway      ${url}  (guide and API: ${url}/docs)`,
    ...(treasuryUrl ? [`Treasury     ${treasuryUrl}  (orders are sent there)`] : []),
    `Keys         ${folder.keysFile}  (of four persons, for --key)`,
    `Logs         ${folder.logs}`,
    'More with    ./duixian status, explain, send, verify, --help',
    `Stop with    Ctrl-C, or ${commandFor(data, 'stop')}`,
  );
}

async function untilAskedToEnd(asked: AbortSignal, system: RunningSystem): Promise<void> {
  const failure = await Promise.race([whenAborted(asked), system.failed]);
  if (failure) throw failure;
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
