import { readFile } from 'node:fs/promises';
import type { PartyKind } from '@duixian/facts';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { listWaitingRows, listWaitingUnits } from '../partners/waiting.ts';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Unit, UnitProposal } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { unreadable } from '../system/unreadable.ts';

type Options = ConnectionOptions & { json?: true };
type Filter = Options & { source?: string; unit?: string };
type Terms = { source: string; document: string } & Partial<
  Record<'table' | 'unit' | 'uscc' | 'name' | 'kind' | 'division' | 'country', string>
>;

const PATH = '/v1/units/proposals';

export function addUnits(program: Command): void {
  const group = program
    .command('units')
    .description(
      'whom a source means by a code or a name (单位对照): one person proposes it, another confirms it',
    );
  withConnection(group.command('list'))
    .description('the units that are known')
    .option('--source <uri>', 'of this source only')
    .option('--unit <unit>', 'what this code or name means')
    .option('--proposed', 'instead the proposals that wait for a second person')
    .option('--waiting', 'instead the units for which records wait, with parties of nearly their name')
    .option('--json', 'as JSON')
    .action((options: Filter & { proposed?: true; waiting?: true }) => {
      if (options.waiting) return listWaitingUnits(clientOf(options), options);
      return options.proposed ? listProposals(options) : list(options);
    });
  withConnection(group.command('rows'))
    .description('the records of a source that wait for units, and what became of those that waited')
    .option('--source <uri>', 'the source; needed with a key that reads everything')
    .option('--json', 'as JSON')
    .action((options: Filter) => listWaitingRows(clientOf(options), options));
  act(group, 'propose', 'put one unit, or a table of them, forward; needs the scope prepare')
    .requiredOption('--source <uri>', 'the source that calls them so')
    .requiredOption('--document <text>', 'the paper on which it is proposed')
    .option('--table <file>', 'all units of a table (.csv or .xlsx), instead of one')
    .option('--unit <unit>', 'what the source calls it: a code or a name')
    .option('--name <name>', 'its official name')
    .option('--uscc <uscc>', 'its 统一社会信用代码; left out for one beyond the border')
    .option('--kind <kind>', 'enterprise, university, research-institute, public-institution or other')
    .option('--division <code>', 'its division, six digits')
    .option('--country <code>', 'of one beyond the border, such as JP')
    .action(propose);
  act(group, 'confirm', 'confirm all of it; needs the scope approve, and another person').action(
    (id: string, options: Options) =>
      change(options, (client) => client.post(`${PATH}/{id}/confirm`, { path: { id } })),
  );
  act(group, 'reject', 'do not confirm it, or take your own back')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: Options & { reason: string }) =>
      change(options, (client) =>
        client.post(`${PATH}/{id}/reject`, { path: { id }, body: { reason: options.reason } }),
      ),
    );
}

function act(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'an id of your own for the proposal; the same again has no effect')
    .option('--json', 'the answer as JSON');
}

async function propose(id: string, options: Options & Terms): Promise<void> {
  const { source, document, table: file } = options;
  if (file === undefined) {
    const body = { id, source, document, units: [unitOf(options)] };
    return change(options, (client) => client.post(PATH, { body }));
  }
  const content = await readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const query = { id, source, document };
  return change(options, (client) =>
    client.postFile(`${PATH}/import`, { query }, content, 'application/octet-stream'),
  );
}

/** The gateway checks the party. */
function unitOf({ unit, name, uscc, kind, division, country }: Terms) {
  if (unit === undefined || name === undefined || kind === undefined)
    throw new Problem(
      'Name the unit (--unit, --name, --kind, --uscc, --division), or a table of units (--table).',
    );
  const party = { uscc: uscc ?? null, name, kind: kind as PartyKind, divisionCode: division ?? null };
  return { unit, party: country === undefined ? party : { ...party, country } };
}

async function list(options: Filter): Promise<void> {
  const { source, unit } = options;
  const units: Unit[] = [];
  const query = { ...(source && { source }), ...(unit && { unit }) };
  for await (const page of allPages(clientOf(options), '/v1/units', { query })) units.push(...page.units);
  if (options.json) return console.log(JSON.stringify(units, null, 2));
  if (units.length === 0) return print('There are none.');
  const rows = units.map((one) => [one.source, one.unit, whoIs(one.party), one.party.name, one.proposal]);
  print(...table(['source', 'unit', 'is', 'name', 'by proposal'], rows));
}

function whoIs({ uscc, country }: Unit['party']): string {
  return uscc ?? `beyond the border (${country})`;
}

async function listProposals(options: Options): Promise<void> {
  const proposals: UnitProposal[] = [];
  const query = { waiting: 'true' as const };
  for await (const page of allPages(clientOf(options), PATH, { query })) proposals.push(...page.proposals);
  if (options.json) return console.log(JSON.stringify(proposals, null, 2));
  if (proposals.length === 0) return print('There are none.');
  const rows = proposals.map((one) => [one.id, one.source, String(one.count), one.proposedBy, one.document]);
  print(...table(['id', 'source', 'units', 'proposed by', 'document'], rows));
}

async function change(options: Options, ask: (client: SystemClient) => Promise<UnitProposal>): Promise<void> {
  const answer = await ask(clientOf(options));
  const { id, status, count, source } = answer;
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(`${id}: ${status}; ${count} ${count === 1 ? 'unit' : 'units'} of ${source}`);
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
