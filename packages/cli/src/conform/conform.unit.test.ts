import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACT_TYPES } from '@duixian/facts';
import { sha256Hex } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { runCommand } from '../run-for-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'duixian-conform-'));
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let server: Server;
let url = '';

/** A receiver that takes everything, with an answer that would colour a terminal. */
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => response.end('\u001b[31m</pre><script>alert(1)</script>'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?token=hidden`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const run = (...words: string[]) => runCommand('conform', ...words);

const file = (name: string) => join(folder, name);

describe('./duixian conform webhook', () => {
  it('reports in every form, under one sum, what a receiver does wrong', async () => {
    const files = ['--html', file('a.html'), '--junit', file('a.xml'), '--json', file('a.json')];
    const { text, code } = await run('webhook', '--url', url, '--secret', SECRET, '--seed', '7', ...files);
    expect(code).toBe(1);
    expect(text).toMatch(/FAILED {7}W-02/);
    expect(text).toMatch(/REVIEW {7}W-06/);
    const read = (name: string) => readFileSync(file(name), 'utf8');
    const sum = sha256Hex(read('a.json'));
    for (const form of [text.replaceAll(/\n\s*/g, ''), read('a.html'), read('a.xml')])
      expect(form).toContain(sum);
    for (const form of [text, read('a.html'), read('a.xml'), read('a.json')]) {
      expect(form).not.toContain('hidden');
      expect(form).not.toContain(SECRET);
      expect(form).not.toContain('\u001b');
    }
    for (const form of [read('a.html'), read('a.xml')]) expect(form).not.toMatch(/<script|src=|href=/);
    expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
  });

  it('speaks Chinese, and runs what it is asked for', async () => {
    const { text, code } = await run(
      'webhook',
      '--url',
      url,
      '--secret',
      SECRET,
      '--only',
      'W-01,W-10',
      '--lang',
      'zh',
    );
    expect(code).toBe(0);
    expect(text).toMatch(/PASSED {7}W-10 {2}不重定向/);
    expect(text).toContain('2 通过，9 未检查');
  });

  it('refuses a rule that is none before it sends anything', async () => {
    await expect(run('webhook', '--url', url, '--secret', SECRET, '--only', 'W-99')).rejects.toThrow(
      'no rule W-99',
    );
  });

  it('is interrupted where nobody listens', async () => {
    const { code } = await run(
      'webhook',
      '--url',
      'http://127.0.0.1:9/',
      '--secret',
      SECRET,
      '--only',
      'W-01',
    );
    expect(code).toBe(2);
  });

  it('makes a pair of keys, and takes no two halves of different ones', async () => {
    const { text } = await run('signing-keys');
    expect(text).toMatch(/^--public-key whpk_\S{44}\n--private-key whsk_\S{44}$/);
    const [, other = ''] = (await run('signing-keys')).text.split('\n');
    const mixed = [...(text.split('\n')[0] ?? '').split(' '), ...other.split(' ')];
    await expect(run('webhook', '--url', url, '--secret', SECRET, ...mixed)).rejects.toThrow('are no pair');
  });
});

describe('./duixian conform file', () => {
  const { type, example } = FACT_TYPES['duixian.receipt.v1'];
  const item = { specversion: '1.0', id: 'a', source: 'urn:duixian:exchange:example', type, ...example };
  const right = JSON.stringify({ ...item, time: '2017-10-16T10:00:00+08:00' });

  it('reads lines, or one batch, and names the content by its sum', async () => {
    writeFileSync(file('a.ndjson'), `${right}\n`);
    writeFileSync(file('b.json'), `[${right}]`);
    const { text, code } = await run('file', file('a.ndjson'), '--source', item.source);
    expect(code).toBe(0);
    expect(text.replaceAll(/\n\s*/g, ' ')).toContain(sha256Hex(`${right}\n`));
    expect((await run('file', file('b.json'))).text).toMatch(/REVIEW {7}F-03/);
  });

  it('says line, field, remedy and basis of what is wrong, safely', async () => {
    writeFileSync(file('c.ndjson'), `\n${right.replace('"revision":1', '"revision":1,"\\u001b[31m":1')}\n`);
    const { text, code } = await run('file', file('c.ndjson'), '--only', 'F-06');
    expect(code).toBe(1);
    expect(text).toMatch(/line 2, data\./);
    expect(text).toContain('basis: docs/facts.md');
    expect(text).not.toContain('\u001b');
  });

  it('says where there is no such file', async () => {
    await expect(run('file', file('none.ndjson'))).rejects.toThrow('there is no such file');
  });
});
