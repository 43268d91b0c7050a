import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { DEFAULT_PROGRAMME } from './domain/programme.ts';
import { programmesFile } from './programmes-file.ts';

const ROOT = join(import.meta.dirname, '../../../..');

it.each(['k8s/base/programmes.yaml', 'deploy/demo/programmes.yaml'])(
  '%s, which a deployment names, is a file of programmes',
  (file) => {
    const { PROGRAMMES_FILE: programmes } = readConfiguration(
      { PROGRAMMES_FILE: programmesFile() },
      { PROGRAMMES_FILE: join(ROOT, file) },
    );
    expect(programmes.map(({ id }) => id)).toEqual(['recognised-institutions', 'awards']);
  },
);

it.each([
  ['', {}],
  ['paidBy: push', {}],
  ['paidBy: file', { paidBy: 'file' }],
])('a programme with %p is paid by file only where that is said', (words, said) => {
  const [{ paidBy: _, ...others } = DEFAULT_PROGRAMME] = programmesWith(words);
  // Left out as before there was a choice, so an upgrade does not change the digest of settings.
  expect(programmesWith(words)).toStrictEqual([{ ...others, ...said }]);
});

it('another way of payment is refused', () => {
  expect(() => programmesWith('paidBy: fax')).toThrow(/paidBy: .*push.*file/);
});

function programmesWith(words: string) {
  const folder = mkdtempSync(join(tmpdir(), 'programmes-'));
  const path = join(folder, 'programmes.yaml');
  const one = `id: a, name: a, groups: ["*"], mode: runs, budgeted: false`;
  writeFileSync(path, `programmes:\n  - {${[one, words].filter(Boolean).join(', ')}}\n`);
  try {
    return readConfiguration({ PROGRAMMES_FILE: programmesFile() }, { PROGRAMMES_FILE: path })
      .PROGRAMMES_FILE;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
