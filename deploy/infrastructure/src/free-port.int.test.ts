import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { expect, it } from '@jest/globals';

it('gives no port to two processes that start systems at the same time', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'free-port.ts'));
  const program = `
    import { freePort } from ${module};
    const ports = [];
    while (ports.length < 100) ports.push(await freePort());
    console.log(JSON.stringify(ports));
    process.stdin.on('end', () => process.exit(0)).resume();`;
  const starters = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  try {
    const chosen = await Promise.all(
      starters.map(async ({ stdout }) => {
        for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as number[];
        throw new Error('a process ended without a word');
      }),
    );
    expect(new Set(chosen.flat()).size).toBe(500);
  } finally {
    for (const starter of starters) {
      starter.stdin.end();
      await once(starter, 'exit');
    }
  }
});
