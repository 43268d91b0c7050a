import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';

const modulePath = join(import.meta.dirname, '../../tools/bootstrap/run-in-foreground.mjs');

it('passes the exit code of the program on', async () => {
  const bootstrap = runInForeground('process.exit(7)');
  expect(await once(bootstrap, 'exit')).toEqual([7, null]);
});

it('reports a program that was killed as a shell does', async () => {
  const bootstrap = runInForeground("process.kill(process.pid, 'SIGKILL')");
  expect(await once(bootstrap, 'exit')).toEqual([137, null]);
});

it('lets one Ctrl-C reach the program once, although the terminal and npm both send it', async () => {
  const bootstrap = runInForeground(`
    let received = 0;
    process.on('SIGINT', () => {
      received += 1;
      if (received === 1) setTimeout(() => { console.log('received', received); process.exit(0); }, 300);
    });
    console.log('ready');`);
  const lines = createInterface({ input: bootstrap.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  bootstrap.kill('SIGINT');
  setTimeout(() => bootstrap.kill('SIGINT'), 50);
  expect((await lines.next()).value).toBe('received 1');
  expect(await once(bootstrap, 'exit')).toEqual([0, null]);
});

function runInForeground(program: string): ChildProcess {
  const keepAlive = `${program}\nsetTimeout(() => {}, 20_000);`;
  const bootstrap = `
    const { runInForeground } = await import(${JSON.stringify(modulePath)});
    process.exitCode = await runInForeground(process.execPath, ['-e', ${JSON.stringify(keepAlive)}]);`;
  return spawn(process.execPath, ['--input-type=module', '-e', bootstrap], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
