import { deadFiles, unusedExports } from './dead-code.ts';
import { undeclaredDependencies, unusedDependencies } from './declared-dependencies.ts';
import { forbiddenWords } from './forbidden-words.ts';
import {
  bootstrapImports,
  forbiddenDependencies,
  importsAcrossPackages,
  impureDomainImports,
} from './import-boundaries.ts';
import { longFiles, longFunctions } from './lengths.ts';
import { badFileNames, barrels, defaultExports, leftovers } from './names.ts';
import { impurities } from './pure-domain.ts';
import { missingReadmes } from './readmes.ts';
import type { Tree } from './tree.ts';

/** Every rule of the house, each with what it asks for. A rule returns one line per violation. */
export const rules: Record<string, (tree: Tree) => string[]> = {
  'packages depend only on what the architecture draws': forbiddenDependencies,
  'packages reach each other by name': importsAcrossPackages,
  'the domain imports only values, facts and policy': impureDomainImports,
  'the domain is pure and synchronous': impurities,
  'the way in needs nothing installed': bootstrapImports,
  'every imported package is declared': undeclaredDependencies,
  'every declared package is used': unusedDependencies,
  'functions fit a screen': longFunctions,
  'files hold one idea': longFiles,
  'file names say what is inside': badFileNames,
  'exports have names': defaultExports,
  'a package has one public face': barrels,
  'nothing is left undone, skipped or tied to one machine': forbiddenWords,
  'nothing that a program left behind is kept': leftovers,
  'every package says what it is': missingReadmes,
  'every export is imported': unusedExports,
  'every file is used': deadFiles,
};
