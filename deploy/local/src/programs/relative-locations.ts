import { readFile } from 'node:fs/promises';
import { dirname, extname, relative } from 'node:path';
import type { Loader, Plugin } from 'esbuild';

const OWN_LOCATION = /\bimport\.meta\.(?:url|dirname|filename)\b|\b__dirname\b|\b__filename\b/g;
const LOADERS: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.mts': 'ts', '.cts': 'ts' };

/**
 * Goes before everything in each file of a program: a CommonJS file that named import.meta would count as none. Written
 * so that the replacement below does not find it.
 */
export const LOCATION = "const programUrl = import.meta['url'];";

/**
 * A file that reads what lies beside it, such as the policy packs or a worker, still finds it from inside a program:
 * its own location becomes one relative to `folder`, where the program will lie.
 */
export function relativeLocations(folder: string): Plugin {
  return {
    name: 'relative-locations',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (text.search(OWN_LOCATION) === -1) return undefined;
        const loader = LOADERS[extname(path)] ?? 'js';
        return { contents: text.replaceAll(OWN_LOCATION, (name) => locationOf(name, folder, path)), loader };
      });
    },
  };
}

function locationOf(name: string, folder: string, path: string): string {
  const own = relativeUrl(folder, path);
  if (name === 'import.meta.url') return `${own}.href`;
  const isFolder = name.endsWith('dirname');
  const file = isFolder ? relativeUrl(folder, dirname(path)) : own;
  return `decodeURIComponent(${file}.pathname)`;
}

function relativeUrl(folder: string, path: string): string {
  const way = relative(folder, path).split('/').map(encodeURIComponent).join('/');
  return `new URL(${JSON.stringify(way)}, programUrl)`;
}
