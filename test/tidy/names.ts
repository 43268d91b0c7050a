import { basename } from 'node:path';
import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import type { Tree } from './tree.ts';

const emptyNames = /^(utils?|common|helpers?|misc)(\.|$)/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

export function badFileNames(tree: Tree): string[] {
  return tree.sources
    .filter(({ isGenerated }) => !isGenerated)
    .flatMap(({ path }) => {
      const name = basename(path);
      const segments = path.split('/');
      if (segments.some((segment) => emptyNames.test(segment))) {
        return [
          finding(`${path}:1`, 'its name says nothing', 'Name it, or its folder, by the idea it holds'),
        ];
      }
      return kebabCase.test(name) ? [] : [finding(`${path}:1`, 'its name is not in kebab-case', 'Rename it')];
    });
}

export function defaultExports(tree: Tree): string[] {
  return tree.sources
    .filter(({ path, isGenerated }) => path.endsWith('.ts') && !isGenerated)
    .flatMap((source) =>
      source.syntax.statements
        .filter(isDefaultExport)
        .map((statement) => finding(placeOf(source, statement), 'a default export', 'Export it by its name')),
    );
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

/** A package has one public interface, `src/index.ts`; a second index inside it is a barrel. */
export function barrels(tree: Tree): string[] {
  return tree.sources
    .filter(({ path, isGenerated }) => basename(path) === 'index.ts' && !isGenerated)
    .filter(({ path }) => !tree.packages.some(({ entries }) => entries.includes(path)))
    .map(({ path }) =>
      finding(`${path}:1`, 'a barrel inside a package', 'Import from the files themselves and remove it'),
    );
}

/** Logs and profiles record where and when somebody ran something, which is of no use to later readers. */
export function leftovers(tree: Tree): string[] {
  return [...tree.texts.keys()]
    .filter((path) => /\.(log|cpuprofile|heapsnapshot)$/.test(path))
    .map((path) =>
      finding(path, 'what a program left behind', 'Delete it, and let .gitignore name its kind'),
    );
}
