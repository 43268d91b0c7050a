import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { endProcesses } from './end-processes.ts';
import { identityOf, isRunning } from './process-identity.ts';
import { processesOf, processMark } from './process-list.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('the processes of a system', () => {
  it('are those that carry its folder, and no others', async () => {
    const [ours, theirs] = [folder(), folder()];
    const pids = [await start(ours, 'gateway'), await start(ours, 'mongod')];
    await start(theirs, 'gateway');
    expect(processesOf(ours).map(({ pid }) => pid)).toEqual(expect.arrayContaining(pids));
    expect(processesOf(ours)).toHaveLength(2);
  });

  it('end in order, the gateway first and the servers last', async () => {
    const ours = folder();
    for (const part of ['nats-server', 'mongod', 'awards', 'gateway']) await start(ours, part);
    expect(await endProcesses(ours)).toEqual(['gateway', 'awards', 'mongod', 'nats-server']);
    expect(processesOf(ours)).toEqual([]);
  });

  it('leave others alone when they end', async () => {
    const [ours, theirs] = [folder(), folder()];
    await start(ours, 'awards');
    const other = await start(theirs, 'awards');
    await endProcesses(ours);
    expect(identityOf(other)).toBeDefined();
  });
});

describe('the identity of a process', () => {
  it('is not that of a later process with the same pid', async () => {
    const identity = identityOf(await start(folder(), 'awards'));
    expect(identity && isRunning(identity)).toBe(true);
    expect(identity && isRunning({ ...identity, startedAt: 'another boot/1' })).toBe(false);
  });

  it('is gone when the process has ended', async () => {
    const ours = folder();
    const identity = identityOf(await start(ours, 'awards'));
    await endProcesses(ours);
    expect(identity && isRunning(identity)).toBe(false);
  });
});

function folder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'duixian-test-')));
}

async function start(dataPath: string, part: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")'], {
    env: { ...process.env, ...processMark(dataPath, part) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child.pid ?? 0;
}
