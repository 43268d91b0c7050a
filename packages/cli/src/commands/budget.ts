import { Problem } from '@duixian/local/folder';
import { formatYuan } from '@duixian/values';
import type { Command } from 'commander';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { todayInShanghai } from '../report/shanghai-day.ts';
import { type Cell, table } from '../report/table.ts';
import type { Budget } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type Options = ConnectionOptions & { json?: true };

export function addBudget(program: Command): void {
  const group = program
    .command('budget')
    .description('what each programme may spend in a fiscal year (预算指标), and what is left');
  withConnection(group.command('list'))
    .description('every programme of a fiscal year')
    .argument('[year]', 'fiscal year (default: this one)')
    .option('--json', 'as JSON')
    .action(async (year: string | undefined, options: Options) => {
      const asked = yearOf(year ?? todayInShanghai().slice(0, 4));
      const answer = await new SystemClient(findSystem(options)).get('/v1/budgets', {
        query: { year: asked },
      });
      show(answer.budgets, options);
    });
  withConnection(group.command('set'))
    .description('set what a programme may spend in the whole year; needs the scope treasury')
    .argument('<year>', 'fiscal year')
    .argument('<programme>', 'id of the programme')
    .argument('<yuan>', 'such as 1500000 or 1234.50; 0 withdraws it')
    .requiredOption('--document <text>', 'the paper that sets it')
    .option('--json', 'the answer as JSON')
    .action(
      async (year: string, programme: string, yuan: string, options: Options & { document: string }) => {
        const body = { appropriatedFen: fenOfYuan(yuan), document: options.document };
        const path = { year: yearOf(year), programme };
        const client = new SystemClient(findSystem(options));
        show([await client.post('/v1/budgets/{year}/{programme}', { path, body })], options);
      },
    );
}

function yearOf(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw new Problem(`${text} is not a year. Give one such as 2026.`);
}

function show(list: Budget[], { json }: Options): void {
  if (json) console.log(jsonText(list));
  else print(...inWords(list));
}

function inWords(list: Budget[]): string[] {
  if (list.length === 0) return ['There are none.'];
  const headings = [
    'programme 项目',
    'year',
    'appropriated 指标, yuan',
    'committed 占用, yuan',
    'ordered 已申请, yuan',
  ];
  const rest = ['available 可用, yuan', 'paid 已支付, yuan', 'returned 退款, yuan'];
  return table([...headings, ...rest], list.map(row));
}

function row(one: Budget): Cell[] {
  const { appropriatedFen, committedFen, orderedFen, availableFen, paidFen, returnedFen } = one;
  const figures = [appropriatedFen, committedFen, orderedFen, availableFen, paidFen, returnedFen].map(
    formatYuan,
  );
  const hasNone = !one.isKept && appropriatedFen === 0n;
  if (hasNone) for (const index of [0, 1, 3]) figures[index] = '–';
  const kept = hasNone ? '(no budget: orders need none)' : '(not kept to: orders may exceed it)';
  return [
    [`${one.programme} ${one.name}`, ...(one.isKept ? [] : [kept])],
    String(one.fiscalYear),
    ...figures,
  ];
}
