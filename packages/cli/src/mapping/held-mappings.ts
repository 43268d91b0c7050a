import { readFile } from 'node:fs/promises';
import { MappingFault, parseMapping } from '@duixian/formats/register';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { addSecondPerson, sayAnswer } from '../partners/proposal-acts.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { shortType } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Mapping } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { unreadable } from '../system/unreadable.ts';

type Options = ConnectionOptions & { readonly json?: true };
type Filter = Options & { readonly source?: string; readonly proposed?: true };

const ACTS = {
  confirm: (client: SystemClient, id: string) => client.post('/v1/mappings/{id}/confirm', { path: { id } }),
  reject: (client: SystemClient, id: string, reason: string) =>
    client.post('/v1/mappings/{id}/reject', { path: { id }, body: { reason } }),
  inWords: ({ id, status, source, makes }: Mapping) =>
    `${id}: ${status}; tables of ${source} become ${shortType(makes)}`,
};

/** The mappings that a system holds: versions that two persons put in force. */
export function addHeldMappings(group: Command): void {
  withConnection(group.command('held'))
    .description('the mappings that a system holds, and whether they are in force')
    .option('--source <uri>', 'of this source only')
    .option('--proposed', 'only those that wait for a second person')
    .option('--json', 'as JSON')
    .action(listHeld);
  withConnection(group.command('put'))
    .description('propose a version of a mapping; needs the scope prepare. A version never changes')
    .argument('<file>', 'the mapping, YAML, with id, version and source')
    .requiredOption('--document <text>', 'the paper on which it is proposed')
    .option('--json', 'the answer as JSON')
    .action(put);
  addSecondPerson(group, ACTS);
}

async function put(path: string, options: Options & { readonly document: string }): Promise<void> {
  const content = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const id = idIn(content.toString('utf8'));
  const client = new SystemClient(findSystem(options));
  const parameters = { path: { id }, query: { document: options.document } };
  sayAnswer(
    await client.putFile('/v1/mappings/{id}', parameters, content, 'application/yaml'),
    ACTS,
    options,
  );
}

function idIn(text: string): string {
  try {
    const { id, version } = parseMapping(text);
    return `${id}@${version}`;
  } catch (error) {
    throw error instanceof MappingFault ? new Problem(error.message, { cause: error }) : error;
  }
}

async function listHeld({ source, proposed, json, ...options }: Filter): Promise<void> {
  const mappings: Mapping[] = [];
  const query = { ...(source && { source }), ...(proposed && { waiting: 'true' as const }) };
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/mappings', { query })) mappings.push(...page.mappings);
  if (json) return console.log(jsonText(mappings));
  if (mappings.length === 0) return print('There are none.');
  const rows = mappings.map((one) => [one.id, one.status, shortType(one.makes), one.source]);
  print(...table(['mapping', 'state', 'makes', 'source'], rows));
}
