import { readFile } from 'node:fs/promises';
import type { PartyKind } from '@duixian/facts';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { actOnProposal, addSecondPerson, sayAnswer } from '../partners/proposal-acts.ts';
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
const ACTS = {
  confirm: (client: SystemClient, id: string) => client.post(`${PATH}/{id}/confirm`, { path: { id } }),
  reject: (client: SystemClient, id: string, reason: string) =>
    client.post(`${PATH}/{id}/reject`, { path: { id }, body: { reason } }),
  inWords: ({ id, status, count, source }: UnitProposal) =>
    `${id}: ${status}; ${count} ${count === 1 ? 'unit' : 'units'} of ${source}`,
};

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
  actOnProposal(group, 'propose', 'put one unit, or a table of them, forward; needs the scope prepare')
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
  addSecondPerson(group, ACTS);
}

async function propose(id: string, options: Options & Terms): Promise<void> {
  const { source, document, table: file } = options;
  if (file === undefined) {
    const body = { id, source, document, units: [unitOf(options)] };
    return sayAnswer(await clientOf(options).post(PATH, { body }), ACTS, options);
  }
  const content = await readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const query = { id, source, document };
  const sent = clientOf(options).postFile(`${PATH}/import`, { query }, content, 'application/octet-stream');
  sayAnswer(await sent, ACTS, options);
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

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
