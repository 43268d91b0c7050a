import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';

export type XmlReader = {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  text?(text: string): void;
  close?(name: string): void;
};

/**
 * Parses XML as a stream; nothing of it is kept here. Names are passed without prefixes; custom entities are not
 * allowed.
 */
export async function parseXml(chunks: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
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
  for await (const chunk of chunks) parser.write(decoder.decode(chunk, { stream: true }));
  parser.write(decoder.decode()).close();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
