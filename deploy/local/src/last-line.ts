import { readFileSync } from 'node:fs';

const MOST_CHARACTERS = 300;

/** What a program said last that people can read: its message where it logs JSON, never a line of a stack trace. */
export function lastLine(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  const said = lines.findLast((line) => line.trim() !== '' && !/^\s+at |^\s*[{}^]\s*$/.test(line)) ?? '';
  return messageIn(said).slice(0, MOST_CHARACTERS);
}

function messageIn(line: string): string {
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    return typeof msg === 'string' ? msg : line;
  } catch {
    return line;
  }
}
