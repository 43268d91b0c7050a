import { oneAhead } from '@duixian/runtime';
import type { Services } from '../services.ts';

type Which = { readonly source: string; readonly id: string };

/** The content of an import from its beginning, a piece at a time. */
export function contentOf(imports: Services['imports'], which: Which): AsyncGenerator<Buffer> {
  return oneAhead(pieces(imports, which));
}

export async function wholeOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* pieces(imports: Services['imports'], { source, id }: Which): AsyncGenerator<Buffer> {
  for (let offset = 0n; ; ) {
    const { content } = await imports.readContent({ source, id, offset });
    if (content.length === 0) return;
    yield content;
    offset += BigInt(content.length);
  }
}
