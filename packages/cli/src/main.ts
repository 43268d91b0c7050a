import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { type Command, CommanderError } from 'commander';
import { buildProgram } from './program.ts';
import { printProblem } from './report/lines.ts';
import { keepPrintable } from './report/safe-terminal.ts';

keepPrintable(process.stdout);
keepPrintable(process.stderr);

// A reader that closes early, such as `head`, is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT_CODES.done);
  throw error;
});

try {
  const program = await buildProgram(process.argv.slice(2));
  for (const command of withAllBelow(program)) command.exitOverride();
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed it already, and treats a request for help as code 0.
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.problem;
  } else if (error instanceof Problem) {
    printProblem(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
}

function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}
