// The way in: sets up what a fresh clone is missing, then runs the command with the Node that strips types.
// Node's built-ins only, Node 20 or newer. Everything it says goes to standard error, so that `--json` stays clean.
import { fileURLToPath } from 'node:url';
import { commandLine } from './tools/bootstrap/command-line.mjs';
import { installDependencies } from './tools/bootstrap/install-dependencies.mjs';
import { nodeForTypeScript } from './tools/bootstrap/node-for-typescript.mjs';
import { runInForeground } from './tools/bootstrap/run-in-foreground.mjs';
import { runTests } from './tools/bootstrap/run-tests.mjs';
import { uninstall } from './tools/bootstrap/uninstall.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

async function main([command, ...rest]) {
  if (command === 'uninstall') return uninstall(root, rest);
  installDependencies(root);
  const node = nodeForTypeScript(root);
  if (command === 'test') return runTests(root, node, rest);
  const quiet = '--disable-warning=ExperimentalWarning';
  const { file, compiled } = commandLine(root);
  const words = command === undefined ? [] : [command, ...rest];
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
  return runInForeground(node, [quiet, file, ...words], { env });
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
