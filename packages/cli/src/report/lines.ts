import stringWidth from 'string-width';
import { broken } from './broken.ts';
import { alarming, printable } from './safe-terminal.ts';

/** Below this width nothing is wrapped, and the terminal breaks lines. */
const LEAST_COLUMNS = 20;
const HANGING = 2;

/** The width of a terminal, from its environment or from itself; unlimited for a file or a pipe. */
export function columnsOf(stream: { readonly columns?: number } = process.stdout): number {
  const given = Number(process.env['COLUMNS']);
  const columns = Number.isInteger(given) && given > 0 ? given : stream.columns;
  return columns ? Math.max(LEAST_COLUMNS, columns) : Number.POSITIVE_INFINITY;
}

/** Text from others, such as names and reasons, as part of one line: a line feed in it must not forge a line. */
export function inOneLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, (control) =>
    control === '\n' ? String.raw`\u000a` : String.raw`\u0009`,
  );
}

/** A line wrapped to a width; further lines are indented a little more than the first. */
export function wrapped(line: string, columns: number): string[] {
  const text = inOneLine(line);
  if (stringWidth(text) <= columns) return [text];
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const [first = '', ...rest] = broken(text.slice(indent), columns - indent - HANGING);
  return [' '.repeat(indent) + first, ...rest.map((further) => ' '.repeat(indent + HANGING) + further)];
}

/**
 * Prints text for people, one element per line, wrapped. Control characters in it are made visible. Without elements it
 * prints nothing, not even an empty line.
 */
export function print(...lines: readonly string[]): void {
  if (lines.length === 0) return;
  const columns = columnsOf();
  console.log(lines.flatMap((line) => wrapped(line, columns)).join('\n'));
}

/** A sentence beside the result, for a person at the terminal. Its line feeds are kept. */
export function toStandardError(sentence: string): void {
  console.error(linesOf(sentence));
}

/** Why a command did not do what was asked: red where the terminal has colours and `NO_COLOR` is not set. */
export function printProblem(sentence: string): void {
  process.stderr.write(alarming(`${linesOf(sentence)}\n`, process.stderr));
}

function linesOf(sentence: string): string {
  const columns = columnsOf(process.stderr);
  return sentence
    .split('\n')
    .flatMap((line) => wrapped(line, columns))
    .join('\n');
}
