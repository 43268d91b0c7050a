import { EXIT_CODES } from '@duixian/local/folder';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { ProgressLine } from '../report/progress-line.ts';
import { openFacts, totalBytes } from '../send/facts-sources.ts';
import { refusalInWords } from '../send/refusal-in-words.ts';
import { RefusedFile, refusedFileFor } from '../send/refused-file.ts';
import { type Counts, type Refusal, sendFacts } from '../send/send-facts.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

type SendOptions = ConnectionOptions & { refused?: string; json?: true };

export function addSend(program: Command): void {
  withConnection(program.command('send'))
    .description('send facts files to a system, - for standard input')
    .argument('<facts...>', 'facts files (.ndjson, one fact to a line), sent in this order')
    .option('--refused <file>', 'where refused lines go, with their faults (default: FACTS.refused.ndjson)')
    .option('--json', 'the counts as JSON')
    .action(async (files: string[], options: SendOptions) => {
      process.exitCode = await send(files, options);
    });
}

async function send(files: string[], options: SendOptions): Promise<number> {
  const client = new SystemClient(findSystem(options));
  const progress = new ProgressLine(totalBytes(files));
  const refusedFiles = new Map<string, RefusedFile>();
  let example: Refusal | undefined;
  const refusedOf = (file: string): RefusedFile => {
    const path = options.refused ?? refusedFileFor(file);
    const refused = refusedFiles.get(path) ?? new RefusedFile(path);
    refusedFiles.set(path, refused);
    return refused;
  };
  try {
    const counts = await sendFacts(
      client,
      openFacts(files, (bytes) => progress.read(bytes)),
      {
        answered: (lines) => progress.answered(lines),
        refused: (refusal) => {
          example ??= refusal;
          refusedOf(refusal.file).add(refusal);
        },
      },
    );
    progress.done();
    report(counts, [...refusedFiles.keys()], options.json === true);
    if (example && !options.json) print(...refusalInWords(example));
    return counts.refused > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
  } finally {
    for (const refused of refusedFiles.values()) refused.close();
  }
}

function report(counts: Counts, refusedFiles: string[], asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ ...counts, refusedFiles }));
    return;
  }
  const { recorded, duplicate, stale, refused } = counts;
  print(`recorded ${recorded}, duplicate ${duplicate}, stale ${stale}, refused ${refused}`);
  if (refused > 0) print(`The refused lines and what is wrong with each: ${refusedFiles.join(', ')}`);
}
