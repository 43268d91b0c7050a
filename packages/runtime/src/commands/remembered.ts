import { AsyncLocalStorage } from 'node:async_hooks';
import { type Database, type Session, transact } from '../database.ts';

type Remember = (outcome: unknown, session: Session) => Promise<void>;

/** A command with a key, from its call to its answer. */
export class CommandUnderWay {
  readonly #remember: Remember;
  #isTaken = false;

  constructor(remember: Remember) {
    this.#remember = remember;
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Once: what a command sets off in its context, such as the push of an order, is not the command. */
  take(): Remember | undefined {
    if (this.#isTaken) return undefined;
    this.#isTaken = true;
    return this.#remember;
  }
}

const underWay = new AsyncLocalStorage<CommandUnderWay>();

export function during<Result>(command: CommandUnderWay, work: () => Result): Result {
  return underWay.run(command, work);
}

/** Whether what begins here is a command with a key. */
export function isRemembering(): boolean {
  return underWay.getStore()?.isTaken === false;
}

type Work<Rest extends unknown[], Result> = (session: Session, ...rest: Rest) => Promise<Result>;

/**
 * The work of a transaction, which also stores the answer of the command under way, if that has a key. To be called
 * where the command begins, before the first wait. Without a key it is the same function as before.
 *
 * `outcomeOf`: of the result, what `answer` of the command takes.
 */
export function remembered<Rest extends unknown[], Result>(
  work: Work<Rest, Result>,
  outcomeOf: (result: Result) => unknown = (result) => result,
): Work<Rest, Result> {
  const remember = underWay.getStore()?.take();
  if (!remember) return work;
  return async (session, ...rest) => {
    const result = await work(session, ...rest);
    await remember(outcomeOf(result), session);
    return result;
  };
}

/** One write, which needs a transaction only where the answer of a command is stored with it. */
export function committing<Result>(
  database: Database,
  write: (session?: Session) => Promise<Result>,
): Promise<Result> {
  const work = remembered(write);
  return work === write ? write() : transact(database, work);
}
