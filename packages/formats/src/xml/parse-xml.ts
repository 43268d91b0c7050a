import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fileFault } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';
import { decodeXml } from './decode-xml.ts';

/** What one file, and one record of it, may have at most. */
export type XmlLimits = {
  readonly bytes: number;
  readonly levels: number;
  readonly elements: number;
  readonly attributes: number;
  readonly textCharacters: number;
};

export type XmlEvents = {
  /** `name`: without its prefix. */
  open(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void;
  text(text: string): void;
  close(): void;
};

/** Ends the reading of a file; thrown by events, and never past `parseXml`. */
export class XmlRefused extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * Passes on the elements of an XML 1.0 file as they come, and returns what ended the reading. A document type is
 * refused, so there are no entities but the five of XML, and nothing is ever fetched.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits, events: XmlEvents): FileFault | undefined {
  if (bytes.length > limits.bytes)
    return fileFault('too-large', `the file has ${bytes.length} bytes; at most ${limits.bytes} are allowed`);
  const text = decodeXml(bytes);
  if ('code' in text) return text;
  const parser = parserFor(limits, events);
  try {
    for (const piece of text) parser.write(piece);
    parser.close();
    return undefined;
  } catch (error) {
    if (error instanceof XmlRefused) return error.fault;
    throw error;
  }
}

function parserFor(limits: XmlLimits, events: XmlEvents): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const refuse = (code: 'not-xml' | 'too-large', message: string): never => {
    throw new XmlRefused(fileFault(code, `line ${parser.line}: ${message}`, { line: parser.line }));
  };
  let attributes = 0;
  let levels = 0;
  const text = (content: string): void => {
    if (content.length > limits.textCharacters)
      refuse('too-large', `a text of more than ${limits.textCharacters} characters`);
    events.text(content);
  };
  // The parser's own words may quote the file, which may hold what must not be repeated.
  parser.on('error', ({ message }) => refuse('not-xml', `it is not well-formed XML (${reasonOf(message)})`));
  parser.on('xmldecl', ({ version }) => {
    if (version !== undefined && version !== '1.0') refuse('not-xml', 'right is XML 1.0');
  });
  parser.on('doctype', () =>
    refuse('not-xml', 'a document type (DTD) is not allowed, nor are entities; nothing was fetched'),
  );
  parser.on('opentagstart', () => {
    attributes = 0;
    levels += 1;
    if (levels > limits.levels) refuse('too-large', `elements nested deeper than ${limits.levels} levels`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.attributes) refuse('too-large', `more than ${limits.attributes} attributes`);
  });
  parser.on('opentag', (tag) => events.open(tag.local, tag.uri, attributesOf(tag), parser.line));
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', () => {
    levels -= 1;
    events.close();
  });
  return parser;
}

const NONE: ReadonlyMap<string, string> = new Map();

function attributesOf({ attributes }: SaxesTagNS): ReadonlyMap<string, string> {
  const all = Object.values(attributes);
  return all.length === 0 ? NONE : new Map(all.map(({ local, value }) => [local, value]));
}

/** The kind of the fault alone: letters and blanks before anything that is quoted. */
function reasonOf(message: string): string {
  return /^(?:\d+:\d+: )?([a-zA-Z ,'-]+)/.exec(message)?.[1]?.trim() ?? 'it cannot be read';
}
