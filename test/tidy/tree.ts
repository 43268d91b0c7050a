import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The input of the rules. Paths are relative to the repository's root, with forward slashes. */
export interface Tree {
  sources: Source[];
  packages: WorkspacePackage[];
  /** Every text file by path, sources included. */
  texts: Map<string, string>;
  /** Packages that the root installs for tests everywhere. */
  rootDevDependencies: string[];
}

export interface Source {
  path: string;
  text: string;
  syntax: ts.SourceFile;
  isTest: boolean;
  isGenerated: boolean;
}

export interface WorkspacePackage {
  folder: string;
  name: string;
  dependencies: string[];
  devDependencies: string[];
  /** Files that the package offers under `exports`. */
  entries: string[];
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  exports?: Record<string, string>;
}

const textFile =
  /\.(ts|mts|mjs|js|json|ya?ml|md|sh|proto|html|css|ndjson|csv|txt|log|cpuprofile|heapsnapshot)$|(^|\/)(Dockerfile|duixian|run)$/;
const sourceFile = /\.(ts|mjs)$/;
const root = join(import.meta.dirname, '../..');

/** The tree as git sees it: tracked files, and new ones that are not ignored. */
export function readTree(): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const paths = listed.split('\0').filter((path) => textFile.test(path) && existsSync(join(root, path)));
  return treeOf(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}

export function treeOf(texts: Map<string, string>): Tree {
  const manifests = [...texts].filter(([path]) => path.endsWith('/package.json'));
  const rootManifest: Partial<Manifest> = JSON.parse(texts.get('package.json') ?? '{}');
  return {
    texts,
    sources: [...texts].filter(([path]) => sourceFile.test(path)).map(([path, text]) => sourceOf(path, text)),
    packages: manifests.map(([path, text]) => packageOf(dirname(path), JSON.parse(text))),
    rootDevDependencies: Object.keys(rootManifest.devDependencies ?? {}),
  };
}

function sourceOf(path: string, text: string): Source {
  return {
    path,
    text,
    syntax: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
    isTest: /(\.test|-for-tests)\.ts$|^services\/[^/]+\/testing\//.test(path) || path.startsWith('test/'),
    isGenerated: path.includes('/gen/') || path.endsWith('.d.mts'),
  };
}

function packageOf(folder: string, manifest: Manifest): WorkspacePackage {
  return {
    folder,
    name: manifest.name,
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    entries: Object.values(manifest.exports ?? {}).map((entry) => join(folder, entry)),
  };
}

/** The workspace package whose folder contains a file; undefined for files of the root. */
export function packageAt(tree: Tree, path: string): WorkspacePackage | undefined {
  return tree.packages.find(({ folder }) => path.startsWith(`${folder}/`));
}
