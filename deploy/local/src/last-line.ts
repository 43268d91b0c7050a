import { readFileSync } from 'node:fs';

const MOST_CHARACTERS = 300;
const MOST_LINES = 40;
/** How a service's message about a wrong environment begins. */
const CONFIGURATION = 'The configuration is not right.';

/** The last output of a program that people can read: its error if it named one, its message where it logs JSON. */
export function lastLine(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-MOST_LINES);
  const wrong = lines.findLastIndex((line) => line.startsWith(CONFIGURATION));
  if (wrong >= 0) return configurationError(lines.slice(wrong));
  const reported =
    lines.findLast((line) => /^\w*Error\b|^The /.test(line)) ?? lines.findLast(isForPeople) ?? '';
  return messageIn(reported).slice(0, MOST_CHARACTERS).replace(/\.$/, '');
}

/** The sentence, followed by a line for each variable. */
function configurationError([first = '', ...rest]: readonly string[]): string {
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return [first, ...(end < 0 ? rest : rest.slice(0, end))].join('\n').replace(/\.$/, '');
}

/** Neither a line of a stack trace nor what Node prints below one. */
function isForPeople(line: string): boolean {
  return line.trim() !== '' && !/^\s+at |^\s*[{}^]\s*$|^Node\.js v/.test(line);
}

function messageIn(line: string): string {
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    return typeof msg === 'string' ? msg : line;
  } catch {
    return line;
  }
}
