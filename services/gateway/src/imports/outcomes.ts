import type { importsV1 } from '@duixian/proto';
import type { Services } from '../services.ts';

export type Which = { readonly source: string; readonly id: string };

/** What became of the lines of an import, by page as partners keeps them. */
export async function* outcomePages(
  imports: Services['imports'],
  { source, id }: Which,
): AsyncGenerator<readonly importsV1.Line[]> {
  for (let after = 0n; ; ) {
    const { lines, next } = await imports.listOutcomes({ source, id, after });
    if (lines.length === 0) return;
    yield lines;
    after = next;
  }
}

export async function* linesOf(imports: Services['imports'], which: Which): AsyncGenerator<importsV1.Line> {
  for await (const lines of outcomePages(imports, which)) yield* lines;
}
