import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';

export type Attribute = (name: string) => string | undefined;

export type XmlReader = {
  open?(name: string, attribute: Attribute): void;
  text?(text: string): void;
  close?(name: string): void;
};

/**
 * Parses XML as a stream; nothing of it is kept here. Names are passed without prefixes, those of attributes as they
 * are; custom entities are not allowed.
 */
export async function parseXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  for await (const _ of parsedXml(chunks, reader)) {
    // What is read is in the reader.
  }
}

/** The same; yields after each chunk, so that what was read can be passed on. */
export async function* parsedXml(
  chunks: AsyncIterable<Uint8Array>,
  reader: XmlReader,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a part of a workbook has no document type');
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) =>
    reader.open?.(local(name), (wanted) => attributes[wanted] as SaxesAttributePlain['value'] | undefined),
  );
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => reader.close?.(local(name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
