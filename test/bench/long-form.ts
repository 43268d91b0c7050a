import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type FormName, LONG_FORM_VARIABLE, LONG_FORMS } from '@duixian/testing/long-forms';
import { passed } from './last-passed.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Runs the long form of a suite by `npm test` on its files; remembers it if nothing failed. */
export function benchLongForm(name: FormName): void {
  const { files, long } = LONG_FORMS[name];
  console.error(`${name}: ${inWords(long)}`);
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [join(ROOT, 'duixian.mjs'), 'test', ...files], {
    stdio: 'inherit',
    env: { ...process.env, [LONG_FORM_VARIABLE]: name },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  if (status === 0) passed(name, { ...long, seconds });
  process.exitCode = status ?? 1;
}

function inWords(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([what, number]) => `${what} ${number}`)
    .join(', ');
}
