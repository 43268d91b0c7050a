import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder, Problem } from '@duixian/local/folder';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { print } from '../report/lines.ts';
import { LEAST_LEVELS, logLine } from '../report/log-line.ts';
import { withData } from '../system/find-system.ts';
import { LogFile, partsWithLogs } from '../system/log-files.ts';

const LOOK_EVERY_MS = 500;

type Level = keyof typeof LEAST_LEVELS;
type Options = {
  readonly data: string;
  readonly lines: number;
  readonly level: Level;
  readonly follow?: true;
  readonly json?: true;
};

export function addLogs(program: Command): void {
  withData(program.command('logs'))
    .description('what the parts of a system on this machine logged (日志): the last lines of each')
    .argument('[parts...]', 'some of them, as status names them; all where none is named')
    .option('-n, --lines <number>', 'so many lines of each', wholeNumber, 10)
    .addOption(
      new Option('--level <level>', 'from which level on').choices(Object.keys(LEAST_LEVELS)).default('info'),
    )
    .option('-f, --follow', 'go on with what is added, until Ctrl-C')
    .option('--json', 'as JSON, a line each: { part, time, text }')
    .action(showLogs);
}

async function showLogs(parts: string[], options: Options): Promise<void> {
  const { logs } = dataFolder(options.data);
  const files = chosen(logs, parts).map((part) => new LogFile(logs, part));
  for (const file of files) show(file, file.readOn(), options, files.length > 1);
  while (options.follow) {
    await sleep(LOOK_EVERY_MS);
    for (const file of files) show(file, file.readOn(), { ...options, lines: Infinity }, files.length > 1);
  }
}

function chosen(logs: string, parts: readonly string[]): readonly string[] {
  const there = partsWithLogs(logs);
  if (there.length === 0) throw new Problem(`There are no logs in ${logs}: ./duixian start makes them.`);
  const unknown = parts.find((part) => !there.includes(part));
  if (unknown !== undefined) throw new Problem(`${unknown} has no log. There are ${there.join(', ')}.`);
  return parts.length > 0 ? parts : there;
}

function show({ part }: LogFile, raw: readonly string[], options: Options, isNamed: boolean): void {
  const least = LEAST_LEVELS[options.level];
  const read = raw.map(logLine).filter(({ level }) => level >= least);
  const last = read.slice(options.lines === Infinity ? 0 : -options.lines);
  if (options.json) {
    for (const { time, text } of last) console.log(JSON.stringify({ part, time, text }));
  } else print(...last.map(({ text }) => (isNamed ? `${part}  ${text}` : text)));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 999,999');
  return Number(text);
}
