/**
 * An error that stops a command and is not a bug: a sentence for people that states what happened and what to do, with
 * the exit code for scripts. It is shown without a stack trace.
 */
export class Problem extends Error {
  override name = 'Problem';
  readonly exitCode: number;

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT_CODES.problem;
  }
}

/** The meaning of every command's exit code; `--help` lists them. */
export const EXIT_CODES = {
  done: 0,
  /** The command ran, and something needs attention: `./duixian --help` names what. */
  attention: 1,
  /** A total exceeds what JSON readers keep exact (2^53 − 1 fen); no figure was printed. */
  beyondExact: 2,
  /** The system did not respond, or does not run. */
  noAnswer: 3,
  /** The command failed; the sentence on standard error states why and what to do. */
  problem: 4,
} as const;
