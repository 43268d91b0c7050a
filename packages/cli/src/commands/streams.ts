import { readFileSync } from 'node:fs';
import { localOperator, migrateStreams, type Operator, type StreamState } from '@duixian/local';
import { dataFolder, EXIT_CODES, Problem } from '@duixian/local/folder';
import { type Command, InvalidArgumentError } from 'commander';
import { print } from '../report/lines.ts';
import { withData } from '../system/find-system.ts';

type Options = {
  readonly data: string;
  readonly natsUrl?: string;
  readonly natsSeedFile?: string;
  readonly replicas?: number;
  readonly bring?: true;
  readonly json?: true;
};

export function addStreams(program: Command): void {
  withData(program.command('streams'))
    .description('how the streams of NATS stand to what this release declares; exit code 1 if otherwise')
    .option('--bring', 'bring them there; the messages in them stay')
    .option('--nats-url <urls>', 'of servers elsewhere, with commas between them')
    .option('--nats-seed-file <file>', 'with the seed of the operator there, SU…')
    .option('--replicas <n>', 'on how many servers each stream is to lie, 1 to 5', replicasOf)
    .option('--json', 'as JSON: [{ name, otherwise }]')
    .action(async (options: Options) => {
      const { bring, replicas, json } = options;
      const states = await migrateStreams(operatorOf(options), {
        plan: bring !== true,
        ...(replicas !== undefined && { replicas }),
      });
      if (json) console.log(JSON.stringify(states, null, 2));
      else print(...streamsInWords(states, 'Call ./duixian streams --bring.'));
      process.exitCode = areAsDeclared(states) ? EXIT_CODES.done : EXIT_CODES.attention;
    });
}

export function areAsDeclared(states: readonly StreamState[]): boolean {
  return states.every(({ otherwise }) => otherwise.length === 0);
}

export function streamsInWords(states: readonly StreamState[], whatToDo: string): string[] {
  if (areAsDeclared(states)) return [`Streams are as this release declares them: ${states.length}.`];
  const lines = states.flatMap(({ name, otherwise }) => otherwise.map((one) => `Stream ${name}: ${one}.`));
  return [...lines, whatToDo];
}

function operatorOf({ data, natsUrl, natsSeedFile }: Options): Operator {
  if (natsUrl === undefined) return localOperator(dataFolder(data));
  return { servers: natsUrl, seed: natsSeedFile === undefined ? undefined : seedIn(natsSeedFile) };
}

function seedIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Problem(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function replicasOf(text: string): number {
  if (!/^[1-5]$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 5.');
  return Number(text);
}
