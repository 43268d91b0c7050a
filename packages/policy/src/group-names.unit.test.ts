import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { loadGroupNames } from './group-names.ts';
import { loadPolicy } from './load-policy.ts';

it('every cap group of the regulation has a name, and nothing else has', () => {
  const groups = loadPolicy('zhengzhou-2017-61').editions.flatMap((edition) => [...edition.groups.keys()]);
  expect([...loadGroupNames().keys()].sort()).toEqual([...new Set(groups)].sort());
});

it('a pack of one’s own brings its names, and a fault in them is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duixian-names-'));
  const write = (text: string) => {
    mkdirSync(join(folder, 'luoyang-2027-3'), { recursive: true });
    writeFileSync(join(folder, 'luoyang-2027-3/names.yaml'), text);
  };
  try {
    write('groups:\n  pilot: { zh: 中试, en: pilot plants }\n');
    expect(loadGroupNames(folder).get('pilot')).toEqual({ zh: '中试', en: 'pilot plants' });
    write('groups:\n  pilot: { zh: 中试 }\n');
    expect(() => loadGroupNames(folder)).toThrow(/names\.yaml: groups\.pilot: a name/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
