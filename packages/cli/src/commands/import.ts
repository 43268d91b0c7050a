import { setTimeout as sleep } from 'node:timers/promises';
import { IMPORT_KINDS } from '@duixian/api';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { type Command, Option } from 'commander';
import { importInWords } from '../imports/import-in-words.ts';
import { hashFile, idOf, sendContent } from '../imports/send-file.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import type { Import } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

const LOOK_EVERY_MS = 500;

type Options = ConnectionOptions & {
  readonly kind: (typeof IMPORT_KINDS)[number];
  readonly mapping?: string;
  readonly dryRun?: true;
  readonly wait?: true;
  readonly id?: string;
  readonly source?: string;
  readonly json?: true;
};

export function addImport(program: Command): void {
  withConnection(program.command('import'))
    .description(
      'import a file: facts (.ndjson), or a table (.csv, .xlsx) by a mapping. The same command again goes on where it was. Exit code 1, with --wait: something is refused',
    )
    .argument('<file>', 'the file')
    .addOption(new Option('--kind <kind>', 'what is in it').choices(IMPORT_KINDS).makeOptionMandatory())
    .option('--mapping <id>', 'of a table: a mapping in force, such as henan-contract-register@1')
    .option('--dry-run', 'record nothing, and say what would become of each line')
    .option('--wait', 'until it has ended')
    .option('--id <id>', 'an id of your own; the same file again under another id is another import')
    .option('--source <uri>', 'the source; may be left out with a key of one source')
    .option('--json', 'as JSON')
    .action(importFile);
}

async function importFile(path: string, options: Options): Promise<void> {
  const client = new SystemClient(findSystem(options));
  const file = await hashFile(path);
  const isDryRun = options.dryRun === true;
  const id = options.id ?? idOf(file, isDryRun);
  const { kind, mapping } = options;
  const query = options.source === undefined ? {} : { source: options.source };
  const body = { id, kind, dryRun: isDryRun, sha256: file.sha256, ...(mapping !== undefined && { mapping }) };
  let one: Import = await client.post('/v1/imports', { query, body });
  const which = { path: { id }, query: { source: one.source } };
  if (one.state === 'receiving') {
    await sendContent(client, file, one);
    one = await client.post('/v1/imports/{id}/start', which);
  }
  while (options.wait && one.state === 'running') {
    await sleep(LOOK_EVERY_MS);
    one = await client.get('/v1/imports/{id}', which);
  }
  if (options.json) console.log(jsonText(one));
  else print(...importInWords(one), ...whatNext(one));
  if (one.state === 'cancelled')
    throw new Problem(`${id} was cancelled; give it another --id to import it again.`);
  const isWrong = one.state === 'stopped' || (options.wait && one.counts.refused > 0);
  process.exitCode = isWrong ? EXIT_CODES.attention : EXIT_CODES.done;
}

function whatNext({ id, state, counts }: Import): string[] {
  if (state === 'running') return [`./duixian imports show '${id}' says how far it is`];
  return counts.refused + counts.waiting > 0
    ? [`./duixian imports outcomes '${id}' says which lines, and why`]
    : [];
}
