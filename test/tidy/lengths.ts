import ts from 'typescript';
import { finding, placeOf } from './finding.ts';
import type { Source, Tree } from './tree.ts';

const longestFunctionLines = 70;
const longestFileLines = 300;
/** A table that everything looks up, and that grows by its rows. */
const tables = ['packages/values/src/limits.ts'];

export function longFunctions(tree: Tree): string[] {
  return writtenCode(tree).flatMap((source) => {
    const found: string[] = [];
    const visit = (node: ts.Node) => {
      const lines = ts.isFunctionLike(node) ? lineCount(source, node) : 0;
      if (lines > longestFunctionLines) {
        found.push(
          finding(
            placeOf(source, node),
            `a function of ${lines} lines, over ${longestFunctionLines}`,
            'Split it by what it does',
          ),
        );
      }
      ts.forEachChild(node, visit);
    };
    visit(source.syntax);
    return found;
  });
}

export function longFiles(tree: Tree): string[] {
  return writtenCode(tree).flatMap((source) => {
    const lines = source.text.trimEnd().split('\n').length;
    if (lines <= longestFileLines || tables.includes(source.path)) return [];
    return [
      finding(
        `${source.path}:1`,
        `${lines} lines, over ${longestFileLines}`,
        'It holds more than one idea: make it two files',
      ),
    ];
  });
}

/** Tests grow by cases and generated code by the schema, so neither is measured. */
function writtenCode(tree: Tree): Source[] {
  return tree.sources.filter(({ isTest, isGenerated }) => !isTest && !isGenerated);
}

function lineCount({ syntax }: Source, node: ts.Node): number {
  const lineAt = (position: number) => syntax.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.end) - lineAt(node.getStart(syntax)) + 1;
}
