import { LIMITS } from '@duixian/values';
import { Binary, type Collection, MongoServerError } from 'mongodb';
import type { Database, Session } from '../database.ts';
import { RpcError, rpcStatus } from '../rpc-error.ts';
import { openKinds, type StoredKind } from '../upgrades/stored-kind.ts';
import type { CommandKey } from './command-key.ts';

type AnswerDocument = {
  /** The scoped key. */
  _id: string;
  rpc: string;
  hash: string;
  answer: Binary;
  at: Date;
};

export const COMMANDS: StoredKind = {
  collection: 'commands',
  version: 1,
  indexes: [{ key: { at: 1 }, expireAfterSeconds: LIMITS.commandKeptMs.most / 1_000 }],
};

/** Thrown inside a transaction of a command whose answer was stored meanwhile: nothing of it may be committed. */
class AlreadyAnswered extends Error {
  override name = 'AlreadyAnswered';
}

const DUPLICATE_KEY = 11_000;

/** The answers of commands with a key, each stored with what the command changed. */
export class StoredAnswers {
  readonly #database: Database;
  #opened: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Refuses where the key was used for another request. */
  async recall({ key, hash }: CommandKey): Promise<Uint8Array | undefined> {
    await this.#open();
    const found = await this.#collection.findOne({ _id: key });
    if (!found) return undefined;
    if (found.hash !== hash) throw conflict(key, found.hash, hash);
    return found.answer.buffer;
  }

  /** Without a session: of a command that changed nothing. */
  async store({ key, hash }: CommandKey, rpc: string, answer: Uint8Array, session?: Session): Promise<void> {
    const document = { _id: key, rpc, hash, answer: new Binary(answer), at: new Date() };
    try {
      await this.#collection.insertOne(document, session ? { session } : {});
    } catch (error) {
      if (error instanceof MongoServerError && error.code === DUPLICATE_KEY)
        throw new AlreadyAnswered(`${rpc} was answered meanwhile under the same key`, { cause: error });
      throw error;
    }
  }

  get #collection(): Collection<AnswerDocument> {
    return this.#database.collection<AnswerDocument>(COMMANDS.collection);
  }

  /** At the first key, so that a process that is given none does nothing for it. */
  #open(): Promise<void> {
    this.#opened ??= openKinds(this.#database, [COMMANDS]).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}

function conflict(key: string, before: string, now: string): RpcError {
  const own = key.slice(key.indexOf('/') + 1);
  return new RpcError(
    rpcStatus.ALREADY_EXISTS,
    `idempotency-conflict: the Idempotency-Key "${own}" was used for another request, with the hash ${before}; this one has the hash ${now}. Send a new key with new content`,
  );
}
