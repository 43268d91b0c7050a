import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const PROGRAM = join(import.meta.dirname, 'cut-off.ts');

it('NATS, MongoDB, awards and the treasury out of reach, silently or for every tenth packet: nothing is lost, nothing doubled', async () => {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', PROGRAM];
  const { stdout } = await promisify(execFile)('unshare', ['--net', ...node]);
  const { wrong, orders } = JSON.parse(stdout) as { wrong: string[]; orders: number };
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(0);
}, 300_000);
