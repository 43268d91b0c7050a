import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dataFolder } from './data-folder.ts';
import { holdSupervisorLock, supervisorOf } from './supervisor-lock.ts';

describe('the lock of a data folder', () => {
  it('is held by one supervisor, and free again when that gives it up', () => {
    const folder = newFolder();
    const release = holdSupervisorLock(folder);
    expect(supervisorOf(folder)?.pid).toBe(process.pid);
    expect(() => holdSupervisorLock(folder)).toThrow(/already runs on .* \(process \d+\).*stop/);
    release();
    expect(supervisorOf(folder)).toBeUndefined();
    holdSupervisorLock(folder)();
  });

  it.each([
    [
      'of a process that is gone, or whose pid is somebody else’s now',
      { pid: process.pid, startedAt: 'another boot/1' },
    ],
    ['that is damaged', 'not a lock'],
  ])('counts for nothing when left %s', (_, content) => {
    const folder = newFolder();
    writeFileSync(folder.lockFile, JSON.stringify(content));
    expect(supervisorOf(folder)).toBeUndefined();
    holdSupervisorLock(folder)();
  });
});

function newFolder() {
  return dataFolder(mkdtempSync(join(tmpdir(), 'duixian-test-')));
}
