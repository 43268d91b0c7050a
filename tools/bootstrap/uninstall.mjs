import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';

const USAGE = 'Usage: ./duixian uninstall [--data] [--yes]';
const SKIPPED = new Set(['.git', '.cache', '.duixian']);

/**
 * Removes what `./duixian` installed into this folder: dependencies and servers, with `--data` also the system in
 * `.duixian/`. Returns the exit code. Data that a command kept elsewhere (`--data DIR`) is not touched.
 */
export async function uninstall(root, options, { input = process.stdin, output = process.stderr } = {}) {
  const say = (sentence) => output.write(`${sentence}\n`);
  const unknown = options.find((option) => option !== '--data' && option !== '--yes');
  if (unknown !== undefined) {
    say(unknown === '--help' ? USAGE : `${unknown} is not known. ${USAGE}`);
    return unknown === '--help' ? 0 : 4;
  }
  if (isRunning(root)) {
    say(`A system runs on ${join(root, '.duixian')}: ./duixian stop first.`);
    return 4;
  }
  const found = installed(root, options.includes('--data'));
  if (found.length === 0) {
    say('Nothing is installed here.');
    return 0;
  }
  for (const path of found) say(`  ${megabytes(path).padStart(9)}  ${relative(root, path)}`);
  if (!options.includes('--yes') && !(await agrees(input, output))) {
    say('Nothing was removed. --yes removes it without asking.');
    return 4;
  }
  for (const path of found) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  const isKept = existsSync(join(root, '.duixian'));
  say(`Removed.${isKept ? ' What the system holds is kept in .duixian/; --data removes it too.' : ''}`);
  return 0;
}

function installed(root, withData) {
  const own = withData ? ['.cache', '.duixian'] : ['.cache'];
  const folders = own.map((name) => join(root, name)).filter((path) => existsSync(path));
  return [...modulesUnder(root), ...folders];
}

/** Every `node_modules`, without looking inside one. */
function modulesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.name === 'node_modules' ? [path] : modulesUnder(path);
  });
}

/** Whether the supervisor of the default data folder runs. */
function isRunning(root) {
  const lock = join(root, '.duixian/supervisor.json');
  if (!existsSync(lock)) return false;
  try {
    process.kill(JSON.parse(readFileSync(lock, 'utf8')).pid, 0);
    return true;
  } catch {
    return false;
  }
}

function megabytes(path) {
  return `${Math.ceil(bytesOf(path) / 1024 / 1024).toLocaleString('en')} MiB`;
}

/** Links are not followed: their targets are counted where they are. */
function bytesOf(path) {
  return readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return sum + bytesOf(inner);
    return entry.isFile() ? sum + statSync(inner).size : sum;
  }, 0);
}

async function agrees(input, output) {
  if (!input.isTTY) return false;
  const prompt = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await prompt.question('Remove all of it? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}
