import { createInterface } from 'node:readline/promises';
import { Problem } from '@duixian/local/folder';
import { toStandardError } from '../report/lines.ts';

/**
 * Shows what is to be done and asks for agreement. Both go to standard error, because standard output is for the
 * result.
 */
export async function agree(shown: readonly string[], question: string): Promise<void> {
  toStandardError(shown.join('\n'));
  if (!process.stdin.isTTY)
    throw new Problem(
      'Nothing was done: nobody can be asked here. Say --yes to agree to what it would change.',
    );
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`${question} [y/N] `).finally(() => asking.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Problem('Nothing was done.');
}
