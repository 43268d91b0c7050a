import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SMALL } from './limits-for-tests.ts';
import { readXmlRecords, readXmlTree } from './read-xml.ts';
import { writeXml, type XmlNode, xmlNode, xmlText } from './write-xml.ts';
import { elementsAt, textAt, type XmlElement } from './xml-element.ts';

const HUGE = { ...SMALL, bytes: 1 << 24, levels: 64, elements: 100_000, textCharacters: 1 << 20 };
const tree = (content: string | Uint8Array) => {
  const read = readXmlTree(typeof content === 'string' ? Buffer.from(content) : content, SMALL);
  if ('fault' in read) throw new Error(read.fault.message);
  return read.root;
};
const faultOf = (content: string | Uint8Array) => {
  const read = readXmlTree(typeof content === 'string' ? Buffer.from(content) : content, SMALL);
  return 'fault' in read ? read.fault : undefined;
};
/** 中文, in GBK. */
const GBK = Buffer.from([0xd6, 0xd0, 0xce, 0xc4]);

it('an element has its name, namespace, attributes, text and place', () => {
  const root = tree(
    '<?xml version="1.0"?>\n<!-- c --><a:R xmlns:a="urn:x" id="1" a:id2="&lt;&#20013;">\n <a:B>x</a:B><B xmlns="urn:y"> y<![CDATA[<z>]]> </B></a:R>',
  );
  expect([root.name, root.namespace, [...root.attributes]]).toEqual([
    'R',
    'urn:x',
    [
      ['a', 'urn:x'],
      ['id', '1'],
      ['id2', '<中'],
    ],
  ]);
  const found = elementsAt(root, 'B').map(({ namespace, text, line, path }) => [namespace, text, line, path]);
  expect(found).toEqual([
    ['urn:x', 'x', 3, 'R/B'],
    ['urn:y', ' y<z> ', 3, 'R/B'],
  ]);
  expect([textAt(root, 'B'), textAt(root, 'B/C')]).toEqual(['x', '']);
});

describe('an encoding', () => {
  const declared = (name: string, content: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="${name}"?>\n<r>`),
      content,
      Buffer.from('</r>'),
    ]);

  it.each([
    ['UTF-8', Buffer.from('中文')],
    ['utf-8', Buffer.from('中文')],
    ['GBK', GBK],
    ['gb2312', GBK],
    ['GB18030', GBK],
  ])('%s that is declared is read', (name, content) => {
    expect(tree(declared(name, content)).text).toBe('中文');
  });

  it('of no declaration is UTF-8, with or without its mark', () => {
    expect(tree('<r>中</r>').text).toBe('中');
    expect(tree('\ufeff<r>中</r>').text).toBe('中');
  });

  it('GBK of two-byte characters that are valid UTF-8 as well is read as declared', () => {
    expect(tree(declared('GBK', Buffer.from([0xc1, 0xaa, 0xcd, 0xa8]))).text).toBe('联通');
  });

  it.each<[string, Uint8Array, string, number]>([
    [
      'GBK, and is UTF-8',
      declared('GBK', Buffer.from('中')),
      'declares GBK, and its bytes are UTF-8: byte 40 (0xE4',
      2,
    ],
    ['UTF-8, and is GBK', declared('UTF-8', GBK), 'declares UTF-8, or nothing: byte 43', 2],
    [
      'GBK, and is none',
      declared('GBK', Buffer.from([0x41, 0xd6, 0x20])),
      'declares GBK, and its bytes are not',
      2,
    ],
    ['nothing, and ends within a character', Buffer.from([0x3c, 0xe4, 0xb8]), 'byte', 1],
    ['GBK, and ends within a character', declared('GBK', GBK).subarray(0, 41), 'declares GBK', 2],
  ])('%s: refused with the place', (_, bytes, message, line) => {
    expect(faultOf(bytes)).toMatchObject({
      code: 'wrong-encoding',
      line,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff<r/>', 'utf16le')],
    ['ISO-8859-1', declared('ISO-8859-1', Buffer.from([0xe9]))],
    ['UTF-7', declared('UTF-7', Buffer.from('x'))],
  ])('%s is refused', (name, bytes) => {
    expect(faultOf(bytes)).toMatchObject({ code: 'wrong-encoding', message: expect.stringContaining(name) });
  });

  it('names the wrong byte far inside a file', () => {
    const long = Buffer.from(`<r>${'<a>中</a>'.repeat(20_000)}`);
    const read = readXmlTree(Buffer.concat([long, Buffer.from([0xff])]), HUGE);
    expect(read).toMatchObject({ fault: { message: expect.stringContaining(`byte ${long.length} (0xFF`) } });
  });
});

describe('refused', () => {
  const nested = (levels: number) => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;

  it.each<[string, string, string, string]>([
    [
      'an external entity',
      '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>',
      'not-xml',
      'document type',
    ],
    [
      'a document type elsewhere',
      '<!DOCTYPE r SYSTEM "http://example.invalid/x.dtd"><r/>',
      'not-xml',
      'nothing was fetched',
    ],
    [
      'a billion laughs',
      '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>',
      'not-xml',
      'document type',
    ],
    ['an entity that nobody declared', '<r>&nbsp;</r>', 'not-xml', 'line 1'],
    ['a tag that is not closed', '<r>\n<a></r>', 'not-xml', 'line 2'],
    ['a file that ends early', '<r><a>', 'not-xml', 'line 1'],
    ['an attribute twice', '<r a="1" a="2"/>', 'not-xml', 'line 1'],
    ['a prefix of no namespace', '<x:r/>', 'not-xml', 'line 1'],
    ['a control character', '<r>\u0001</r>', 'not-xml', 'line 1'],
    ['a control character by number', '<r>&#1;</r>', 'not-xml', 'line 1'],
    ['XML 1.1', '<?xml version="1.1"?><r/>', 'not-xml', 'XML 1.0'],
    ['nothing', '', 'not-xml', ''],
    ['two roots', '<r/><r/>', 'not-xml', ''],
    ['no XML', 'PK\u0003\u0004', 'not-xml', ''],
    ['too many levels', nested(9), 'too-large', '8 levels'],
    ['too many elements', `<r>${'<a/>'.repeat(50)}</r>`, 'too-large', '50 elements'],
    ['too many attributes', '<r a="1" b="1" c="1" d="1" e="1"/>', 'too-large', '4 attributes'],
    ['too long a text', `<r>${'x'.repeat(201)}</r>`, 'too-large', '200 characters'],
    ['too many bytes', `<r>${' '.repeat(4096)}</r>`, 'too-large', '4103 bytes; at most 4096'],
  ])('%s', (_, content, code, message) => {
    expect(faultOf(content)).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('with no word of the file in the answer', () => {
    expect(JSON.stringify(faultOf('<r>&张三;<李四></r>'))).not.toMatch(/张三|李四/);
  });
});

it('records are given one by one, and the ends of what is above them', () => {
  const seen: string[] = [];
  const content = '<d><h><m>1</m></h><s><e><v>a</v></e><e><v>b</v></e></s></d>';
  const fault = readXmlRecords(Buffer.from(content), SMALL, {
    isRecord: (path) => path === 'd/h/m' || path === 'd/s/e',
    record: (element) => seen.push(`${element.path} ${element.text}${textAt(element, 'v')}`),
    root: ({ name }) => void seen.push(name),
    end: (path) => seen.push(`/${path}`),
  });
  expect(fault).toBeUndefined();
  expect(seen).toEqual(['d', 'd/h/m 1', '/d/h', 'd/s/e a', 'd/s/e b', '/d/s', '/d']);
});

it('what is written is read as it was, whatever its texts are', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/).filter((one) => !/^xml/i.test(one));
  const text = fc
    .string({ unit: 'binary' })
    .map((one) => one.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, ''));
  const { node } = fc.letrec<{ node: XmlNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.record({ name, content: text, attributes: fc.dictionary(name, text, { maxKeys: 2 }) }),
      fc.record({ name, content: fc.array(tie('node'), { maxLength: 3 }) }),
    ),
  }));
  const plain = ({ name: called, attributes = {}, content }: XmlNode): unknown => ({
    name: called,
    attributes: { ...attributes },
    text: typeof content === 'string' ? content : '',
    children: typeof content === 'string' ? [] : content.map(plain),
  });
  const plainRead = (element: XmlElement): unknown => ({
    name: element.name,
    attributes: Object.fromEntries(element.attributes),
    text: element.text,
    children: element.children.map(plainRead),
  });
  fc.assert(
    fc.property(node, (written) => {
      const read = readXmlTree(writeXml(written), HUGE);
      expect('root' in read && plainRead(read.root)).toEqual(plain(written));
    }),
    { numRuns: examples(500) },
  );
});

it('a character that XML does not have is a bug of the caller', () => {
  expect(() => writeXml(xmlNode('a', xmlText('b', '\u0000')))).toThrow('characters of XML');
});
