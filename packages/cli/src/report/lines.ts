import stringWidth from 'string-width';
import { broken } from './broken.ts';
import { printable } from './safe-terminal.ts';

/** Narrower than this nothing is laid out: the terminal breaks it then. */
const LEAST_COLUMNS = 20;
const HANGING = 2;

/** How wide a terminal is, as its environment or it itself says; a file or a pipe takes lines of any length. */
export function columnsOf(stream: { readonly columns?: number } = process.stdout): number {
  const given = Number(process.env['COLUMNS']);
  const columns = Number.isInteger(given) && given > 0 ? given : stream.columns;
  return columns ? Math.max(LEAST_COLUMNS, columns) : Number.POSITIVE_INFINITY;
}

/**
 * What somebody wrote, as part of one line: names and reasons come from others, and a line feed in one would make a line
 * that nobody wrote.
 */
export function inOneLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, (control) =>
    control === '\n' ? String.raw`\u000a` : String.raw`\u0009`,
  );
}

/** A line in as many as it needs, the further ones moved in a little more than the first. */
export function wrapped(line: string, columns: number): string[] {
  const text = inOneLine(line);
  if (stringWidth(text) <= columns) return [text];
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const [first = '', ...rest] = broken(text.slice(indent), columns - indent - HANGING);
  return [' '.repeat(indent) + first, ...rest.map((further) => ' '.repeat(indent + HANGING) + further)];
}

/**
 * Words for people. An element is a line: whatever would break it within is shown, and what is too long is wrapped. None is
 * not an empty line.
 */
export function print(...lines: readonly string[]): void {
  if (lines.length === 0) return;
  const columns = columnsOf();
  console.log(lines.flatMap((line) => wrapped(line, columns)).join('\n'));
}

/** A sentence beside the answer, for who waits at a terminal; its own line feeds are meant. */
export function toStandardError(sentence: string): void {
  const columns = columnsOf(process.stderr);
  console.error(
    sentence
      .split('\n')
      .flatMap((line) => wrapped(line, columns))
      .join('\n'),
  );
}
