import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it } from '@jest/globals';
import { letOthersGoFirst } from './let-others-go-first.ts';

it('gives a process less of a busy processor, and its session too where sessions have shares', async () => {
  const children = [1, 2].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }));
  try {
    const pids = children.map(({ pid }) => pid ?? 0);
    // One right after the other, as services start: Linux takes such changes slowly.
    await Promise.all(pids.map(letOthersGoFirst));
    for (const pid of pids) {
      expect(getPriority(pid)).toBe(5);
      const group = `/proc/${pid}/autogroup`;
      if (existsSync(group)) expect(readFileSync(group, 'utf8')).toMatch(/nice 5$/m);
    }
  } finally {
    for (const child of children) child.kill();
  }
});

it('does no harm where the process has ended', async () => {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  await letOthersGoFirst(child.pid ?? 0);
});
