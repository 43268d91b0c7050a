import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { readFields } from './read-fields.ts';

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=b';
const read = (type: string, body: string) => readFields({ 'content-type': type }, Buffer.from(body));
const part = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

describe('the fields of a form', () => {
  it.each([
    ['urlencoded', URLENCODED, 'insCode=1&instruData=%E6%A0%B7%20%2B+x&insCode=2'],
    [
      'multipart',
      MULTIPART,
      `${part('insCode', '1')}${part('instruData', '样 + x')}${part('insCode', '2')}--b--`,
    ],
  ])('are read, %s, every value of each', async (_, type, body) => {
    expect(await read(type, body)).toEqual(
      new Map([
        ['insCode', ['1', '2']],
        ['instruData', ['样 + x']],
      ]),
    );
  });

  it('may be as large as a push', async () => {
    const large = 'x'.repeat(LIMITS.nriiPushBytes.most - 1_000);
    const fields = await read(MULTIPART, `${part('instruData', large)}--b--`);
    expect(fields.get('instruData')?.[0]).toHaveLength(large.length);
  });

  const many = Array.from({ length: LIMITS.nriiFields.most + 1 }, (_, at) => at);
  it.each([
    [
      'more fields than are taken, urlencoded',
      URLENCODED,
      many.map((at) => `a${at}=1`).join('&'),
      'too-large',
    ],
    [
      'more fields than are taken',
      MULTIPART,
      `${many.map((at) => part(`a${at}`, '1')).join('')}--b--`,
      'too-large',
    ],
    ['a file', MULTIPART, `${part('a', '张三', '; filename="a.txt"')}--b--`, 'bad-request'],
    ['parts that are cut short', MULTIPART, part('a', '张三').slice(0, -6), 'bad-request'],
    ['no boundary', 'multipart/form-data', part('a', '1'), 'bad-request'],
    ['no part', MULTIPART, '', 'bad-request'],
  ])('with %s are refused without a word of it', async (_, type, body, kind) => {
    await expect(read(type, body)).rejects.toMatchObject({
      kind,
      message: expect.not.stringContaining('张三'),
    });
  });
});
