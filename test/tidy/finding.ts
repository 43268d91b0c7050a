import type ts from 'typescript';
import type { Source } from './tree.ts';

/** One line for the reader of the failure: where it is, what is wrong, and what to do. */
export function finding(place: string, what: string, remedy: string): string {
  return `${place}: ${what}. ${remedy}.`;
}

export function placeOf({ path, syntax }: Source, node: ts.Node): string {
  return `${path}:${syntax.getLineAndCharacterOfPosition(node.getStart(syntax)).line + 1}`;
}
