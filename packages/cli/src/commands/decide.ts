import { EXIT_CODES, Problem } from '@duixian/local';
import { applyRate, formatYuan, parseRate } from '@duixian/values';
import { type Command, InvalidArgumentError } from 'commander';
import {
  DECISION_TYPE,
  type DecisionEvent,
  type DecisionOptions,
  decisionData,
  decisionEvent,
  decisionId,
  withdrawnData,
} from '../decide/decision-event.ts';
import { decisionInWords } from '../decide/decision-in-words.ts';
import { print } from '../report/lines.ts';
import { plural } from '../report/plain-words.ts';
import { todayInShanghai } from '../report/shanghai-day.ts';
import { allPages } from '../system/all-pages.ts';
import { type Claim, type EventResult, eventResults, thing, undecidedPage } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type DecideOptions = DecisionOptions & ConnectionOptions & { json?: true };

export function addDecide(program: Command): void {
  withConnection(program.command('decide'))
    .description('record a decision (裁量决定) where the regulation leaves a rate or an amount open')
    .option('--policy <id>', 'policy', 'zhengzhou-2017-61')
    .option('--provision <id>', 'commissioned-research, sharing-user, sharing-owner or ip-service')
    .option('--fact <type:subject>', 'decides one fact, such as invoice:04100190011100000001')
    .option('--scope-year <year>', 'decides all claims of a year', wholeNumber)
    .option('--entity <uscc>', 'with --scope-year: of this entity only')
    .option('--rate <rate>', 'such as 0.25 or 25%')
    .option('--amount-yuan <yuan>', 'such as 300000 (ip-service)')
    .option('--by <name>', 'who decided')
    .option('--on <day>', 'when, YYYY-MM-DD (default: today in Shanghai)')
    .option('--document <number>', 'the number of the document')
    .option('--reason <text>', 'why')
    .option('--id <id>', 'id of the decision (default: made of its day and content)')
    .option('--revision <number>', 'its revision (default: the next one)', wholeNumber)
    .option('--withdraw', 'withdraw the decision of --id')
    .option('--source <uri>', 'the system that says so')
    .option('--json', 'the outcome as JSON')
    .action(async (options: DecideOptions) => {
      process.exitCode = await decide(options);
    });
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

async function decide(options: DecideOptions): Promise<number> {
  const client = new SystemClient(findSystem(options));
  const event = await eventOf(client, options);
  if (!options.json) {
    print(...decisionInWords(event));
    const effect = await effectInWords(client, event);
    if (effect) print(effect);
  }
  const result = await sendDecision(client, event);
  const { outcome, faults } = result;
  if (options.json) {
    console.log(JSON.stringify({ id: event.subject, revision: event.data['revision'], outcome, faults }));
  } else {
    print(outcome === 'duplicate' ? 'It was recorded before; nothing changes.' : `It is ${outcome}.`);
    for (const { field, message } of faults) print(`  ${field}: ${message}`);
  }
  return outcome === 'refused' ? EXIT_CODES.attention : EXIT_CODES.done;
}

async function eventOf(client: SystemClient, options: DecideOptions): Promise<DecisionEvent> {
  const heldAs = (id: string) => client.find(`/v1/decisions/${encodeURIComponent(id)}`, thing);
  if (options.withdraw) {
    if (options.id === undefined) throw new Problem('Say with --id which decision is withdrawn.');
    const held = await heldAs(options.id);
    if (!held) throw new Problem(`There is no decision ${options.id}.`);
    return decisionEvent(options.id, withdrawnData(held, options.reason), held, options);
  }
  const data = decisionData(options, todayInShanghai());
  const id = decisionId(options, data);
  return decisionEvent(id, data, await heldAs(id), options);
}

async function sendDecision(
  client: SystemClient,
  { subject, source, data }: DecisionEvent,
): Promise<EventResult> {
  const event = {
    specversion: '1.0',
    id: `${subject}/${data['revision']}`,
    source,
    type: DECISION_TYPE,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  };
  const { results } = await client.post(
    '/v1/events',
    [event],
    eventResults,
    'application/cloudevents-batch+json',
  );
  const [result] = results;
  if (!result) throw new Problem(`${client.url} did not say what became of the decision.`);
  return result;
}

/** What waits now for such a decision, and what it would be worth before caps. */
async function effectInWords(client: SystemClient, { data }: DecisionEvent): Promise<string | undefined> {
  const rate = typeof data['rate'] === 'string' ? parseRate(data['rate']) : undefined;
  if (rate === undefined || data['status'] !== 'made') return undefined;
  const scope = data['scope'] as { fact?: { type: string; subject: string }; entity?: string; year?: number };
  const query = new URLSearchParams({ provision: String(data['provision']) });
  if (scope.year !== undefined) query.set('year', String(scope.year));
  if (scope.entity !== undefined) query.set('entity', scope.entity);
  const waiting: Claim[] = [];
  for await (const page of allPages(client, `/v1/undecided?${query}`, undecidedPage))
    waiting.push(...page.claims);
  const decided = waiting.filter(
    ({ fact }) => !scope.fact || (fact.type === scope.fact.type && fact.subject === scope.fact.subject),
  );
  const worth = decided.reduce((sum, { baseFen }) => sum + applyRate(baseFen ?? 0n, rate), 0n);
  if (decided.length === 0)
    return 'No claim waits for it now; it decides those to come, and those that another decision leaves to it.';
  return `It decides ${plural(decided.length, 'claim')} that wait${decided.length === 1 ? 's' : ''} now: ${formatYuan(worth)} yuan before caps.`;
}
