import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { EARLIER } from './earlier-system.ts';

const ROOT = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
const newest = (names: readonly string[]) => names.toSorted(compare).at(-1) ?? '';

it('this release follows the newest whose data and messages are kept', () => {
  const data = readdirSync(join(EARLIER, '..'));
  const messages = readdirSync(join(ROOT, 'proto/releases')).map((name) => basename(name, '.binpb'));
  expect(newest(data)).toBe(newest(messages));
  expect(basename(EARLIER)).toBe(newest(data));
  expect(compare(version, newest(data))).toBeGreaterThan(0);
});

it('what changed for who operates it is said under its number, the newest first', () => {
  const headings = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').match(/^## .*$/gm) ?? [];
  expect(headings[0]).toBe(`## ${version}`);
});

it('everything that is built carries its number', () => {
  const tags = readFileSync(join(ROOT, 'k8s/base/kustomization.yaml'), 'utf8').match(/newTag: .*$/gm);
  expect(new Set(tags)).toEqual(new Set([`newTag: ${version}`]));
  const gateway = JSON.parse(readFileSync(join(ROOT, 'services/gateway/package.json'), 'utf8'));
  expect(gateway.version).toBe(version);
});
