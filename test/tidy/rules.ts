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
import { falseArrows, forbiddenArrows } from './modules.ts';
import { badFileNames, barrels, defaultExports, leftovers } from './names.ts';
import { impurities } from './pure-domain.ts';
import { missingReadmes, modulesWithoutReadme } from './readmes.ts';
import type { Tree } from './tree.ts';
import { wordsOfADialect } from './vocabulary.ts';

/** Every rule of the project, each with its requirement. A rule returns one line per violation. */
export const rules: Record<string, (tree: Tree) => string[]> = {
  'packages depend only on what the architecture draws': forbiddenDependencies,
  'modules of a service know each other along its arrows': forbiddenArrows,
  'its arrows are used, and make no circle': falseArrows,
  'packages reach each other by name': importsAcrossPackages,
  'the domain imports only values, facts and policy': impureDomainImports,
  'the domain is pure and synchronous': impurities,
  'the way in needs nothing installed': bootstrapImports,
  'every imported package is declared': undeclaredDependencies,
  'every declared package is used': unusedDependencies,
  'functions fit a screen': longFunctions,
  'files hold one idea': longFiles,
  'file names say what is inside': badFileNames,
  'names are the words of the field': wordsOfADialect,
  'exports have names': defaultExports,
  'a package has one public face': barrels,
  'nothing is left undone, skipped or tied to one machine': forbiddenWords,
  'nothing that a program left behind is kept': leftovers,
  'every package says what it is': missingReadmes,
  'every module says what it is': modulesWithoutReadme,
  'every export is imported': unusedExports,
  'every file is used': deadFiles,
};
