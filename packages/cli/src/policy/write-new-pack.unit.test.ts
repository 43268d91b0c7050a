import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicy } from '@duixian/policy';
import { afterAll, expect, it } from '@jest/globals';
import { writeNewPack } from './write-new-pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-pack-'));

afterAll(() => rmSync(folder, { recursive: true }));

it('writes a pack that is found, once', () => {
  const files = writeNewPack('luoyang-2027-3', folder, '2027-01-01');
  expect(files).toContain(join(folder, 'luoyang-2027-3', 'policy.yaml'));
  expect(loadPolicy('luoyang-2027-3', {}, folder).id).toBe('luoyang-2027-3');
  expect(() => writeNewPack('luoyang-2027-3', folder, '2027-01-01')).toThrow('exists already');
});

it.each([
  ['Luoyang', '2027-01-01', 'not an id of a policy'],
  ['../up', '2027-01-01', 'not an id of a policy'],
  ['luoyang@2028', '2027-01-01', 'starts as a copy of its folder'],
  ['luoyang', '2027-13-01', 'not a day'],
  ['luoyang', 'tomorrow', 'not a day'],
])('refuses %s from %s', (id, day, why) => {
  expect(() => writeNewPack(id, folder, day)).toThrow(why);
});
