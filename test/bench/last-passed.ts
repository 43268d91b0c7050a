import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, 'last-passed.json');

type Numbers = Readonly<Record<string, number>>;

/** When a long form last passed, and on which commit. */
export type Passed = {
  readonly at: string;
  readonly commit: string;
  /** Whether files differed from the commit. */
  readonly isChanged: boolean;
  readonly numbers: Numbers;
};

export function lastPassed(): Readonly<Record<string, Passed>> {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

/** Remembers it in a file of this repository, to be committed or not. */
export function passed(name: string, numbers: Numbers): void {
  const all = { ...lastPassed(), [name]: { at: new Date().toISOString(), ...commit(), numbers } };
  const sorted = Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

function commit(): Pick<Passed, 'commit' | 'isChanged'> {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', ':/', ':!/test/bench/last-passed.json') !== '';
    return { commit: git('rev-parse', '--short=12', 'HEAD'), isChanged };
  } catch {
    // An unpacked archive has no history.
    return { commit: 'unknown', isChanged: false };
  }
}
