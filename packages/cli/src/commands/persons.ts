import type { BodyOf } from '@duixian/client';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Person } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { type PostRequest, SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };
type Terms = { name: string; machine?: true; scope: string[]; keyHash: string[]; document: string };

export function addPersons(program: Command): void {
  const group = program
    .command('persons')
    .description('who may do what (人员及其权限): one person proposes it, another confirms it');
  withConnection(group.command('list'))
    .description('persons and machines with their roles, and what waits for a second person')
    .option('--json', 'as JSON')
    .action(list);
  act(group, 'propose', 'put a person or machine, or a change of roles, forward; needs the scope prepare')
    .requiredOption('--name <name>', 'what they are called, of one script (Chinese with Latin may mix)')
    .option('--machine', 'a machine, which never confirms anything')
    .option('--scope <scope...>', 'roles; none takes all away', [])
    .option('--key-hash <name=sha256...>', 'a key that they made themselves (keys generate)', [])
    .requiredOption('--document <text>', 'the paper on which it is proposed')
    .action((id: string, options: Options & Terms) => {
      const { name, machine, scope: scopes, document } = options;
      const keys = options.keyHash.map(keyHash);
      const kind = machine ? ('machine' as const) : ('person' as const);
      return change('/v1/persons/{id}/propose', id, { name, kind, scopes, keys, document }, options);
    });
  act(group, 'confirm', 'confirm the proposal with this number; needs the scope approve, and another person')
    .argument('<number>')
    .action((id: string, number: string, options: Options) =>
      change('/v1/persons/{id}/confirm', id, { number: Number(number) }, options),
    );
  act(group, 'reject', 'do not confirm the proposal with this number, or take your own back')
    .argument('<number>')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, number: string, options: Options & { reason: string }) =>
      change('/v1/persons/{id}/reject', id, { number: Number(number), reason: options.reason }, options),
    );
}

function act(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'lower-case letters and digits')
    .option('--json', 'the answer as JSON');
}

function keyHash(text: string): { name: string; sha256: string } {
  const [name = '', sha256 = '', ...rest] = text.split('=');
  if (name !== '' && sha256 !== '' && rest.length === 0) return { name, sha256 };
  throw new Problem(`--key-hash ${text}: it must be a name, =, and the SHA-256 of the key.`);
}

async function list(options: Options): Promise<void> {
  const persons: Person[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/persons', {})) persons.push(...page.persons);
  if (options.json) return console.log(JSON.stringify(persons, null, 2));
  if (persons.length === 0) return print('There are none.');
  const rows = persons.map(({ id, standing, waiting }) => [id, inWords(standing), waitingInWords(waiting)]);
  print(...table(['person', 'stands', 'waits'], rows));
}

type Change = `/v1/persons/{id}/${'propose' | 'confirm' | 'reject'}`;

async function change<Path extends Change>(
  path: Path,
  id: string,
  body: BodyOf<Path>,
  options: Options,
): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const answer = await client.post<Change>(path, { path: { id }, body } as PostRequest<Change>);
  const { standing, waiting } = answer;
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(`${id}: stands: ${inWords(standing)}; waits: ${waitingInWords(waiting)}`);
}

function inWords(terms: Person['standing']): string {
  if (!terms) return '–';
  const { name, kind, scopes } = terms;
  return `${name}, ${kind}: ${scopes.length > 0 ? scopes.join(', ') : 'nothing'}`;
}

function waitingInWords(waiting: Person['waiting']): string {
  if (!waiting) return '–';
  const keys = waiting.keys.length > 0 ? `; with ${waiting.keys.length} keys` : '';
  return `no. ${waiting.number} by ${waiting.by}, ${inWords(waiting)}${keys}`;
}
