import { plural } from '../report/plain-words.ts';
import type { Refusal } from './send-facts.ts';

/** One refused line as an example, because the others are usually wrong in the same way. */
export function refusalInWords({ file, line, text, faults }: Refusal): string[] {
  const [first, ...others] = faults;
  const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'more fault')})`;
  return [`${file}, line ${line}: ${first?.message ?? ''}${more}`, ...howToWriteLines(file, text)];
}

/** Such a file may be correct: JSON over several lines, or a batch as sent over HTTP. */
function howToWriteLines(file: string, text: string): string[] {
  const start = text.trim();
  const filter = start.startsWith('[') ? '.[]' : start === '{' ? '.' : undefined;
  if (filter === undefined) return [];
  const jq = `jq -c '${filter}'${file === '-' ? '' : ` ${file}`}`;
  return [`A facts file holds one fact per line: ${jq} converts it.`];
}
