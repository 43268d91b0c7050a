import { assert, codePointOf } from '@duixian/values';
import { encodeGb18030 } from '../gb18030.ts';

/** An element that is to be written: its content is a text, or elements. */
export type XmlNode = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlNode[];
};

// Tab, line feed and carriage return are the only controls that XML 1.0 has.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;
const ESCAPED = /[&<>"\t\n\r]/g;

/** The first character that XML 1.0 cannot have in any form, as U+…; undefined where there is none. */
export function impossibleInXml(text: string): string | undefined {
  const found = IMPOSSIBLE.exec(text)?.[0];
  return found === undefined ? undefined : codePointOf(found);
}

export function xmlNode(name: string, ...content: readonly (XmlNode | undefined)[]): XmlNode {
  return { name, content: content.filter((node) => node !== undefined) };
}

export function xmlText(
  name: string,
  content: string,
  attributes?: Readonly<Record<string, string>>,
): XmlNode {
  return attributes === undefined ? { name, content } : { name, attributes, content };
}

/**
 * A document without a mark, a document type or comments. A text with a character that XML cannot have is a bug of the
 * caller, who has checked what comes from people.
 */
export function writeXml(root: XmlNode, encoding: 'UTF-8' | 'GBK' = 'UTF-8'): Uint8Array {
  const parts: string[] = [`<?xml version="1.0" encoding="${encoding}"?>\n`];
  write(root, parts);
  parts.push('\n');
  const text = parts.join('');
  return encoding === 'GBK' ? encodeGb18030(text) : new TextEncoder().encode(text);
}

function write({ name, attributes = {}, content }: XmlNode, parts: string[]): void {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  parts.push(`<${name}${written.join('')}>`);
  if (typeof content === 'string') parts.push(escaped(content));
  else for (const child of content) write(child, parts);
  parts.push(`</${name}>`);
}

function escaped(text: string): string {
  assert(impossibleInXml(text) === undefined, 'a text to be written as XML has characters of XML only');
  return text.replace(ESCAPED, (sign) => `&#${sign.charCodeAt(0)};`);
}
