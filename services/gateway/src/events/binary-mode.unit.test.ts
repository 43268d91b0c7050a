import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import { isBinaryMode, structuredOf } from './binary-mode.ts';

const headers = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': 'a-1',
  'ce-source': 'urn:duixian:exchange:henan',
  'ce-type': 'duixian.contract.v1',
  'ce-time': '2019-05-06T00:00:00Z',
};

describe('a CloudEvent in binary mode', () => {
  it('becomes the same event in structured form, with the bytes of its data', () => {
    const text = structuredOf(
      { ...headers, 'ce-subject': '2019410100000001' },
      Buffer.from('{"revision": 1.0}'),
    );
    expect(String(text)).toContain('"data":{"revision": 1.0}}');
    expect(JSON.parse(String(text))).toEqual({
      specversion: '1.0',
      id: 'a-1',
      source: 'urn:duixian:exchange:henan',
      type: 'duixian.contract.v1',
      time: '2019-05-06T00:00:00Z',
      subject: '2019410100000001',
      datacontenttype: 'application/json',
      data: { revision: 1 },
    });
  });

  it.each([
    ['percent-encoded UTF-8', '%E6%8A%80%E6%9C%AF%20A', '技术 A'],
    ['an encoded percent sign, decoded once', '100%2525', '100%25'],
    ['a percent sign that encodes nothing', '100%', '100%'],
    ['a quoted text', '"a \\"b\\" c"', 'a "b" c'],
    ['bytes of UTF-8 that were not encoded', Buffer.from('技术').toString('latin1'), '技术'],
  ])('decodes %s', (_, sent, meant) => {
    const text = structuredOf({ ...headers, 'ce-subject': sent }, Buffer.from('{}'));
    expect(JSON.parse(String(text))).toMatchObject({ subject: meant });
  });

  it('refuses a value that is no UTF-8, by the name of its header', () => {
    const decode = () => structuredOf({ ...headers, 'ce-subject': '%FF' }, Buffer.from('{}'));
    expect(decode).toThrow(Problem);
    expect(decode).toThrow('ce-subject must be percent-encoded UTF-8');
  });

  it('lets no header stand for the data or its type', () => {
    const sent = { ...headers, 'ce-data': 'x', 'ce-datacontenttype': 'text/plain' };
    expect(JSON.parse(String(structuredOf(sent, Buffer.from('7'))))).toMatchObject({
      data: 7,
      datacontenttype: 'application/json',
    });
  });

  it('is told by its headers', () => {
    expect(isBinaryMode(headers)).toBe(true);
    expect(isBinaryMode({ 'content-type': 'application/json' })).toBe(false);
  });
});
