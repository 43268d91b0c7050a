import { jest } from '@jest/globals';
import { buildProgram } from './program.ts';

/** What a command prints in 80 columns, and its exit code; undefined is done. */
export async function runCommand(...words: readonly string[]): Promise<{ text: string; code: unknown }> {
  const columns = process.env['COLUMNS'];
  process.env['COLUMNS'] = '80';
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line) => {
    lines.push(String(line));
  });
  try {
    await (await buildProgram()).parseAsync(['node', 'duixian', ...words]);
    return { text: lines.join('\n'), code: process.exitCode };
  } finally {
    log.mockRestore();
    process.exitCode = undefined;
    if (columns === undefined) delete process.env['COLUMNS'];
    else process.env['COLUMNS'] = columns;
  }
}
