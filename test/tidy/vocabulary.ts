import { basename } from 'node:path';
import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import type { Tree } from './tree.ts';

/** Words of a dialect that this code once used, and the standard term for each (GLOSSARY.md). */
const replaced: Record<string, string> = {
  tell: 'publish',
  tells: 'publishes',
  told: 'published',
  hear: 'receive',
  hears: 'subscribes',
  heard: 'received',
  lean: 'dependency',
  leans: 'dependencies',
  leanings: 'dependencies',
  reaches: 'invalidations',
  regroup: 'reassign branches',
  contexts: 'reference data',
  guard: 'lock version',
  lane: 'queue',
  lanes: 'queues',
  pace: 'throttle',
  bury: 'dead-letter',
  buried: 'dead-lettered',
  thing: 'record',
  things: 'records',
  desk: 'commands',
  desks: 'commands',
  movement: 'journal entry',
  movements: 'journal entries',
  truth: 'confirmed outcome',
  truths: 'confirmed outcomes',
  adopt: 'import unmatched',
  adopts: 'imports unmatched',
  adopted: 'imported',
  fingerprint: 'set hash',
  fingerprints: 'set hashes',
  anew: 'again',
  whoever: 'who',
};

/** Names that are stored, or that others send and read: they change only by migration and version (GLOSSARY.md). */
const kept = new Set([
  // Members of stored documents, and collections.
  ...['things', 'thing', 'contexts', 'reaches', 'leans', 'leansAlone', 'guard', 'heard', 'partnersHeard'],
  // Calls, messages and members of the services' own interface.
  ...['getThing', 'listThings', 'getFingerprint', 'getFingerprints', 'anew', 'movements'],
  ...['listMovements', 'readMovements', 'adoptMissing'],
]);
/** Types that are generated from the interface: `ListThingsRequest`. */
const generated =
  /^(Get|List|Read|Adopt)?(Thing|Things|Movement|Movements|Fingerprint|Fingerprints|Missing)(Request|Response)?(_\w+)?$/;

export function wordsOfADialect(tree: Tree): string[] {
  return tree.sources
    .filter(({ path, isGenerated }) => !isGenerated && !path.startsWith('test/tidy/'))
    .flatMap((source) => {
      const found = inWords(basename(source.path), `${source.path}:1`);
      const seen = new Set<string>();
      const visit = (node: ts.Node) => {
        if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && !seen.has(node.text)) {
          seen.add(node.text);
          if (!kept.has(node.text) && !generated.test(node.text))
            found.push(...inWords(node.text, placeOf(source, node)));
        }
        ts.forEachChild(node, visit);
      };
      visit(source.syntax);
      return found;
    });
}

function inWords(name: string, place: string): string[] {
  return wordsOf(name).flatMap((word) => {
    const better = Object.hasOwn(replaced, word) ? replaced[word] : undefined;
    return better ? [finding(place, `'${name}' says '${word}'`, `The field says: ${better}`)] : [];
  });
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
