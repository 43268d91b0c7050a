import { defined } from '@duixian/values';
import type {
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
} from '@grpc/grpc-js';
import type { Database, Session } from '../database.ts';
import { gathering, statusOf, streaming, unary } from '../grpc-server.ts';
import { type CommandKey, commandKeyIn, mustBeSound } from './command-key.ts';
import { CommandUnderWay, during } from './remembered.ts';
import { StoredAnswers } from './stored-answers.ts';

/** The parts of a generated method definition that are used here. */
type Method<Response> = {
  readonly path: string;
  responseSerialize(response: Response): Uint8Array;
  responseDeserialize(bytes: Buffer): Response;
};

/** Refuses by throwing. With a session: reads in the transaction of the command, which is not committed yet. */
type Answer<Request, Response, Outcome> = (
  outcome: Outcome,
  request: Request,
  session?: Session,
) => Response | Promise<Response>;

type Handler<Request, Response, Outcome> = {
  /** Checks the request, and carries it out in one transaction (`remembered`). */
  decide(request: Request): Promise<Outcome>;
  readonly answer: Answer<Request, Response, Outcome>;
  /** What of an answer is stored, where it has a secret that is not. */
  stored?(response: Response): Response;
};

type Asked<Response, Outcome> = {
  readonly method: Method<Response>;
  readonly key: CommandKey;
  readonly answer: (outcome: Outcome, session: Session) => Response | Promise<Response>;
  readonly stored?: ((response: Response) => Response) | undefined;
};

/**
 * Handlers of commands: what changes something, and may be repeated. A repetition with the same key gets the stored
 * answer; the key with another request is refused. A refusal is not stored, because nothing was changed.
 */
export class Commands {
  readonly #answers: StoredAnswers;

  constructor(database: Database) {
    this.#answers = new StoredAnswers(database);
  }

  unary<Request, Response, Outcome>(
    method: Method<Response>,
    { decide, answer, stored }: Handler<Request, Response, Outcome>,
  ): handleUnaryCall<Request, Response> {
    const plain = withoutKey({ decide, answer });
    const keyed = (key: CommandKey) =>
      unary((request: Request) => {
        const of = (outcome: Outcome, session?: Session) => answer(outcome, request, session);
        return this.#answered({ method, key, answer: of, stored }, () => decide(request), of);
      });
    return byKey(plain, keyed);
  }

  /** For a handler that waits before it decides, and ends with the same answer as that in the transaction. */
  handled<Request, Response, Outcome>(
    method: Method<Response>,
    handle: (request: Request) => Promise<Response>,
    answer: (outcome: Outcome, session: Session) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    const plain = unary(handle);
    const keyed = (key: CommandKey) =>
      unary((request: Request) => this.#answered({ method, key, answer }, () => handle(request), itself));
    return byKey(plain, keyed);
  }

  /** Where there is a key, only the last response is sent, which is the answer. */
  streaming<Request, Response, Outcome>(
    method: Method<Response>,
    produce: (request: Request) => AsyncIterable<Response>,
    answer: (outcome: Outcome) => Response,
  ): handleServerStreamingCall<Request, Response> {
    const plain = streaming(produce);
    const answered = (request: Request, key: CommandKey) =>
      this.#answered({ method, key, answer }, () => lastOf(produce(request)), itself);
    const keyed = (key: CommandKey) =>
      streaming(async function* (request: Request) {
        yield await answered(request, key);
      });
    return byKey(plain, keyed);
  }

  gathering<Request, Response, Outcome>(
    method: Method<Response>,
    handle: (requests: AsyncIterable<Request>) => Promise<Response>,
    answer: (outcome: Outcome) => Response,
  ): handleClientStreamingCall<Request, Response> {
    const plain = gathering(handle);
    const keyed = (key: CommandKey) =>
      gathering((requests: AsyncIterable<Request>) =>
        this.#answered({ method, key, answer }, () => handle(requests), itself),
      );
    return byKey(plain, keyed);
  }

  /** `finish`: the answer of a command that needed no transaction, because it had nothing to change. */
  async #answered<Response, Outcome, Result>(
    asked: Asked<Response, Outcome>,
    carryOut: () => Promise<Result>,
    finish: (result: Result) => Response | Promise<Response>,
  ): Promise<Response> {
    mustBeSound(asked.key);
    const before = await this.#recall(asked);
    if (before) return before;
    let answered: Response | undefined;
    const command = new CommandUnderWay(async (outcome, session) => {
      answered = await asked.answer(outcome as Outcome, session);
      await this.#store(asked, answered, session);
    });
    try {
      const result = await during(command, carryOut);
      if (answered) return answered;
      const response = await finish(result);
      await this.#store(asked, response);
      return response;
    } catch (error) {
      // The same request may have been carried out meanwhile, by another process too; then this one was refused.
      const other = await this.#recall(asked);
      if (other) return other;
      throw error;
    }
  }

  async #recall<Response>({
    method,
    key,
  }: Pick<Asked<Response, never>, 'method' | 'key'>): Promise<Response | undefined> {
    const bytes = await this.#answers.recall(key);
    return bytes && method.responseDeserialize(Buffer.from(bytes));
  }

  #store<Response>(
    { method, key, stored }: Pick<Asked<Response, never>, 'method' | 'key' | 'stored'>,
    response: Response,
    session?: Session,
  ): Promise<void> {
    const bytes = method.responseSerialize(stored ? stored(response) : response);
    return this.#answers.store(key, method.path, bytes, session);
  }
}

/** A handler of a call with a key is made for it; the others share one. */
function byKey<Call extends { readonly metadata: Metadata }, Rest extends unknown[]>(
  plain: (call: Call, ...rest: Rest) => void,
  keyed: (key: CommandKey) => (call: Call, ...rest: Rest) => void,
): (call: Call, ...rest: Rest) => void {
  return (call, ...rest) => {
    const key = commandKeyIn(call.metadata);
    (key ? keyed(key) : plain)(call, ...rest);
  };
}

function itself<Response>(response: Response): Response {
  return response;
}

async function lastOf<Response>(responses: AsyncIterable<Response>): Promise<Response> {
  let last: Response | undefined;
  for await (const one of responses) last = one;
  return defined(last, 'the last response is the answer');
}

/** Both take not one turn of the event loop more than one function would: a simulation by seed depends on it. */
function withoutKey<Request, Response, Outcome>({
  decide,
  answer,
}: Pick<Handler<Request, Response, Outcome>, 'decide' | 'answer'>): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    const finish = (response: Promise<Response>): void => {
      response.then(
        (done) => callback(null, done),
        (error: unknown) => callback(statusOf(error)),
      );
    };
    const decided = tried(() => decide(request));
    if ('thrown' in decided) return finish(Promise.reject(decided.thrown));
    decided.result.then(
      (outcome) => finish(answered(() => answer(outcome, request))),
      (error: unknown) => finish(Promise.reject(error)),
    );
  };
}

/** `Promise.try` would wait for a promise that the work returns a little longer. */
function answered<Response>(work: () => Response | Promise<Response>): Promise<Response> {
  const done = tried(work);
  return 'thrown' in done ? Promise.reject(done.thrown) : Promise.resolve(done.result);
}

function tried<Result>(work: () => Result): { readonly result: Result } | { readonly thrown: unknown } {
  try {
    return { result: work() };
  } catch (thrown) {
    return { thrown };
  }
}
