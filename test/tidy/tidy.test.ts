import { expect, it } from '@jest/globals';
import { rules } from './rules.ts';
import { readTree } from './tree.ts';

const tree = readTree();

it.each(Object.entries(rules))('%s', (_name, rule) => {
  expect(rule(tree).join('\n')).toBe('');
});
