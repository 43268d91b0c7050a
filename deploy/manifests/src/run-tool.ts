import { execFile } from 'node:child_process';

export type Outcome = { readonly succeeded: boolean; readonly output: string; readonly complaint: string };

/** Runs a program to its end. A failure exit is an outcome; a program that cannot be run is an error. */
export function runTool(
  program: string,
  programArguments: readonly string[],
  options: { input?: string; environment?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Outcome> {
  const { input = '', environment = process.env, cwd } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      programArguments,
      { env: environment, cwd, maxBuffer: 1 << 26 },
      (error, output, complaint) => {
        if (error && typeof error.code !== 'number') {
          reject(new Error(`${program} could not be run: ${error.message}`, { cause: error }));
        } else resolve({ succeeded: error === null, output, complaint });
      },
    );
    // A program may end without reading all of its input; its outcome reports that.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** For steps whose only acceptable outcome is success. */
export async function mustRun(...command: Parameters<typeof runTool>): Promise<string> {
  const { succeeded, output, complaint } = await runTool(...command);
  if (!succeeded) throw new Error(`${command[0]} failed: ${(complaint || output).trim()}`);
  return output;
}
