import { shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { agree } from '../decide/agree.ts';
import { decisionInWords } from '../decide/decision-in-words.ts';
import { previewInWords } from '../decide/preview-in-words.ts';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { print } from '../report/lines.ts';
import { allPages } from '../system/all-pages.ts';
import type { ProposedDecision } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };
type ConfirmOptions = Options & { yes?: true; preview?: string; mayGrowYuan?: string };

export function addDecisions(program: Command): void {
  const group = program
    .command('decisions')
    .description('decisions by two persons (裁量决定): list, preview, confirm and reject what waits');
  withConnection(group.command('list'))
    .description('what waits for a second person')
    .option('--all', 'also those that were confirmed or rejected')
    .option('--json', 'as JSON')
    .action(list);
  onDecision(group, 'show', 'the waiting proposal of a decision, and its history').action(show);
  onDecision(group, 'confirm', 'confirm what another person proposed; needs the scope approve')
    .option('--preview <digest>', 'the preview that was read (default: it is shown now)')
    .option('--may-grow-yuan <yuan>', 'by how much the amount ordered at once may have grown since', '0')
    .option('--yes', 'agree to its effects without being asked')
    .action(confirm);
  onDecision(group, 'reject', 'reject the waiting proposal, or withdraw your own')
    .requiredOption('--reason <text>', 'why')
    .action(reject);
}

function onDecision(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'of the decision')
    .option('--json', 'the answer as JSON');
}

async function list(options: Options & { all?: true }): Promise<void> {
  const found: ProposedDecision[] = [];
  const query = { waiting: options.all ? 'false' : 'true' } as const;
  const pages = allPages(clientOf(options), '/v1/decisions/proposals', { query });
  for await (const page of pages) found.push(...page.decisions);
  if (options.json) console.log(JSON.stringify(found, null, 2));
  else if (found.length === 0) print(options.all ? 'Nothing was proposed.' : 'Nothing waits.');
  else print(...found.flatMap(inWords));
}

async function show(id: string, options: Options): Promise<void> {
  const found = await clientOf(options).get('/v1/decisions/proposals/{id}', { path: { id } });
  if (options.json) console.log(JSON.stringify(found, null, 2));
  else
    print(
      ...inWords(found),
      ...found.acts.map(
        ({ event, by, at, because }) => `  ${shanghaiTime(at)} ${event} by ${by}${because && `: ${because}`}`,
      ),
    );
}

/**
 * The decision is confirmed before anything is written to standard output, so that a reader who closes it early does
 * not prevent that.
 */
async function confirm(id: string, options: ConfirmOptions): Promise<void> {
  const client = clientOf(options);
  const mayGrowFen = fenOfYuan(options.mayGrowYuan ?? '0');
  const now = await client.post('/v1/decisions/{id}/preview', { path: { id } });
  const shown = previewInWords(now);
  if (!options.yes) await agree(shown, 'Confirm it?');
  const body = { number: now.number, preview: options.preview ?? now.digest, mayGrowFen };
  const confirmed = await client.post('/v1/decisions/{id}/confirm', { path: { id }, body });
  if (options.json) console.log(JSON.stringify(confirmed));
  else print(...(options.yes ? shown : []), `Decision ${id} is confirmed and recorded.`);
}

async function reject(id: string, options: Options & { reason: string }): Promise<void> {
  const client = clientOf(options);
  const { waiting } = await client.get('/v1/decisions/proposals/{id}', { path: { id } });
  const body = { number: waiting?.number ?? 1, reason: options.reason };
  const rejected = await client.post('/v1/decisions/{id}/reject', { path: { id }, body });
  if (options.json) console.log(JSON.stringify(rejected));
  else print(`The proposal for ${id} is rejected.`);
}

function inWords({ id, waiting, confirmed, proposals }: ProposedDecision): string[] {
  if (!waiting)
    return [`${id}: nothing waits; ${proposals} proposed, the last confirmed is no. ${confirmed}`];
  const { number, by, document, data } = waiting;
  return [`No. ${number}, proposed by ${by} on ${document}:`, ...decisionInWords({ subject: id, data })];
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
