import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import { isDomain } from './import-boundaries.ts';
import type { Source, Tree } from './tree.ts';

const worldly = new Set([
  'process',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'fetch',
  'crypto',
]);
const remedy = 'The domain is pure and synchronous: pass the value as an argument';

/** No clock, no randomness, no output and nothing asynchronous in a `domain/` folder. */
export function impurities(tree: Tree): string[] {
  return tree.sources.filter(isDomain).flatMap((source) => {
    const found: string[] = [];
    const visit = (node: ts.Node) => {
      const what = impurityOf(node, source);
      if (what) found.push(finding(placeOf(source, node), what, remedy));
      ts.forEachChild(node, visit);
    };
    visit(source.syntax);
    return found;
  });
}

function impurityOf(node: ts.Node, source: Source): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) return 'asynchronous code';
  if (
    ts.isNewExpression(node) &&
    node.expression.getText(source.syntax) === 'Date' &&
    !node.arguments?.length
  ) {
    return 'the clock is read';
  }
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText(source.syntax);
    if (text === 'Date.now') return 'the clock is read';
    if (text === 'Math.random') return 'a random number is drawn';
    if (ts.isIdentifier(node.expression) && worldly.has(node.expression.text))
      return `${node.expression.text} is used`;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && worldly.has(node.expression.text)) {
    return `${node.expression.text} is called`;
  }
  return undefined;
}
