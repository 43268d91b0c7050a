import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { programOf } from '@duixian/local';
import { City } from '@duixian/testing';
import { inWords, median, rounded } from './figures.ts';
import { canPin, type Measured, measureOnOneCore, nodeProgram } from './measured-process.ts';

const CLI = await programOf('duixian');
const PARSE_LINES = fileURLToPath(new URL('parse-lines.ts', import.meta.url));

type Options = { facts: number; pairs: number; json?: true };

export async function benchReplay({ facts, pairs, json }: Options): Promise<void> {
  const figures = await measureReplay(facts, pairs);
  console.log(json ? JSON.stringify(figures) : inWords(figures));
}

/** Measures `replay` and its ceiling in turns, each as a whole process including its start. */
export async function measureReplay(facts: number, pairs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'duixian-bench-'));
  try {
    const file = join(folder, 'city.ndjson');
    await writeCity(file, facts);
    if (!canPin) console.log('taskset is not here: other cores help, so the figures are too good');
    const runs = await runPairs(file, pairs);
    const replayPerSecond = facts / median(runs.map(({ replay }) => replay.seconds));
    const parsePerSecond = facts / median(runs.map(({ ceiling }) => ceiling.seconds));
    return {
      replayPerSecond: Math.round(replayPerSecond),
      parsePerSecond: Math.round(parsePerSecond),
      replayRatio: rounded(replayPerSecond / parsePerSecond),
      replayPeakMiB: Math.round(Math.max(...runs.map(({ replay }) => replay.peakMiB))),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runPairs(file: string, pairs: number) {
  const runs: { replay: Measured; ceiling: Measured }[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    const ceiling = await measureOnOneCore(nodeProgram(PARSE_LINES, file));
    const replay = await measureOnOneCore(nodeProgram(CLI, 'replay', file));
    console.log(`pair ${pair}: parse ${ceiling.seconds.toFixed(2)} s, replay ${replay.seconds.toFixed(2)} s`);
    runs.push({ replay, ceiling });
  }
  return runs;
}

async function writeCity(file: string, facts: number): Promise<void> {
  const city = new City({ entities: 90_000, institutions: 100 });
  await pipeline(Readable.from(linesOf(city.year(facts))), createWriteStream(file));
}

function* linesOf(items: Iterable<object>): Generator<string> {
  let piece = '';
  for (const item of items) {
    piece += `${JSON.stringify(item)}\n`;
    if (piece.length < 1_000_000) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
