import * as api from '@duixian/api';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import { readBody } from './read-body.ts';

async function refusal(contentType: string, body: string | Buffer): Promise<Problem> {
  try {
    await readBody({ 'content-type': contentType }, Buffer.from(body));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the items of a request', () => {
  it('are one in structured mode, without the space around it', async () => {
    const [item, ...others] = await readBody(
      { 'content-type': api.CLOUD_EVENT },
      Buffer.from(' {"id": "1"}\n'),
    );
    expect(others).toEqual([]);
    expect(String(item?.text)).toBe('{"id": "1"}');
    expect(item?.head).toEqual({ id: '1' });
  });

  it('are many in batch mode, in the order sent', async () => {
    const items = await readBody(
      { 'content-type': `${api.CLOUD_EVENT_BATCH}; charset=UTF-8` },
      Buffer.from('[{"id":"1"}, {"id":"2"}]'),
    );
    expect(items.map(({ head }) => head)).toEqual([{ id: '1' }, { id: '2' }]);
    expect(items.map(({ text }) => String(text))).toEqual(['{"id":"1"}', '{"id":"2"}']);
  });

  it('are one in binary mode', async () => {
    const [item] = await readBody(
      { 'content-type': api.CLOUD_EVENT_DATA, 'ce-id': '1' },
      Buffer.from('{"revision":1}'),
    );
    expect(item?.head).toEqual({ id: '1' });
    expect(JSON.parse(String(item?.text))).toEqual({
      id: '1',
      datacontenttype: 'application/json',
      data: { revision: 1 },
    });
  });

  it.each([
    ['an empty batch', api.CLOUD_EVENT_BATCH, '[]', 'empty-batch'],
    ['a batch over the limit', api.CLOUD_EVENT_BATCH, `[${Array(1_001).fill('0').join(',')}]`, 'too-large'],
    ['a batch that is no list', api.CLOUD_EVENT_BATCH, '{}', 'bad-request'],
    ['data without attributes', api.CLOUD_EVENT_DATA, '{}', 'media-type'],
    ['another character set', `${api.CLOUD_EVENT}; charset=gb18030`, '{}', 'media-type'],
    ['an empty body', api.CLOUD_EVENT, '', 'not-json'],
    ['bytes that are no UTF-8', api.CLOUD_EVENT, Buffer.from([0x22, 0xff, 0x22]), 'not-json'],
  ])('refuse %s', async (_, contentType, body, kind) => {
    expect((await refusal(contentType, body)).kind).toBe(kind);
  });

  const MUCH = 16 * 1024 * 1024 - 100;
  it.each([
    [
      'line feeds before what is wrong',
      api.CLOUD_EVENT,
      `${'\n'.repeat(MUCH)}{x`,
      `line ${MUCH + 1}, column 2`,
    ],
    [
      'line feeds before a wrong item',
      api.CLOUD_EVENT_BATCH,
      `[${'\n'.repeat(MUCH)}x`,
      `line ${MUCH + 1}, column 1`,
    ],
    ['nothing but blanks', api.CLOUD_EVENT, ' '.repeat(MUCH), 'ends too early'],
    ['blanks around a fact', api.CLOUD_EVENT, `${' '.repeat(MUCH / 2)}{}${' '.repeat(MUCH / 2)}`, undefined],
    [
      'blanks around a batch',
      api.CLOUD_EVENT_BATCH,
      `${' '.repeat(MUCH / 2)}[1]${' '.repeat(MUCH / 2)}`,
      undefined,
    ],
    ['escaped quotes', api.CLOUD_EVENT_BATCH, `["${'\\"'.repeat(MUCH / 2)}"]`, undefined],
    ['escaped quotes without an end', api.CLOUD_EVENT_BATCH, `["${'\\"'.repeat(MUCH / 2)}`, 'ends too early'],
    ['backslashes without an end', api.CLOUD_EVENT_BATCH, `["${'\\'.repeat(MUCH)}`, 'ends too early'],
  ])('of 16 MiB of %s let other work in between', async (_, contentType, text, message) => {
    const body = Buffer.from(text);
    let turns = 0;
    const watch = setInterval(() => (turns += 1), 1);
    const read = readBody({ 'content-type': contentType }, body);
    if (message === undefined) expect(await read).toHaveLength(1);
    else await expect(read).rejects.toThrow(message);
    clearInterval(watch);
    expect(turns).toBeGreaterThan(5);
  });

  it('say where a body stops being JSON', async () => {
    const { faults } = await refusal(api.CLOUD_EVENT_BATCH, '[{"id":"1"},\n {"id" "2"}]');
    expect(faults).toEqual([
      {
        field: '',
        reason: 'not-json',
        message: 'the body must be valid JSON; "\\"" at position 20 (line 2, column 8) does not belong there',
      },
    ]);
  });

  it.each([
    ['structured', { 'content-type': api.CLOUD_EVENT }],
    ['batch', { 'content-type': api.CLOUD_EVENT_BATCH }],
    ['binary', { 'content-type': api.CLOUD_EVENT_DATA, 'ce-id': '1' }],
  ])('name a byte order mark in %s mode', async (_, headers) => {
    const read = () => readBody(headers, Buffer.from('\uFEFF{"revision":1}'));
    await expect(read()).rejects.toThrow(/byte order mark, U\+FEFF, at position 0/);
  });

  it.each([
    ['\u200b{}', 'U+200B'],
    ['{"a":1}\u00a0', '\u00a0'],
    ['{\u2028}', 'U+2028'],
  ])('show in %j what cannot be seen', async (body, shown) => {
    expect((await refusal(api.CLOUD_EVENT, body)).message).toContain(shown);
  });

  it('name GBK, which is not UTF-8', async () => {
    // 技术 in GBK, as many Windows programs write it.
    const gbk = Buffer.concat([Buffer.from('{"title":"'), Buffer.from('bcbccaf5', 'hex'), Buffer.from('"}')]);
    expect((await refusal(api.CLOUD_EVENT, gbk)).message).toContain('it is not UTF-8');
  });
});
