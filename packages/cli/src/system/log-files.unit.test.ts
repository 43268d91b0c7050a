import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { LogFile, partsWithLogs } from './log-files.ts';

let logs: string;

beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), 'duixian-logs-'));
});

afterEach(() => rmSync(logs, { recursive: true }));

it('lists the parts that have a log', () => {
  expect(partsWithLogs(join(logs, 'none'))).toEqual([]);
  for (const name of ['nats.log', 'awards.log', 'pid']) writeFileSync(join(logs, name), '');
  expect(partsWithLogs(logs)).toEqual(['awards', 'nats']);
});

it('reads whole lines, and goes on where it ended, also within a character', () => {
  const path = join(logs, 'awards.log');
  const [first = Buffer.of(), second = Buffer.of()] = [
    Buffer.from('一\n二').subarray(0, 5),
    Buffer.from('二三\n'),
  ];
  writeFileSync(path, first);
  const file = new LogFile(logs, 'awards');
  expect(file.readOn()).toEqual(['一']);
  appendFileSync(path, second.subarray(1));
  expect(file.readOn()).toEqual(['二三']);
  expect(file.readOn()).toEqual([]);
});

it('reads the end of a large file, without the line that is cut', () => {
  const line = 'x'.repeat(1_000);
  writeFileSync(join(logs, 'awards.log'), `${line}\n`.repeat(2_000));
  const lines = new LogFile(logs, 'awards').readOn();
  expect(lines.length).toBe(Math.floor((1024 * 1024) / 1_001));
  expect(new Set(lines)).toEqual(new Set([line]));
});

it('reads a file that became shorter from its beginning', () => {
  const path = join(logs, 'awards.log');
  writeFileSync(path, 'one\ntwo\n');
  const file = new LogFile(logs, 'awards');
  file.readOn();
  writeFileSync(path, 'new\n');
  expect(file.readOn()).toEqual(['new']);
});
