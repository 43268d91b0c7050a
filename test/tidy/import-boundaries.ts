import { finding, placeOf } from './finding.ts';
import { type ModuleReference, moduleReferences, packageNameOf, targetOf } from './module-references.ts';
import { packageAt, type Source, type Tree } from './tree.ts';

/**
 * The workspace packages on which each may depend. The manifests must agree with this table, so that a new arrow in the
 * architecture is added here deliberately. Tests may use more: see `forTests`.
 */
const allowed: Record<string, string[]> = {
  values: [],
  proto: [],
  facts: ['proto', 'values'],
  api: ['facts', 'values'],
  client: [],
  answers: ['api', 'proto', 'values'],
  policy: ['facts', 'values'],
  conformance: ['facts', 'values'],
  documents: ['api', 'formats', 'values'],
  formats: ['facts', 'values'],
  runtime: ['proto', 'values'],
  messaging: ['runtime', 'values'],
  service: ['messaging', 'proto', 'runtime', 'values'],
  register: ['facts', 'messaging', 'proto', 'runtime', 'service', 'values'],
  testing: ['facts', 'infrastructure', 'values'],
  institutions: ['facts', 'register', 'service'],
  contracts: ['facts', 'register', 'service'],
  metering: ['facts', 'proto', 'register', 'runtime', 'service', 'values'],
  awards: ['facts', 'messaging', 'policy', 'proto', 'register', 'runtime', 'service', 'values'],
  disbursement: ['answers', 'documents', 'messaging', 'policy', 'proto', 'runtime', 'service', 'values'],
  partners: ['answers', 'api', 'facts', 'formats', 'messaging', 'proto', 'runtime', 'service', 'values'],
  gateway: ['answers', 'api', 'documents', 'facts', 'formats', 'proto', 'runtime', 'service', 'values'],
  infrastructure: [],
  local: ['infrastructure', 'messaging', 'runtime', 'values'],
  manifests: ['values'],
  sandbox: ['api', 'values'],
  cli: [
    'api',
    'client',
    'conformance',
    'documents',
    'facts',
    'formats',
    'local',
    'policy',
    'proto',
    'values',
  ],
};
const forTests = ['testing', 'infrastructure', 'messaging', 'proto', 'register', 'runtime', 'service'];
const forDomain = ['@duixian/values', '@duixian/facts', '@duixian/policy'];
const scope = '@duixian/';

export function forbiddenDependencies(tree: Tree): string[] {
  return tree.packages.flatMap(({ folder, name, dependencies, devDependencies }) => {
    if (folder === 'test') return [];
    const mayUse = allowed[name.slice(scope.length)];
    const place = `${folder}/package.json`;
    if (!mayUse)
      return [
        finding(place, `${name} is not in the table of packages`, 'Add it to test/tidy/import-boundaries.ts'),
      ];
    const excess = [
      ...dependencies.filter((dependency) => isExcess(dependency, mayUse)),
      ...devDependencies.filter((dependency) => isExcess(dependency, [...mayUse, ...forTests])),
    ];
    return excess.map((dependency) =>
      finding(
        place,
        `${name} may not depend on ${dependency}`,
        'Take it out, or draw the arrow in test/tidy/import-boundaries.ts',
      ),
    );
  });
}

function isExcess(dependency: string, mayUse: string[]): boolean {
  return dependency.startsWith(scope) && !mayUse.includes(dependency.slice(scope.length));
}

/** Files of one package are imported from another only by its name, never by a path. */
export function importsAcrossPackages(tree: Tree): string[] {
  return tree.sources.flatMap((source) => {
    const home = packageAt(tree, source.path);
    const crossing = moduleReferences(source).filter(({ specifier }) => {
      const target = targetOf(source, specifier);
      return target !== undefined && packageAt(tree, target)?.folder !== home?.folder;
    });
    // The bootstrap runs before packages can be resolved by name.
    if (source.path.startsWith('tools/bootstrap/') || source.path.endsWith('.config.mjs')) return [];
    return crossing.map(({ specifier, node }) =>
      finding(
        placeOf(source, node),
        `'${specifier}' leaves the package`,
        'Import the other package by its name',
      ),
    );
  });
}

export function impureDomainImports(tree: Tree): string[] {
  return tree.sources.filter(isDomain).flatMap((source) =>
    moduleReferences(source)
      .filter((reference) => !mayEnterDomain(source, reference))
      .map(({ specifier, node }) =>
        finding(
          placeOf(source, node),
          `the domain imports '${specifier}'`,
          `It may import only ${forDomain.join(', ')} and its own files; pass what it needs as an argument`,
        ),
      ),
  );
}

export function isDomain(source: Source): boolean {
  return /^(services|packages)\/[^/]+\/src\/([^/]+\/)?domain\//.test(source.path) && !source.isTest;
}

function mayEnterDomain(source: Source, { specifier }: ModuleReference): boolean {
  const name = packageNameOf(specifier);
  if (name) return forDomain.includes(name);
  return /\/src\/([^/]+\/)?domain\//.test(targetOf(source, specifier) ?? '');
}

/** Code that runs before anything is installed, on any Node from 20, uses only Node's own modules. */
export function bootstrapImports(tree: Tree): string[] {
  const early = tree.sources.filter(({ path }) =>
    /^(duixian\.mjs|(tools\/bootstrap|deploy)\/.*\.mjs)$/.test(path),
  );
  return early.flatMap((source) =>
    moduleReferences(source)
      .filter(({ specifier }) => packageNameOf(specifier) !== undefined)
      .map(({ specifier, node }) =>
        finding(
          placeOf(source, node),
          `'${specifier}' is not there before the installation`,
          'Use Node’s built-ins',
        ),
      ),
  );
}
