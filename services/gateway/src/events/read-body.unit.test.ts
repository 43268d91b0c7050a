import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import { BATCH, BINARY, readBody, STRUCTURED } from './read-body.ts';

function refusal(contentType: string, body: string | Buffer): Problem {
  try {
    readBody({ 'content-type': contentType }, Buffer.from(body));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the items of a request', () => {
  it('are one in structured mode, without the space around it', () => {
    const [item, ...others] = readBody({ 'content-type': STRUCTURED }, Buffer.from(' {"id": "1"}\n'));
    expect(others).toEqual([]);
    expect(String(item?.text)).toBe('{"id": "1"}');
    expect(item?.value).toEqual({ id: '1' });
  });

  it('are many in batch mode, in the order sent', () => {
    const items = readBody(
      { 'content-type': `${BATCH}; charset=UTF-8` },
      Buffer.from('[{"id":"1"}, {"id":"2"}]'),
    );
    expect(items.map(({ value }) => value)).toEqual([{ id: '1' }, { id: '2' }]);
    expect(items.map(({ text }) => String(text))).toEqual(['{"id":"1"}', '{"id":"2"}']);
  });

  it('are one in binary mode', () => {
    const [item] = readBody({ 'content-type': BINARY, 'ce-id': '1' }, Buffer.from('{"revision":1}'));
    expect(item?.value).toEqual({ id: '1', datacontenttype: 'application/json', data: { revision: 1 } });
  });

  it.each([
    ['an empty batch', BATCH, '[]', 'empty-batch'],
    ['a batch over the limit', BATCH, `[${Array(1_001).fill('0').join(',')}]`, 'too-large'],
    ['a batch that is no list', BATCH, '{}', 'bad-request'],
    ['data without attributes', BINARY, '{}', 'media-type'],
    ['another character set', `${STRUCTURED}; charset=gb18030`, '{}', 'media-type'],
    ['an empty body', STRUCTURED, '', 'not-json'],
    ['bytes that are no UTF-8', STRUCTURED, Buffer.from([0x22, 0xff, 0x22]), 'not-json'],
  ])('refuse %s', (_, contentType, body, kind) => {
    expect(refusal(contentType, body).kind).toBe(kind);
  });

  it('say where a body stops being JSON', () => {
    const { faults } = refusal(BATCH, '[{"id":"1"},\n {"id" "2"}]');
    expect(faults).toEqual([
      {
        field: '',
        reason: 'not-json',
        message: 'the body must be valid JSON; "\\"" at position 20 (line 2, column 8) does not belong there',
      },
    ]);
  });

  it.each([
    ['structured', { 'content-type': STRUCTURED }],
    ['batch', { 'content-type': BATCH }],
    ['binary', { 'content-type': BINARY, 'ce-id': '1' }],
  ])('name a byte order mark in %s mode', (_, headers) => {
    const read = () => readBody(headers, Buffer.from('\uFEFF{"revision":1}'));
    expect(read).toThrow(/byte order mark, U\+FEFF, at position 0/);
  });

  it.each([
    ['\u200b{}', 'U+200B'],
    ['{"a":1}\u00a0', '\u00a0'],
    ['{\u2028}', 'U+2028'],
  ])('show in %j what cannot be seen', (body, shown) => {
    expect(refusal(STRUCTURED, body).message).toContain(shown);
  });

  it('name GBK, which is not UTF-8', () => {
    // 技术, as many a Windows program writes it.
    const gbk = Buffer.concat([Buffer.from('{"title":"'), Buffer.from('bcbccaf5', 'hex'), Buffer.from('"}')]);
    expect(refusal(STRUCTURED, gbk).message).toContain('it is not UTF-8');
  });
});
