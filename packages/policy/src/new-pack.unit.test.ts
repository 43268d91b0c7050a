import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { findPacks, loadPolicy } from './load-policy.ts';
import { newPack } from './new-pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'new-pack-'));

afterAll(() => rmSync(folder, { recursive: true }));

function write(id: string, firstDay: string): string {
  for (const [path, text] of Object.entries(newPack(id, firstDay))) {
    const file = join(folder, id, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, id);
}

it.each(['2018-01-01', '2027-01-01', '2026-12-31'])(
  'loads as it is written, from %s on, and its worked cases come out right',
  (firstDay) => {
    const id = `example-${firstDay}`;
    write(id, firstDay);
    const [edition] = loadPolicy(id, {}, folder).editions;
    expect([edition.inForceFrom, edition.provisions.map(({ id: own }) => own)]).toEqual([
      firstDay,
      ['first-provision'],
    ]);
  },
);

it('is held to its worked cases as soon as something in it is changed', () => {
  const path = write('changed', '2027-01-01');
  const file = join(path, 'policy.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('rate: 0.1', 'rate: 0.2'));
  expect(() => findPacks('changed', folder)).toThrow('changed does not give what its worked cases say');
  rmSync(join(path, 'cases'), { recursive: true });
  expect(() => findPacks('changed', folder)).toThrow('The pack changed has no worked cases');
});
