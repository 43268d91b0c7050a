/**
 * What stops a command and is no bug: a sentence for people that says what happened and what to do, with the exit code
 * that scripts see. Nobody is shown a stack trace for one.
 */
export class Problem extends Error {
  override name = 'Problem';
  readonly exitCode: number;

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT_CODES.problem;
  }
}

/** What every command's exit code means; `--help` lists them. */
export const EXIT_CODES = {
  done: 0,
  /** The command ran, and something needs a look: `./duixian --help` names what. */
  attention: 1,
  /** A total exceeds what JSON readers keep exact (2^53 − 1 fen); no figure was printed. */
  beyondExact: 2,
  /** The system did not answer, or does not run. */
  noAnswer: 3,
  /** The command could not do its work; the sentence on standard error says why and what to do. */
  problem: 4,
} as const;
