import { resolve } from 'node:path';
import { EXIT_CODES } from '@duixian/local/folder';
import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { agree } from '../decide/agree.ts';
import { LargestChanges } from '../policy/largest-changes.ts';
import { type Difference, planOf } from '../policy/plan.ts';
import { movedInWords, NAMED, planInWords } from '../policy/plan-in-words.ts';
import { writeNewPack } from '../policy/write-new-pack.ts';
import { jsonLine, jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { plural } from '../report/plain-words.ts';
import type { Answer } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { askPolicy, inForceInWords, offerInWords } from '../system/policy-answer.ts';
import { SystemClient } from '../system/system-client.ts';
import { addPolicySettings } from './policy-settings.ts';

type Options = ConnectionOptions & { json?: true };

/** Long, because all facts are computed once more before it comes into force. */
const APPLY_TIMEOUT_MS = 600_000;

export function addPolicy(program: Command): void {
  const group = program
    .command('policy')
    .description('by what is computed (政策), what another one would change, and putting it in force');
  withConnection(group.command('show'))
    .description('what is in force, and what a start found beside it (then the exit code is 1)')
    .option('--json', 'as JSON, packs whole')
    .action(show);
  withConnection(group.command('plan'))
    .description('compute all facts under what is in force and what is offered, and say what would move')
    .option('--json', 'as JSON, one account to a line and at last the plan, amounts in fen')
    .action(plan);
  withConnection(group.command('propose'))
    .description('propose what a plan says, for another person to apply; needs the scope prepare')
    .argument('<digest>', 'of the plan')
    .requiredOption('--document <text>', 'the paper on which it is done')
    .option('--json', 'the answer as JSON')
    .action(propose);
  withConnection(group.command('apply'))
    .description('put in force what another person proposed: claims move then; needs the scope approve')
    .argument('<digest>', 'of the plan')
    .option('--yes', 'agree to what was proposed without being asked')
    .option('--json', 'the answer as JSON')
    .action(apply);
  withConnection(group.command('reject'))
    .description('do not apply the plan that waits, or take it back')
    .argument('<digest>', 'of the plan')
    .requiredOption('--reason <text>', 'why')
    .action(reject);
  withConnection(group.command('history'))
    .description('what was found, proposed and put in force, by whom and on what paper')
    .option('--json', 'as JSON')
    .action(history);
  group
    .command('new')
    .description(
      'begin a pack: one provision, its worked case and the parties in it, to be put in other words',
    )
    .argument('<id>', 'such as luoyang-2027-3')
    .option('--packs <folder>', 'where packs stand (or PACKS_DIR)', process.env['PACKS_DIR'] || 'packs')
    .option('--from <day>', 'its first day in force', '2027-01-01')
    .action(begin);
  addPolicySettings(group);
}

async function show(options: Options): Promise<void> {
  const answer = await askPolicy(clientOf(options));
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(...inForceInWords(answer), ...offerInWords(answer));
  process.exitCode = answer.offered ? EXIT_CODES.attention : EXIT_CODES.done;
}

async function plan(options: Options): Promise<void> {
  const largest = new LargestChanges(NAMED);
  const asJson = (account: Difference) => console.log(jsonLine({ account }));
  const found = await planOf(clientOf(options), options.json ? asJson : (account) => largest.add(account));
  if (options.json) console.log(jsonLine({ plan: found }));
  else print(...planInWords(found, largest.all()));
}

async function propose(digest: string, options: Options & { document: string }): Promise<void> {
  const body = { plan: digest, document: options.document };
  const proposal = await clientOf(options).post('/v1/policy/propose', { body });
  if (options.json) console.log(jsonLine(proposal));
  else
    print(
      `Plan ${digest} is proposed by ${proposal.by} on ${proposal.document}.`,
      `${proposal.plan.isForOne ? 'You or another person' : 'Another person'} may put it in force today: ./duixian policy apply ${digest}`,
    );
}

/** The second person sees what was proposed, not a description by somebody else. */
async function apply(digest: string, options: Options & { yes?: true }): Promise<void> {
  const client = clientOf(options);
  const { waiting } = await askHistory(client);
  const shown = waiting
    ? [`Proposed by ${waiting.by} on ${waiting.document}:`, ...planInWords(waiting.plan, [])]
    : [];
  if (!options.yes && waiting) await agree(shown, 'Put it in force?');
  const body = { plan: digest };
  const done = await client.post('/v1/policy/apply', { body }, APPLY_TIMEOUT_MS);
  if (options.json) console.log(jsonLine(done));
  else if (!done.isNew) print('It is in force by this plan already.');
  else
    print(
      ...(options.yes ? shown : []),
      ...movedInWords(done.proposed, done.applied),
      `It is in force: claims of ${plural(done.applied.accounts, 'account')} move now (./duixian status says when they are done).`,
    );
}

async function reject(digest: string, options: Options & { reason: string }): Promise<void> {
  const body = { plan: digest, reason: options.reason };
  await clientOf(options).post('/v1/policy/reject', { body });
  print(`Plan ${digest} is rejected.`);
}

function begin(id: string, { packs, from }: { packs: string; from: string }): void {
  const folder = resolve(packs);
  print(
    ...writeNewPack(id, folder, from),
    'Put the regulation in its place; packages/policy/README.md says what can stand there. What is not right is named by',
    `./duixian replay --policy ${id} --packs ${folder} FACTS.ndjson`,
    `./duixian start --policy ${id} --packs ${folder}: an empty system takes it, to another one it is an offer.`,
  );
}

async function history(options: Options): Promise<void> {
  const { waiting, acts } = await askHistory(clientOf(options));
  if (options.json) console.log(jsonText({ waiting, acts }));
  else
    print(
      ...(waiting
        ? [`Plan ${waiting.plan.digest} waits, proposed by ${waiting.by} on ${waiting.document}.`]
        : []),
      ...acts.map(
        ({ at, event, digest, by, because }) =>
          `${shanghaiTime(at)} ${event} ${digest.slice(0, 12)}${by && ` by ${by}`}${because && `: ${because}`}`,
      ),
    );
}

/** All of it, the newest first. */
async function askHistory(client: SystemClient): Promise<Answer<'get', '/v1/policy/history'>> {
  const first = await client.get('/v1/policy/history');
  const acts = [...first.acts];
  for (let { next } = first; next !== null; ) {
    const page = await client.get('/v1/policy/history', { query: { before: String(next) } });
    acts.push(...page.acts);
    next = page.next;
  }
  return { ...first, acts };
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
