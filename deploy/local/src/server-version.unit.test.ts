import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { prepareDataFolder } from './data-folder.ts';
import { lastLine } from './last-line.ts';
import { Problem } from './problem.ts';
import { keepServerVersion } from './server-version.ts';

function newFolder() {
  return prepareDataFolder(mkdtempSync(join(tmpdir(), 'duixian-version-')));
}

it.each([
  ['6.0.5', '8.0.17'],
  ['8.0.17', '6.0.5'],
  ['6.0.27', '10.0.1'],
])('data of mongod %s is not opened by %s, with how to go on', (held, version) => {
  const folder = newFolder();
  keepServerVersion(folder, held);
  expect(() => keepServerVersion(folder, version)).toThrow(Problem);
  expect(() => keepServerVersion(folder, version)).toThrow(new RegExp(`${held}.*${version}.*mongodump`));
  expect(readFileSync(join(folder.mongo, 'version'), 'utf8')).toBe(`${held}\n`);
});

it.each([
  ['6.0.5', ['5.0.1', '6.0.5'], '8.0.32', false],
  ['8.0.32', ['6.0.5', '8.0.32'], '8.0.17', true],
  ['nobody', [], '8.0.32', true],
])('data without a version is that of %s, who logged last', (_, logged, version, isTaken) => {
  const folder = newFolder();
  mkdirSync(folder.mongo, { recursive: true });
  const start = (of: string) =>
    `{"msg":"Build Info","attr":{"buildInfo":{"version":"${of}","gitVersion":"c9a9"}}}\n{"msg":"version","attr":"9.9.9"}\n`;
  writeFileSync(join(folder.mongo, 'mongod.log'), logged.map(start).join(''));
  if (isTaken) {
    keepServerVersion(folder, version);
    expect(readFileSync(join(folder.mongo, 'version'), 'utf8')).toBe(`${version}\n`);
  } else expect(() => keepServerVersion(folder, version)).toThrow(/6\.0\.5.*8\.0\.32.*MONGOD_BINARY/);
});

it('a newer one of the same major goes on, and is remembered', () => {
  const folder = newFolder();
  keepServerVersion(folder, '6.0.5');
  keepServerVersion(folder, '6.0.27');
  expect(readFileSync(join(folder.mongo, 'version'), 'utf8')).toBe('6.0.27\n');
});

it('what is wrong with a configuration is told whole, by variable', () => {
  const file = join(newFolder().logs, 'service.log');
  const printed =
    'The configuration is not right. Set these environment variables:\n  A: a file that is there\n  B: a number';
  writeFileSync(file, `{"level":30,"msg":"starting"}\n${printed}\nNode.js v24\n`);
  expect(lastLine(file)).toBe(printed);
});
