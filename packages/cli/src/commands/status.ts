import { type SystemStatus, systemStatus } from '@duixian/local';
import { dataFolder, EXIT_CODES, Problem } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { settingsOfferInWords } from '../policy/settings.ts';
import { print, toStandardError } from '../report/lines.ts';
import { sendAgainInWords } from '../report/send-again.ts';
import { suspensionInWords } from '../report/suspension.ts';
import { table } from '../report/table.ts';
import type { Ordering, PolicyAnswer, Received, SettingsAnswer } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { askPolicy, offerInWords } from '../system/policy-answer.ts';
import { SystemClient } from '../system/system-client.ts';
import { receivedFrom } from './received.ts';

type StatusOptions = ConnectionOptions & { digest?: boolean; json?: true };

/** The digest and its sums only on request: they read every account and claim. */
type Totals = {
  readonly pending: number;
  readonly unbelieved: number;
  readonly gaps: readonly { readonly service: string; readonly since: string }[];
  /** Dead letters of services/partners, which may be missing in the feed. */
  readonly notInFeed: number;
  readonly digest?: string | null;
  readonly accounts?: number | null;
  readonly claims?: number | null;
  readonly beyondExact?: readonly string[] | undefined;
};

export function addStatus(program: Command): void {
  withConnection(program.command('status'))
    .description('say how the system does: each part, and how many facts are still on their way')
    .option('--digest', 'the digest of all accounts and claims too, which reads every one of them')
    .option('--no-digest', 'with --json: without digest, accounts and claims, for who asks often')
    .option(
      '--json',
      'as JSON: { running, url, pending, unbelieved, gaps, notInFeed, digest, accounts, claims, ordering, missing, policy, settings, services }',
    )
    .action(async (options: StatusOptions) => {
      process.exitCode = await status(options);
    });
}

async function status(options: StatusOptions): Promise<number> {
  const isElsewhere = (options.url ?? process.env['DUIXIAN_URL']) !== undefined;
  const local = isElsewhere ? undefined : await systemStatus(dataFolder(options.data));
  const asked = local && !local.running ? {} : await ask(options);
  const { totals, ordering, missing = [], policy, settings } = asked;
  const url = local?.url ?? options.url ?? process.env['DUIXIAN_URL'] ?? null;
  const running = local ? local.running : asked.isThere === true;
  if (options.json) {
    const services = local?.parts ?? [];
    const answer = {
      running,
      url,
      ...totals,
      ordering,
      missing,
      policy: policy && digestsOf(policy),
      settings: settings && { inForce: settings.inForce.digest, offered: settings.offered?.digest ?? null },
      services,
    };
    console.log(JSON.stringify(answer, null, 2));
  } else {
    show(running, url, asked, local);
  }
  if (!running || !totals) return EXIT_CODES.noAnswer;
  return ordering?.suspended ||
    missing.length > 0 ||
    totals.gaps.length > 0 ||
    policy?.offered ||
    settings?.offered ||
    local?.parts.every(({ state }) => state === 'ready') === false
    ? EXIT_CODES.attention
    : EXIT_CODES.done;
}

type Asked = {
  /** Something answers at that address, even if it does not know the key. */
  readonly isThere?: boolean;
  readonly totals?: Totals;
  readonly ordering?: Ordering;
  /** Sources that must send facts again after a register was restored. */
  readonly missing?: readonly Received[];
  readonly policy?: PolicyAnswer;
  readonly settings?: SettingsAnswer;
};

/** The digests in force and offered, for scripts that compare them. */
function digestsOf({ policy, inForce, offered }: PolicyAnswer) {
  return { policy, inForce: inForce.digest, offered: offered?.digest ?? null };
}

/** Empty where the gateway does not answer; the table of parts or the sentence on standard error shows why. */
async function ask(options: StatusOptions): Promise<Asked> {
  try {
    const client = new SystemClient(findSystem(options));
    const { pending, unbelieved, gaps, services } = await client.get('/v1/pending');
    const counted = { pending, unbelieved, gaps, notInFeed: services.partners.deadLetters };
    const totals =
      (options.digest ?? options.json) ? { ...counted, ...(await client.get('/v1/digest')) } : counted;
    const missing = (await receivedFrom(client)).filter(({ missingFacts }) => missingFacts > 0);
    const policy = await askPolicy(client);
    const settings = await client.get('/v1/policy/settings');
    const orders = await client.get('/v1/ordering');
    return { isThere: true, totals, ordering: orders, missing, policy, settings };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toStandardError(error.message);
    return { isThere: error.exitCode !== EXIT_CODES.noAnswer };
  }
}

function show(
  running: boolean,
  url: string | null,
  { totals, ordering, missing = [], policy, settings, isThere }: Asked,
  local: SystemStatus | undefined,
): void {
  if (!running) {
    print('No system runs there. Start one with ./duixian start.');
    return;
  }
  print(`The gateway is ${url}`);
  if (local) {
    const rows = local.parts.map(({ name, state, pid, ops }) => [name, state, String(pid ?? ''), ops ?? '']);
    print(...table(['part', 'state', 'process', 'health and metrics'], rows));
  }
  if (totals) print(...wordsOf(totals), ...keptInWords(totals), ...gapsInWords(totals));
  else if (isThere !== true) print('The gateway does not answer at the moment.');
  if (ordering?.suspended) print(suspensionInWords(ordering.suspended));
  print(
    ...sendAgainInWords(missing),
    ...(policy ? offerInWords(policy) : []),
    ...(settings ? settingsOfferInWords(settings) : []),
  );
}

function wordsOf({ pending, digest, accounts, claims, beyondExact = [] }: Totals): string[] {
  if (pending > 0) return [`${pending} facts or messages are still on their way.`];
  if (digest === undefined) return ['Nothing is on its way.'];
  return [
    `Nothing is on its way. ${accounts} accounts, ${claims} claims, digest`,
    digest ?? `none: beyond exact figures are ${beyondExact.join(', ')}`,
  ];
}

/** What is kept as dead letters without being on its way. */
function keptInWords({ unbelieved, notInFeed }: Totals): string[] {
  const events = `${notInFeed} messages of partners are dead letters; events may be missing in the feed. ./duixian dead-letters list shows why.`;
  return [...(notInFeed > 0 ? [events] : []), ...unbelievedInWords(unbelieved)];
}

/** Not a failure of the system: the messages changed nothing, and somebody has to find out who sent them. */
function unbelievedInWords(unbelieved: number): string[] {
  if (unbelieved === 0) return [];
  return [
    `${unbelieved} messages between services were not believed, and nothing was done with them: somebody published what is not theirs to publish, or keys do not fit.`,
    './duixian dead-letters list shows them, with the reason "unbelieved".',
  ];
}

function gapsInWords({ gaps }: Totals): string[] {
  if (gaps.length === 0) return [];
  const services = gaps.map(({ service, since }) => `${service} (since ${shanghaiTime(since)})`).join(', ');
  return [
    `Away from NATS for longer than it retains messages, so some may be missing: ${services}.`,
    './duixian republish publishes everything again.',
  ];
}
