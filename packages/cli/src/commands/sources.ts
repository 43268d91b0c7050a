import type { BodyOf } from '@duixian/client';
import type { FactTypeName, SourceKind } from '@duixian/facts';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Source } from '../system/answers.ts';
import { factTypeOf } from '../system/fact-type.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { type PostRequest, SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };
/** The gateway checks kinds and types. */
type Terms = { name: string; kind: SourceKind; uscc: string; type: string[]; document: string };

export function addSources(program: Command): void {
  const group = program
    .command('sources')
    .description('sources of facts (数据来源): one person proposes, another confirms');
  withConnection(group.command('list'))
    .description('the confirmed sources, and what waits for a second person')
    .option('--json', 'as JSON')
    .action(list);
  act(group, 'propose', 'propose a source, or a change of it; needs the scope prepare')
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--kind <kind>', 'bureau, exchange or platform')
    .requiredOption('--uscc <uscc>', '统一社会信用代码 of the legal entity that answers for it')
    .requiredOption('--type <type...>', 'types of facts that it may record, such as contract receipt')
    .requiredOption('--document <text>', 'the document on which it is based')
    .action((uri: string, options: Options & Terms) => {
      const { name, kind, uscc: answerableUscc, document } = options;
      // An unknown type is sent as it is: the gateway answers which types exist.
      const types = options.type.map((word) => factTypeOf(word) ?? (word as FactTypeName));
      return change(
        '/v1/sources/{uri}/propose',
        uri,
        { name, kind, answerableUscc, types, document },
        options,
      );
    });
  act(group, 'withdraw', 'propose its withdrawal: it records nothing any more; needs the scope prepare')
    .requiredOption('--document <text>', 'the document on which it is based')
    .action((uri: string, options: Options & { document: string }) =>
      change('/v1/sources/{uri}/withdraw', uri, { document: options.document }, options),
    );
  act(group, 'confirm', 'confirm the proposal with this number; needs the scope approve, and another person')
    .argument('<number>')
    .action((uri: string, number: string, options: Options) =>
      change('/v1/sources/{uri}/confirm', uri, { number: Number(number) }, options),
    );
  act(group, 'reject', 'reject the proposal with this number, or withdraw your own')
    .argument('<number>')
    .requiredOption('--reason <text>', 'why')
    .action((uri: string, number: string, options: Options & { reason: string }) =>
      change('/v1/sources/{uri}/reject', uri, { number: Number(number), reason: options.reason }, options),
    );
}

function act(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<uri>', 'the `source` of its facts')
    .option('--json', 'the answer as JSON');
}

async function list(options: Options): Promise<void> {
  const sources: Source[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/sources', {})) sources.push(...page.sources);
  if (options.json) return console.log(JSON.stringify(sources, null, 2));
  if (sources.length === 0) return print('There are none.');
  print(
    ...table(
      ['source', 'status', 'stands', 'waits'],
      sources.map(({ uri, status, standing, waiting }) => [
        uri,
        status,
        termsInWords(standing),
        waitingInWords(waiting),
      ]),
    ),
  );
}

type Change = `/v1/sources/{uri}/${'propose' | 'withdraw' | 'confirm' | 'reject'}`;

async function change<Path extends Change>(
  path: Path,
  uri: string,
  body: BodyOf<Path>,
  options: Options,
): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const answer = await client.post<Change>(path, { path: { uri }, body } as PostRequest<Change>);
  const { status, standing, waiting } = answer;
  const words = `${uri}: ${status}; stands: ${termsInWords(standing)}; waits: ${waitingInWords(waiting)}`;
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(words);
}

function termsInWords(terms: Source['standing']): string {
  return terms ? `${terms.name} (${terms.kind}): ${terms.types.join(', ')}` : '–';
}

function waitingInWords(waiting: Source['waiting']): string {
  if (!waiting) return '–';
  const what = waiting.terms ? termsInWords(waiting.terms) : 'withdrawal';
  return `no. ${waiting.number} by ${waiting.by}, ${what}`;
}
