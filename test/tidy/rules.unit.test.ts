import { describe, expect, it } from '@jest/globals';
import { rules } from './rules.ts';
import { treeOf } from './tree.ts';

const longBody = '  work();\n'.repeat(70);
const skippedTest = ['it', 'skip'].join('.');
const undone = ['TO', 'DO'].join('');

/** A small valid tree; each case below breaks one thing in it. */
const sound: Record<string, string> = {
  'package.json': manifest('duixian', {}, { '@jest/globals': '1' }),
  'packages/values/package.json': manifest('@duixian/values', {}),
  'packages/values/README.md': '# Values',
  'packages/values/src/index.ts': "export { fen } from './fen.ts';\n",
  'packages/values/src/fen.ts': 'export const fen = 1n;\n',
  'services/awards/package.json': manifest('@duixian/awards', { '@duixian/values': 'workspace:*' }),
  'services/awards/README.md': '## Owns\n## Listens\n## Publishes\n## Guarantees\n## Does not guarantee\n',
  'services/awards/src/index.ts': "export { claim } from './domain/claim.ts';\n",
  'services/awards/src/domain/claim.ts':
    "import { fen } from '@duixian/values';\nexport const claim = fen;\n",
};

type Case = [rule: string, file: string, content: string, finding: string];

const cases: Case[] = [
  [
    'packages depend only on what the architecture draws',
    'packages/values/package.json',
    manifest('@duixian/values', { '@duixian/awards': 'workspace:*' }),
    '@duixian/values may not depend on @duixian/awards',
  ],
  [
    'packages reach each other by name',
    'services/awards/src/index.ts',
    "export { fen } from '../../../packages/values/src/fen.ts';",
    'services/awards/src/index.ts:1: ',
  ],
  [
    'the domain imports only values, facts and policy',
    'services/awards/src/domain/claim.ts',
    "import { readFile } from 'node:fs';",
    "claim.ts:1: the domain imports 'node:fs'",
  ],
  [
    'the domain is pure and synchronous',
    'services/awards/src/domain/claim.ts',
    '\nDate.now();',
    'claim.ts:2: the clock',
  ],
  [
    'the domain is pure and synchronous',
    'services/awards/src/domain/claim.ts',
    'new Date();',
    'the clock is read',
  ],
  [
    'the domain is pure and synchronous',
    'services/awards/src/domain/claim.ts',
    'Math.random();',
    'a random number',
  ],
  [
    'the domain is pure and synchronous',
    'services/awards/src/domain/claim.ts',
    'async () => {};',
    'asynchronous',
  ],
  [
    'the domain is pure and synchronous',
    'services/awards/src/domain/claim.ts',
    'console.log(1);',
    'console is used',
  ],
  [
    'modules of a service know each other along its arrows',
    'services/disbursement/src/orders/domain/order.ts',
    "import { run } from '../../runs/domain/run-steps.ts';",
    "order.ts:1: '../../runs/domain/run-steps.ts' is no arrow",
  ],
  [
    'modules of a service know each other along its arrows',
    'services/disbursement/src/orders/domain/order.ts',
    "import { list } from '../list-orders.ts';",
    "'../list-orders.ts' is no arrow",
  ],
  [
    'its arrows are used, and make no circle',
    'services/disbursement/src/orders/list-orders.ts',
    "import { read } from '../unit-of-work/collections.ts';",
    'nothing uses the arrow runs → programmes',
  ],
  [
    'every module says what it is',
    'services/disbursement/src/orders/list-orders.ts',
    '',
    'services/disbursement/src/orders/README.md: there is none',
  ],
  ['the way in needs nothing installed', 'duixian.mjs', "import 'execa';", "'execa' is not there before"],
  [
    'every imported package is declared',
    'packages/values/src/fen.ts',
    "import { z } from 'zod';",
    "'zod' is not declared",
  ],
  [
    'every declared package is used',
    'services/awards/src/domain/claim.ts',
    'export const claim = 1n;',
    "'@duixian/values' is declared but not used",
  ],
  [
    'functions fit a screen',
    'packages/values/src/fen.ts',
    `function long() {\n${longBody}}`,
    'a function of 72 lines',
  ],
  ['files hold one idea', 'packages/values/src/fen.ts', 'work();\n'.repeat(301), '301 lines, over 300'],
  ['file names say what is inside', 'packages/values/src/utils.ts', '', 'utils.ts:1: its name says nothing'],
  ['file names say what is inside', 'packages/values/src/FenOf.ts', '', 'not in kebab-case'],
  [
    'names are the words of the field',
    'packages/values/src/fen.ts',
    'export const fen = 1n;\nconst keepLane = 2;',
    "fen.ts:2: 'keepLane' says 'lane'",
  ],
  ['names are the words of the field', 'packages/values/src/run-desk.ts', '', "'run-desk.ts' says 'desk'"],
  ['exports have names', 'packages/values/src/fen.ts', 'export default 1;', 'fen.ts:1: a default export'],
  [
    'exports have names',
    'packages/values/src/fen.ts',
    'export default function fen() {}',
    'a default export',
  ],
  ['a package has one public face', 'packages/values/src/money/index.ts', '', 'a barrel inside a package'],
  [
    'nothing is left undone, skipped or tied to one machine',
    'packages/values/src/fen.ts',
    `// ${undone}: think`,
    'fen.ts:1: work left undone',
  ],
  [
    'nothing is left undone, skipped or tied to one machine',
    'packages/values/src/fen.unit.test.ts',
    `${skippedTest}('x', () => {});`,
    'a test that is skipped',
  ],
  [
    'nothing is left undone, skipped or tied to one machine',
    'docs/a.md',
    `see ${['registry', 'npmjs', 'org'].join('.')}`,
    'the host name of a package registry',
  ],
  [
    'nothing is left undone, skipped or tied to one machine',
    'docs/a.md',
    `run ${['', 'home', 'me', 'x'].join('/')}`,
    'a path of one machine',
  ],
  ['nothing that a program left behind is kept', 'services/awards/v8.log', '', 'what a program left behind'],
  [
    'every package says what it is',
    'services/awards/README.md',
    '## Owns\n',
    "'## Does not guarantee' is missing",
  ],
  [
    'every export is imported',
    'packages/values/src/fen.ts',
    'export const fen = 1n, yuan = 100n;',
    "'yuan' is exported",
  ],
  ['every file is used', 'packages/values/src/forgotten.ts', '', 'forgotten.ts:1: no other file names it'],
];

describe('a sound tree', () => {
  it.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(rule(treeOf(new Map(Object.entries(sound))))).toEqual([]);
  });
});

describe('a broken tree is found out', () => {
  it.each(cases)('%s: %s', (name, file, content, expected) => {
    const broken = treeOf(new Map(Object.entries({ ...sound, [file]: content })));
    expect(rules[name]?.(broken).join('\n')).toContain(expected);
  });

  it('by a case for every rule', () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(rules)));
  });
});

function manifest(name: string, dependencies: object, devDependencies: object = {}): string {
  return JSON.stringify({ name, dependencies, devDependencies, exports: { '.': './src/index.ts' } });
}
