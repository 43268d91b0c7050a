import type { FactTypeName } from '@duixian/facts';
import { Problem } from '@duixian/local/folder';
import { type Command, Option } from 'commander';
import { type Language, usualLanguage } from '../report/explain-account.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { outcomeInWords, recordsInWords, refusalsInWords } from '../report/own-records.ts';
import { allPages } from '../system/all-pages.ts';
import type { OwnRecord } from '../system/answers.ts';
import { factTypeOf } from '../system/fact-type.ts';
import { pathOfType } from '../system/find-fact.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { lang: Language; json?: true };

/** What a source reads about itself; with a key that reads everything, about all. */
export function addOwnRecords(records: Command): void {
  reading(records, 'list', 'the records of a type; with the key of a source, those that belong to it')
    .argument('<type>', 'such as contract')
    .action(list);
  reading(records, 'outcome', 'what one record led to: its claims, and the conditions that it does not meet')
    .argument('<type>', 'such as contract')
    .argument('<subject>', 'id of the record, such as the registration number of a contract')
    .action(show);
  reading(records, 'refused', 'what was refused lately of what a source sent, the newest first')
    .argument('[source]', 'its URI; with the key of one source it need not be said')
    .action(refused);
}

function reading(records: Command, name: string, meaning: string): Command {
  return withConnection(records.command(name))
    .description(meaning)
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()))
    .option('--json', 'as JSON');
}

async function list(type: string, options: Options): Promise<void> {
  const path = pathOfType(typeOf(type));
  const client = new SystemClient(findSystem(options));
  const all: OwnRecord[] = [];
  for await (const page of allPages(client, path, {})) all.push(...page.things);
  if (options.json) console.log(jsonText(all));
  else print(...recordsInWords(all, options.lang));
}

async function show(type: string, subject: string, options: Options): Promise<void> {
  const query = { type: typeOf(type), subject };
  const answer = await new SystemClient(findSystem(options)).get('/v1/claims', { query });
  if (options.json) console.log(jsonText(answer));
  else print(...outcomeInWords(answer, options.lang));
}

async function refused(source: string | undefined, options: Options): Promise<void> {
  const query = source === undefined ? {} : { source };
  const answer = await new SystemClient(findSystem(options)).get('/v1/refusals', { query });
  if (options.json) console.log(jsonText(answer.refusals));
  else print(...refusalsInWords(answer.refusals, options.lang));
}

function typeOf(word: string): FactTypeName {
  const type = factTypeOf(word);
  if (type === undefined) throw new Problem(`${word} is not a type of fact. Give one such as contract.`);
  return type;
}
