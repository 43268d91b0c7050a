import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import { moduleReferences, packageNameOf } from './module-references.ts';
import { packageAt, type Source, type Tree, type WorkspacePackage } from './tree.ts';

/** Imports of packages that the importing package does not declare: these work only because of hoisting. */
export function undeclaredDependencies(tree: Tree): string[] {
  return tree.sources.flatMap((source) => {
    const home = packageAt(tree, source.path);
    if (!home) return [];
    const declared = declaredFor(tree, home, source);
    return moduleReferences(source).flatMap(({ specifier, node }) => {
      const name = packageNameOf(specifier);
      if (!name || declared.includes(name)) return [];
      const where = source.isTest ? 'dependencies or devDependencies' : 'dependencies';
      return [
        finding(
          placeOf(source, node),
          `'${name}' is not declared`,
          `Add it to ${where} of ${home.folder}/package.json`,
        ),
      ];
    });
  });
}

function declaredFor(tree: Tree, home: WorkspacePackage, source: Source): string[] {
  // packages/testing is written for tests, so it may also use what the root installs for them.
  const forTests = source.isTest || home.folder === 'packages/testing';
  return forTests
    ? [...home.dependencies, ...home.devDependencies, ...tree.rootDevDependencies]
    : home.dependencies;
}

/** Declared dependencies that no file of the package names. */
export function unusedDependencies(tree: Tree): string[] {
  return tree.packages.flatMap((home) => {
    const own = tree.sources.filter(({ path }) => path.startsWith(`${home.folder}/`));
    const runtimeNames = namesIn(own.filter(({ isTest }) => !isTest || home.folder === 'test'));
    const allNames = namesIn(own);
    // Development tools (such as a proto compiler) are run, not imported: only workspace packages are checked there.
    const unused = [
      ...home.dependencies.filter((name) => !runtimeNames.has(name)),
      ...home.devDependencies.filter((name) => name.startsWith('@duixian/') && !allNames.has(name)),
    ];
    return unused.map((name) =>
      finding(
        `${home.folder}/package.json`,
        `'${name}' is declared but not used`,
        'Remove it, or move it to devDependencies if only tests use it',
      ),
    );
  });
}

/** Packages named by any string: imports, and modules that are resolved or preloaded by name. */
function namesIn(sources: Source[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node) => {
    const name = ts.isStringLiteralLike(node) ? packageNameOf(node.text) : undefined;
    if (name) names.add(name);
    ts.forEachChild(node, visit);
  };
  for (const { syntax } of sources) visit(syntax);
  return names;
}
