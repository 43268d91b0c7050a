import { basename } from 'node:path';
import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import { moduleReferences, targetOf } from './module-references.ts';
import type { Source, Tree } from './tree.ts';

interface Export {
  name: string;
  node: ts.Node;
}

/**
 * Exports that no other file uses. What a package exports in its index is its public interface and remains, and so does
 * a type that the same file uses, because it is part of a signature that others use.
 */
export function unusedExports(tree: Tree): string[] {
  const used = usedNames(tree);
  return candidates(tree).flatMap((source) => {
    const names = used.get(source.path) ?? new Set();
    if (names.has('*')) return [];
    return exportsOf(source)
      .filter(({ name, node }) => !names.has(name) && !(isType(node) && isUsedAtHome(source, name)))
      .map(({ name, node }) =>
        finding(
          placeOf(source, node),
          `'${name}' is exported but no other file imports it`,
          'Drop the word export, or the code',
        ),
      );
  });
}

/** Files that no other file names, neither in an import nor as a program to run. */
export function deadFiles(tree: Tree): string[] {
  const used = usedNames(tree);
  return candidates(tree)
    .filter(({ path }) => !used.has(path) && !isMentioned(tree, path))
    .map(({ path }) => finding(`${path}:1`, 'no other file names it', 'Delete it'));
}

function candidates(tree: Tree): Source[] {
  const entries = new Set(tree.packages.flatMap((home) => home.entries));
  return tree.sources.filter(
    ({ path, isGenerated }) =>
      path.endsWith('.ts') && !path.endsWith('.test.ts') && !isGenerated && !entries.has(path),
  );
}

function isMentioned(tree: Tree, path: string): boolean {
  const name = basename(path);
  if (name === 'main.ts') return true;
  return [...tree.texts].some(
    ([other, text]) => other !== path && !other.endsWith('.md') && text.includes(name),
  );
}

/** Per file, the names that other files use of it; `*` when they may use any. */
function usedNames(tree: Tree): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const source of tree.sources) {
    for (const { specifier, names } of moduleReferences(source)) {
      const target = targetOf(source, specifier);
      if (target === undefined) continue;
      const taken = used.get(target) ?? new Set();
      for (const name of names === 'all' ? ['*'] : names) taken.add(name);
      used.set(target, taken);
    }
  }
  return used;
}

function exportsOf({ syntax }: Source): Export[] {
  return syntax.statements.flatMap((statement) => {
    if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      return statement.exportClause.elements.map((element) => ({ name: element.name.text, node: element }));
    }
    return isExported(statement) ? declaredNames(statement) : [];
  });
}

function isType(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function isUsedAtHome({ syntax }: Source, name: string): boolean {
  return (syntax.text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function declaredNames(statement: ts.Statement): Export[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) ? [{ name: declaration.name.text, node: declaration }] : [],
    );
  }
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? [{ name: name.text, node: statement }] : [];
}
