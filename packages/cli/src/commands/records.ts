import type { FactTypeName } from '@duixian/facts';
import type { Command } from 'commander';
import { actOnProposal, addSecondPerson, sayAnswer } from '../partners/proposal-acts.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { HandOver } from '../system/answers.ts';
import { factTypeOf } from '../system/fact-type.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { addOwnRecords } from './own-records.ts';

type Options = ConnectionOptions & { json?: true };
type Terms = { from: string; to: string; type?: string; subject?: string; document: string };

const PATH = '/v1/records/hand-overs';
const ACTS = {
  confirm: (client: SystemClient, id: string) => client.post(`${PATH}/{id}/confirm`, { path: { id } }),
  reject: (client: SystemClient, id: string, reason: string) =>
    client.post(`${PATH}/{id}/reject`, { path: { id }, body: { reason } }),
  inWords: (handOver: HandOver) =>
    `${handOver.id}: ${handOver.status}; ${whatOf(handOver)} from ${handOver.from} to ${handOver.to}`,
};

export function addRecords(program: Command): void {
  const records = program
    .command('records')
    .description('what was recorded, whose it is, and what it led to');
  addOwnRecords(records);
  withConnection(records.command('send-back'))
    .description('let a platform change a final usage record once more (退回); needs the scope officer')
    .argument('<subject>', 'the subject of the usage record')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'the answer as JSON')
    .action(sendBack);
  const group = records
    .command('hand-over')
    .description(
      'let records go from one source to another (移交): one person proposes it, another confirms it',
    );
  withConnection(group.command('list'))
    .description('what went, or is to go, from one source to another')
    .option('--json', 'as JSON')
    .action(list);
  actOnProposal(group, 'propose', 'put it forward; needs the scope prepare')
    .requiredOption('--from <uri>', 'the source that owns the records')
    .requiredOption('--to <uri>', 'the source that is to own them')
    .option('--type <type>', 'records of this type only, such as contract')
    .option('--subject <subject>', 'this record of that type only')
    .requiredOption('--document <text>', 'the paper on which it is proposed')
    .action(async (id: string, options: Options & Terms) => {
      const { from, to, subject, document } = options;
      // The gateway checks the type.
      const type = options.type && (factTypeOf(options.type) ?? (options.type as FactTypeName));
      const body = { id, from, to, ...(type && { type }), ...(subject && { subject }), document };
      sayAnswer(await new SystemClient(findSystem(options)).post(PATH, { body }), ACTS, options);
    });
  addSecondPerson(group, ACTS);
}

async function sendBack(id: string, options: Options & { reason: string }): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const request = { path: { id }, body: { reason: options.reason } };
  const answer = await client.post('/v1/nrii/records/{id}/send-back', request);
  if (options.json) return console.log(JSON.stringify(answer, null, 2));
  print(`${id}: revision ${answer.revision} was sent back to ${answer.source}`);
}

async function list(options: Options): Promise<void> {
  const all: HandOver[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, PATH, {})) all.push(...page.handOvers);
  if (options.json) return console.log(JSON.stringify(all, null, 2));
  if (all.length === 0) return print('There are none.');
  const rows = all.map((one) => [one.id, one.status, one.from, one.to, whatOf(one), one.proposedBy]);
  print(...table(['id', 'status', 'from', 'to', 'what', 'proposed by'], rows));
}

function whatOf({ type, types, subject }: HandOver): string {
  if (type === null) return `all of ${types.join(', ')}`;
  return subject === null ? `all of ${type}` : `${type} ${subject}`;
}
