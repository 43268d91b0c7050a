import { isBlank, type RawLine } from '@duixian/facts';
import { type FactsLine, type Faults, readFactsLine } from './facts-line.ts';

const mostLines = 1_000;
/** Half of what the gateway accepts in one body. */
const mostBytes = 8 * 1024 * 1024;

export type LineSource = { readonly file: string; readonly lines: AsyncIterable<RawLine[]> };
type OnUnsendable = (file: string, line: RawLine, faults: Faults) => void;

/** Batches in the order of the files and their lines; lines that do not fit into a batch are reported instead. */
export async function* batchesOf(
  sources: LineSource[],
  onUnsendable: OnUnsendable,
): AsyncGenerator<FactsLine[]> {
  let batch: FactsLine[] = [];
  let batchBytes = 0;
  for (const { file, lines } of sources) {
    for await (const arrived of lines) {
      for (const raw of arrived) {
        if (isBlank(raw.bytes)) continue;
        const line = readFactsLine(file, raw);
        if ('faults' in line) {
          onUnsendable(file, raw, line.faults);
          continue;
        }
        if (batch.length === mostLines || batchBytes + raw.sizeBytes > mostBytes) {
          yield batch;
          batch = [];
          batchBytes = 0;
        }
        batch.push(line);
        batchBytes += raw.sizeBytes;
      }
    }
  }
  if (batch.length > 0) yield batch;
}
