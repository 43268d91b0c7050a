import { setTimeout as sleep } from 'node:timers/promises';
import type { accessV1 } from '@duixian/proto';
import { type Logger, messageOf, type PromiseClient } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { readAccessFile, writeAccessFile } from './access-file.ts';
import type { Access, Keyring } from './keyring.ts';

const ASK_EVERY_MS = 1_000;
const ANSWER_MS = 2_000;
/** How old the time in the file may become. It limits how long a restarted gateway may rely on the file. */
const WRITE_EVERY_MS = 60_000;

type Client = Pick<PromiseClient<accessV1.AccessServiceClient>, 'getAccess'>;
type Options = {
  readonly file: string | undefined;
  /** Proves that the gateway wrote the file itself. */
  readonly secret: string;
  readonly log: Logger;
  readonly everyMs?: number;
};

/**
 * Keeps a keyring equal to what services/partners answers: asks every second, and keeps the last answer while it is
 * away.
 */
export class WatchAccess {
  readonly #keyring: Keyring;
  readonly #client: Client;
  readonly #options: Options;
  readonly #stopping = new AbortController();
  readonly #first = Promise.withResolvers<void>();
  /** What partners answered this process. Never the content of the file, whose version number proves nothing. */
  #access: Access | undefined;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #isAway = false;
  #asking: Promise<void> | undefined;

  constructor(keyring: Keyring, client: Client, options: Options) {
    this.#keyring = keyring;
    this.#client = client;
    this.#options = options;
  }

  /** Resolves when the keys are known, or after a limited wait; until they are known no key is accepted. */
  async start(): Promise<void> {
    const { file, secret, log } = this.#options;
    const kept = file === undefined ? undefined : readAccessFile(file, secret);
    if (kept) this.#keyring.keep(kept.access, Math.min(kept.knownAtMs, Date.now()));
    this.#asking = this.#askOn();
    if (this.#keyring.isKnown()) return;
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.#stopping.signal]);
    const late = sleep(LIMITS.accessWaitMs.most, undefined, { signal }).catch(() => {});
    await Promise.race([this.#first.promise, late]);
    waiting.abort();
    if (!this.#keyring.isKnown()) log.error('no keys are known; requests that need one are answered 503');
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#asking;
  }

  async #askOn(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#ask();
      const { everyMs = ASK_EVERY_MS } = this.#options;
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  async #ask(): Promise<void> {
    const { log } = this.#options;
    // An answer may be as old as its request.
    const askedAtMs = Date.now();
    try {
      const knownVersion = this.#access?.version ?? 0n;
      const answer = await this.#client.getAccess({ knownVersion }, { timeoutMs: ANSWER_MS });
      if (answer.isChanged) this.#keep(answer, askedAtMs);
      else this.#keyring.isStillSo(askedAtMs);
      if (this.#isAway) log.info('services/partners answers again');
      this.#isAway = false;
      this.#first.resolve();
      this.#write(askedAtMs, answer.isChanged);
    } catch (error) {
      if (!this.#isAway)
        log.warn(
          { reason: messageOf(error) },
          'services/partners does not answer; the keys last known stay in force',
        );
      this.#isAway = true;
    }
  }

  #keep(answer: accessV1.GetAccessResponse, askedAtMs: number): void {
    this.#access = answer;
    this.#keyring.keep(answer, askedAtMs);
    const { version, grants, sources } = answer;
    this.#options.log.info(
      { version: String(version), keys: grants.length, sources: sources.length },
      'keys read',
    );
  }

  #write(knownAtMs: number, isChanged: boolean): void {
    const { file, secret, log } = this.#options;
    if (file === undefined || !this.#access) return;
    if (!isChanged && knownAtMs - this.#writtenAtMs < WRITE_EVERY_MS) return;
    try {
      writeAccessFile(file, this.#access, knownAtMs, secret);
      this.#writtenAtMs = knownAtMs;
    } catch (error) {
      log.error({ file, reason: messageOf(error) }, 'the keys cannot be written to their file');
    }
  }
}
