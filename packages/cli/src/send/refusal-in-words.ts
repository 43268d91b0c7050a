import { plural } from '../report/plain-words.ts';
import type { Refusal } from './send-facts.ts';

/** One refused line as an example: mostly the others are wrong in the same way. */
export function refusalInWords({ file, line, text, faults }: Refusal): string[] {
  const [first, ...others] = faults;
  const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'more fault')})`;
  return [`${file}, line ${line}: ${first?.message ?? ''}${more}`, ...howToWriteLines(file, text)];
}

/** JSON over several lines, or a batch as it goes over HTTP, is right in itself. */
function howToWriteLines(file: string, text: string): string[] {
  const start = text.trim();
  const filter = start.startsWith('[') ? '.[]' : start === '{' ? '.' : undefined;
  if (filter === undefined) return [];
  const jq = `jq -c '${filter}'${file === '-' ? '' : ` ${file}`}`;
  return [`A facts file holds one fact to a line: ${jq} writes it so.`];
}
