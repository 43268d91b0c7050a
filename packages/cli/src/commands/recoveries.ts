import { addressOf } from '@duixian/client';
import { Problem } from '@duixian/local/folder';
import { formatYuan, shanghaiTime } from '@duixian/values';
import type { Command } from 'commander';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { type Cell, table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Recovery, Transfer } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { formatOfName, saveDownload } from '../system/save-download.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };
type Acting = Options & { document: string };

const LETTER_TIMEOUT_MS = 60_000;

export function addRecoveries(program: Command): void {
  const group = program
    .command('recoveries')
    .description(
      'money that was paid and is not due any more (追回): demand it, book what comes, write it off',
    );
  withConnection(group.command('list'))
    .description('every demand')
    .option('--entity <uscc>', 'those against one entity')
    .option('--json', 'as JSON')
    .action(async (options: Options & { entity?: string }) => show(await all(options), options));
  withConnection(group.command('show'))
    .description('everything that is known of one demand')
    .argument('<id>')
    .action(async (id: string, options: Options) =>
      console.log(jsonText(await clientOf(options).get('/v1/recoveries/{id}', { path: { id } }))),
    );
  withConnection(group.command('letter'))
    .description('write its letter (追回通知书), for an officer to look through, sign and send')
    .argument('<id>', 'of the demand')
    .argument('<file>', 'ends in .docx')
    .action(async (id: string, file: string, options: Options) => {
      formatOfName(file, ['docx']);
      const address = addressOf('get', '/v1/recoveries/{id}/letter', { path: { id } });
      await saveDownload(clientOf(options), address, file, LETTER_TIMEOUT_MS);
    });
  acting(group, 'demand', 'demand what an entity has to give back; needs the scope prepare')
    .argument('<uscc>', "the entity's 统一社会信用代码")
    .requiredOption('--due-on <day>', 'last day to pay, YYYY-MM-DD')
    .requiredOption('--reason <text>', 'why it is not due, with the article')
    .action((entity: string, options: Acting & { dueOn: string; reason: string }) => {
      const { dueOn, reason, document } = options;
      const body = { entity, dueOn, reason, document };
      return shown(clientOf(options).post('/v1/recoveries', { body }), options);
    });
  acting(group, 'receive', 'money came back; needs the scope prepare or treasury')
    .argument('<id>', 'of the demand')
    .argument('<yuan>', 'such as 300000 or 1234.50')
    .requiredOption(
      '--payment <id>',
      "the bank's reference of the transfer, which counts once over all demands; the same again has no effect",
    )
    .action((id: string, yuan: string, options: Acting & { payment: string }) => {
      const { payment, document } = options;
      const body = { id: payment, amountFen: fenOfYuan(yuan), document };
      return shown(clientOf(options).post('/v1/recoveries/{id}/receipts', { path: { id }, body }), options);
    });
  addTransfers(group);
  acting(group, 'write-off', 'give up what is outstanding; needs the scope approve, and another person')
    .argument('<id>', 'of the demand')
    .action((id: string, options: Acting) => {
      const body = { document: options.document };
      return shown(clientOf(options).post('/v1/recoveries/{id}/write-off', { path: { id }, body }), options);
    });
}

function addTransfers(group: Command): void {
  acting(
    group,
    'receive-transfer',
    'one transfer settles several demands; needs the scope prepare or treasury',
  )
    .argument('<id>', "the bank's reference of the transfer")
    .argument('<yuan>', 'of the whole transfer')
    .argument('<parts...>', 'DEMAND=YUAN for each demand; together the whole transfer')
    .action(async (id: string, yuan: string, words: string[], options: Acting) => {
      const { document } = options;
      const body = { id, amountFen: fenOfYuan(yuan), parts: words.map(partOf), document };
      showTransfer(await clientOf(options).post('/v1/transfers-back', { body }), options);
    });
  withConnection(group.command('transfer'))
    .description("what is booked under a bank's reference of money given back")
    .argument('<reference>')
    .option('--json', 'as JSON')
    .action(async (id: string, options: Options) =>
      showTransfer(await clientOf(options).get('/v1/transfers-back/{id}', { path: { id } }), options),
    );
}

function partOf(word: string): { recovery: string; fen: number } {
  const at = word.lastIndexOf('=');
  if (at < 1)
    throw new Problem(`"${word}" is no part: say DEMAND=YUAN, such as 91410100170051134L-D1=300.50.`);
  return { recovery: word.slice(0, at), fen: fenOfYuan(word.slice(at + 1)) };
}

function showTransfer(one: Transfer, { json }: Options): void {
  if (json) console.log(jsonText(one));
  else
    print(
      `Transfer ${one.id}: ${formatYuan(one.amountFen)} yuan, booked by ${one.by} at ${shanghaiTime(one.at)}.`,
      ...table(
        ['demand 追回通知', 'yuan'],
        [
          ...one.parts.map(({ recovery: demand, fen }) => [demand, formatYuan(fen)]),
          ['together', formatYuan(one.partsFen)],
        ],
      ),
    );
}

function acting(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .requiredOption('--document <text>', 'the paper on which it is done')
    .option('--json', 'the answer as JSON');
}

async function shown(answered: Promise<Recovery>, options: Acting): Promise<void> {
  show([await answered], options);
}

async function all({ entity, ...options }: Options & { entity?: string }): Promise<Recovery[]> {
  const found: Recovery[] = [];
  const query = entity === undefined ? {} : { entity };
  for await (const page of allPages(clientOf(options), '/v1/recoveries', { query }))
    found.push(...page.recoveries);
  return found;
}

function show(list: Recovery[], { json }: Options): void {
  if (json) console.log(jsonText(list));
  else print(...inWords(list));
}

function inWords(list: Recovery[]): string[] {
  if (list.length === 0) return ['There are none.'];
  const headings = [
    'demand 追回通知',
    'entity',
    'state',
    'due on',
    'demanded 应追回, yuan',
    'received 已收回, yuan',
  ];
  const rest = ['written off 核销, yuan', 'outstanding 未收回, yuan'];
  return table([...headings, ...rest], list.map(row));
}

function row(one: Recovery): Cell[] {
  const figures = [one.demandedFen, one.receivedFen, one.writtenOffFen, one.outstandingFen];
  return [one.id, [one.entity, one.name], one.state, one.dueOn, ...figures.map(formatYuan)];
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
