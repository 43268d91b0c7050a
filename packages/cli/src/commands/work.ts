import { Problem } from '@duixian/local/folder';
import { type Command, Option } from 'commander';
import { type Language, usualLanguage } from '../report/explain-account.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { listInWords, summaryInWords, WORK_LISTS } from '../report/work-in-words.ts';
import { allPages } from '../system/all-pages.ts';
import type { WorkItem } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { lang: Language; json?: true };

export function addWork(program: Command): void {
  withConnection(program.command('work'))
    .description('what waits for a person (待办): how much of each kind and the oldest, or one list whole')
    .argument('[list]', `one of ${Object.keys(WORK_LISTS).join(', ')}`)
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()))
    .option('--json', 'as JSON')
    .action((list: string | undefined, options: Options) =>
      list === undefined ? summary(options) : whole(list, options),
    );
}

async function summary(options: Options): Promise<void> {
  const { lists } = await new SystemClient(findSystem(options)).get('/v1/work');
  if (options.json) console.log(jsonText(lists));
  else print(...summaryInWords(lists, options.lang));
}

async function whole(list: string, options: Options): Promise<void> {
  if (!isWorkList(list)) {
    throw new Problem(`${list} is not a list of work. There are ${Object.keys(WORK_LISTS).join(', ')}.`);
  }
  const items: WorkItem[] = [];
  const client = new SystemClient(findSystem(options));
  for await (const page of allPages(client, '/v1/work/{list}', { path: { list } })) items.push(...page.items);
  if (options.json) console.log(jsonText(items));
  else print(...listInWords(items, options.lang));
}

function isWorkList(word: string): word is keyof typeof WORK_LISTS {
  return word in WORK_LISTS;
}
