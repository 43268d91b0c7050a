import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { endProcesses } from './end-processes.ts';
import { keepRunning, type Part } from './keep-running.ts';
import { processesOf, processMark } from './process-list.ts';
import { RestartDelay } from './restart-delay.ts';
import { runServiceProcess } from './service-process.ts';

const serving = `
  const { createServer } = require('node:http');
  createServer((_, answer) => answer.end('ready')).listen(Number(process.env.PORT), '127.0.0.1');`;

describe('a part of the system', () => {
  it('is started again when it is killed, and not when it was meant to end', async () => {
    const { part, folder } = newPart(serving);
    const stopping = new AbortController();
    const reported: string[] = [];
    const pids: number[] = [];
    await keepRunning(part, {
      stopping: stopping.signal,
      report: (sentence) => reported.push(sentence),
      started: (_, pid) => pids.push(pid),
    });
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(() => reported.includes('part runs again.'));
    expect(reported[0]).toMatch(/^part ended \(SIGKILL\) and is started again in 0\.[2-5] s\.$/);
    stopping.abort();
    await endProcesses(folder);
    await sleep(700);
    expect(pids).toHaveLength(2);
    expect(processesOf(folder)).toEqual([]);
  });

  it('that cannot start says its last words, without a stack trace', async () => {
    const { part } = newPart(`console.error('The configuration is not right.'); process.exit(2)`);
    const run = await part.launch();
    await expect(run.ready()).rejects.toThrow(
      /^part ended while starting \(exit code 2\): The configuration is not right\. More is in .*log\.$/,
    );
  });
});

describe('the delay before a restart', () => {
  it('doubles up to 30 s and begins again after a calm minute', () => {
    const delay = new RestartDelay();
    for (const most of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const delayMs = delay.next(0);
      expect(delayMs).toBeGreaterThanOrEqual(most / 2);
      expect(delayMs).toBeLessThanOrEqual(most);
    }
    expect(delay.next(61_000)).toBeLessThanOrEqual(500);
  });
});

function newPart(program: string): { part: Part; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
  const file = join(folder, 'part.cjs');
  writeFileSync(file, program);
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const part: Part = {
    name: 'part',
    launch: () =>
      runServiceProcess({
        name: 'part',
        folder,
        programArguments: [file],
        environment: { PORT: String(port), ...processMark(folder, 'part') },
        logFile: join(folder, 'part.log'),
        opsAddress: `127.0.0.1:${port}`,
        httpAddress: undefined,
      }),
  };
  return { part, folder };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('The condition did not become true within 10 s.');
    await sleep(50);
  }
}
