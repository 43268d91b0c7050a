import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const neededMajor = 24;

/** A Node that strips types: the installed one, else this one or the first on PATH if it is new enough. */
export function nodeForTypeScript(root) {
  const installed = join(root, 'node_modules/.bin/node');
  const node = [installed, process.execPath, 'node'].find(isNewEnough);
  if (node) return node;
  throw new Error(
    `Node ${neededMajor} comes with the dependencies on 64-bit Intel Linux only. Here (${process.platform} ${process.arch}), install Node ${neededMajor} or newer and put it first on PATH.`,
  );
}

function isNewEnough(node) {
  if (node.includes('/') && !existsSync(node)) return false;
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1]) >= neededMajor;
}
