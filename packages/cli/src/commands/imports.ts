import { addressOf } from '@duixian/client';
import type { Command } from 'commander';
import { importInWords, importsTable } from '../imports/import-in-words.ts';
import { jsonLine, jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { allPages } from '../system/all-pages.ts';
import type { Import } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { formatOfName, saveDownload } from '../system/save-download.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { readonly source?: string; readonly json?: true };
type Line = {
  readonly line: number;
  readonly subject: string;
  readonly outcome: string;
  readonly faults: readonly { readonly field: string; readonly message: string }[];
};

const RECEIPT_MS = 120_000;
const FINE = ['recorded', 'duplicate'];

export function addImports(program: Command): void {
  const group = program.command('imports').description('files that were imported (./duixian import)');
  of(group.command('list')).description('the latest first').action(list);
  ofOne(group, 'show', 'how far one is, and what became of its lines').action(show);
  ofOne(group, 'outcomes', 'the lines that were not recorded, and why')
    .option('--all', 'all lines')
    .action(outcomes);
  ofOne(group, 'receipt', 'the rows of its table with what became of each, as a workbook (导入回执)')
    .argument('<file>', 'ends in .xlsx')
    .action(receipt);
  ofOne(group, 'cancel', 'end one; what it recorded stays').action(cancel);
}

function of(command: Command): Command {
  return withConnection(command)
    .option('--source <uri>', 'the source; may be left out with a key of one source')
    .option('--json', 'as JSON');
}

function ofOne(group: Command, name: string, meaning: string): Command {
  return of(group.command(name)).description(meaning).argument('<import>', 'its id');
}

function sourceOf({ source }: Options): { source?: string } {
  return source === undefined ? {} : { source };
}

async function list(options: Options): Promise<void> {
  const imports: Import[] = [];
  const query = sourceOf(options);
  for await (const page of allPages(clientOf(options), '/v1/imports', { query }))
    imports.push(...page.imports);
  if (options.json) return console.log(jsonText(imports));
  if (imports.length === 0) return print('There are none.');
  print(...importsTable(imports));
}

async function show(id: string, options: Options): Promise<void> {
  say(await clientOf(options).get('/v1/imports/{id}', { path: { id }, query: sourceOf(options) }), options);
}

async function cancel(id: string, options: Options): Promise<void> {
  const asked = { path: { id }, query: sourceOf(options) };
  say(await clientOf(options).post('/v1/imports/{id}/cancel', asked), options);
}

async function receipt(id: string, file: string, options: Options): Promise<void> {
  formatOfName(file, ['xlsx']);
  const address = addressOf('get', '/v1/imports/{id}/receipt', { path: { id }, query: sourceOf(options) });
  await saveDownload(clientOf(options), address, file, RECEIPT_MS);
}

function say(one: Import, { json }: Options): void {
  if (json) console.log(jsonText(one));
  else print(...importInWords(one));
}

/** As they arrive: there may be a million. */
async function outcomes(id: string, options: Options & { readonly all?: true }): Promise<void> {
  const parameters = { path: { id }, query: sourceOf(options) };
  let shown = 0;
  for await (const value of clientOf(options).lines('/v1/imports/{id}/outcomes', parameters)) {
    const line = value as Line;
    if (!options.all && FINE.includes(line.outcome)) continue;
    shown += 1;
    if (options.json) console.log(jsonLine(line));
    else print(...lineInWords(line));
  }
  if (shown === 0 && !options.json) print('Every line was recorded, or is held already.');
}

function lineInWords({ line, subject, outcome, faults }: Line): string[] {
  const of = subject === '' ? '' : ` (${subject})`;
  return [
    `line ${line}${of}: ${outcome}`,
    ...faults.map(({ field, message }) => `  ${field === '' ? message : `${field}: ${message}`}`),
  ];
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
