import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Another text in one place of a source file. */
export interface Mutation {
  /** Its path in this repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * From now on this process loads these files with changes: so a fault can be put into the services' own code,
 * and a number be made small, without a switch in the code that somebody could leave on. A text that is
 * absent, or occurs twice, is an error, so that a list of mutations keeps up with the code.
 */
export function mutate(mutations: readonly Mutation[]): { mustAllBeLoaded(): void } {
  const waiting = new Set(mutations);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith('file:')) return loaded;
      const path = fileURLToPath(url).slice(ROOT.length);
      const own = mutations.filter(({ file }) => file === path);
      if (own.length === 0) return loaded;
      for (const mutation of own) waiting.delete(mutation);
      return { ...loaded, source: own.reduce(changed, String(loaded.source)) };
    },
  });
  return {
    mustAllBeLoaded() {
      for (const { file } of waiting)
        throw new Error(`${file} is to be mutated, and was not loaded after that`);
    },
  };
}

function changed(source: string, { file, from, to }: Mutation): string {
  const parts = source.split(from);
  if (parts.length !== 2)
    throw new Error(
      `${file} has ${JSON.stringify(from)} ${parts.length - 1} times, and it is to be mutated once`,
    );
  return parts.join(to);
}
