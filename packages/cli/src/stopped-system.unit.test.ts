import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildProgram } from './program.ts';
import { printWhetherItOrders } from './system/say-whether-it-orders.ts';
import { SystemClient } from './system/system-client.ts';

const COMMANDS = [
  ['verify'],
  ['verify', '--door'],
  ['migrate'],
  ['migrate', '--plan'],
  ['dead-letters', 'list'],
];

async function problemOf(words: readonly string[]): Promise<Problem> {
  const failed = await (await buildProgram())
    .parseAsync(['node', 'duixian', ...words])
    .catch((error: unknown) => error);
  if (!(failed instanceof Problem)) throw new Error(`it is no problem: ${String(failed)}`);
  return failed;
}

/** The folder of a system that ran at this address. */
function stoppedOn(url: string): string {
  const data = mkdtempSync(join(tmpdir(), 'duixian-stopped-'));
  writeFileSync(join(data, 'state.json'), JSON.stringify({ url, ports: {}, processes: {} }));
  return data;
}

describe.each(COMMANDS.map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
  it('says of a system that is stopped how to go on', async () => {
    const data = stoppedOn('http://127.0.0.1:9');
    const { message, exitCode } = await problemOf([...words, '--data', data]);
    expect(message).toContain('is stopped, and this command asks it while it runs');
    expect(message).toContain('start it with ./duixian start, then call this again');
    expect(exitCode).toBe(EXIT_CODES.noAnswer);
  });

  it('asks the address that it is told, though a system of this folder was there once', async () => {
    const data = stoppedOn('http://127.0.0.1:9');
    const options = ['--data', data, '--url', 'http://127.0.0.1:9/'];
    const { message, exitCode } = await problemOf([...words, ...options, '--key', 'k']);
    expect(message).toContain('http://127.0.0.1:9 does not answer');
    expect(exitCode).toBe(EXIT_CODES.noAnswer);
    // The process that listens there now must not get the key of the local system.
    expect((await problemOf([...words, ...options])).message).toBe(
      'Give a key for http://127.0.0.1:9 with --key or DUIXIAN_KEY.',
    );
  });

  it('says of an address where nothing listens what to look at', async () => {
    const { message, exitCode } = await problemOf([...words, '--url', 'http://127.0.0.1:9', '--key', 'k']);
    expect(message).toContain('does not answer');
    expect(message).toContain('start the system with ./duixian start');
    expect(exitCode).toBe(EXIT_CODES.noAnswer);
  });
});

it('the demonstration is sent to no other system than that of the folder', async () => {
  process.env['DUIXIAN_URL'] = 'http://127.0.0.1:8';
  process.env['DUIXIAN_KEY'] = 'k';
  try {
    const { message } = await problemOf(['demo', '--data', stoppedOn('http://127.0.0.1:9')]);
    expect(message).toContain('is stopped, and this command asks it while it runs');
  } finally {
    delete process.env['DUIXIAN_URL'];
    delete process.env['DUIXIAN_KEY'];
  }
});

describe('a system of which a part is away', () => {
  let server: Server;
  let url: string;
  let status: number | undefined;

  beforeAll(async () => {
    server = createServer((_, response) => {
      if (status !== undefined)
        response
          .writeHead(status, { 'content-type': 'application/problem+json' })
          .end('{"detail":"awards does not answer."}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(COMMANDS)('is told of by %s %s', async (...words) => {
    status = 503;
    const { message, exitCode } = await problemOf([...words, '--url', url, '--key', 'k']);
    expect(message).toContain('cannot answer now. awards does not answer.');
    expect(exitCode).toBe(EXIT_CODES.noAnswer);
  });

  it('is not ended by a start that cannot learn whether it orders', async () => {
    status = 503;
    const printed: string[] = [];
    await printWhetherItOrders(new SystemClient({ url, key: 'k' }), (line) => printed.push(line));
    expect(printed).toEqual([
      expect.stringMatching(
        /^Whether payments are ordered or suspended is not known yet: .*awards does not answer/,
      ),
    ]);
  });

  it('that takes a request and answers nothing is not waited for', async () => {
    status = undefined;
    const asked = new SystemClient({ url, key: 'k' }).mustAnswer(200);
    await expect(asked).rejects.toMatchObject({ exitCode: EXIT_CODES.noAnswer });
    await expect(asked).rejects.toThrow('does not answer (no answer in time)');
  });
});
