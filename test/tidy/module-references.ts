import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Source } from './tree.ts';

/** One place where a file names another module, and the names that it uses of it. */
export interface ModuleReference {
  specifier: string;
  node: ts.Node;
  /** `'all'` for a namespace import, `export *` and a dynamic import. */
  names: string[] | 'all';
}

export function moduleReferences(source: Source): ModuleReference[] {
  const found: ModuleReference[] = [];
  const visit = (node: ts.Node) => {
    const reference = referenceAt(node);
    if (reference) found.push(reference);
    ts.forEachChild(node, visit);
  };
  visit(source.syntax);
  return found;
}

function referenceAt(node: ts.Node): ModuleReference | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, node, names: importedNames(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    const { exportClause } = node;
    const names =
      exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(originalName) : 'all';
    return { specifier: node.moduleSpecifier.text, node, names };
  }
  const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && argument) {
    return ts.isStringLiteralLike(argument) ? { specifier: argument.text, node, names: 'all' } : undefined;
  }
  if (
    ts.isImportTypeNode(node) &&
    ts.isLiteralTypeNode(node.argument) &&
    ts.isStringLiteral(node.argument.literal)
  ) {
    return { specifier: node.argument.literal.text, node, names: 'all' };
  }
  return undefined;
}

function importedNames(clause: ts.ImportClause | undefined): string[] | 'all' {
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return 'all';
  return bindings ? bindings.elements.map(originalName) : [];
}

function originalName(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text;
}

/** `@scope/name` or `name` of a specifier that is neither relative nor one of Node's own; undefined for those. */
export function packageNameOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/') || specifier.startsWith('node:'))
    return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** The file of a relative specifier; undefined for packages. */
export function targetOf(source: Source, specifier: string): string | undefined {
  return specifier.startsWith('.') ? join(dirname(source.path), specifier) : undefined;
}
