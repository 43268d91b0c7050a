import type { accessV1 } from '@duixian/proto';
import { type Logger, messageOf, PeriodicTask, type PromiseClient, sleep } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { readAccessFile, writeAccessFile } from './access-file.ts';
import type { Access, Keyring } from './keyring.ts';

const ASK_EVERY_MS = 1_000;
/** So many times as long while nobody comes with a key: who does with one that was revoked meanwhile is known soon. */
const AT_REST_TIMES = 2.5;
const ANSWER_MS = 2_000;
/** How old the time in the file may become. It limits how long a restarted gateway may rely on the file. */
const WRITE_EVERY_MS = 60_000;

type Client = Pick<PromiseClient<accessV1.AccessServiceClient>, 'getAccess' | 'reportUses'>;
type Options = {
  readonly file: string | undefined;
  /** Proves that the gateway wrote the file itself. */
  readonly secret: string;
  readonly log: Logger;
  readonly everyMs?: number;
};

/**
 * Keeps a keyring equal to what services/partners answers: asks every second while there are requests, and keeps the
 * last answer while it is away.
 */
export class WatchAccess {
  readonly #keyring: Keyring;
  readonly #client: Client;
  readonly #options: Options;
  readonly #asking: PeriodicTask;
  /** Aborted when it is known who may come in, and at the end. */
  readonly #isWaitedFor = new AbortController();
  /** What partners answered this process. Never the content of the file, whose version number proves nothing. */
  #access: Access | undefined;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(keyring: Keyring, client: Client, options: Options) {
    this.#keyring = keyring;
    this.#client = client;
    this.#options = options;
    const { everyMs = ASK_EVERY_MS, log } = options;
    this.#asking = new PeriodicTask(
      {
        ...{ name: 'access', everyMs, startsAtOnce: true, log },
        // Whoever may not come in any more is to know it as soon as partners are back.
        pause: { firstMs: everyMs, longestMs: everyMs },
        failure: 'services/partners does not answer; the keys last known stay in force',
      },
      () => this.#ask(),
    );
  }

  /** Resolves when the keys are known, or after a limited wait; until they are known no key is accepted. */
  async start(): Promise<void> {
    const { file, secret, log } = this.#options;
    const kept = file === undefined ? undefined : readAccessFile(file, secret);
    if (kept) this.#keyring.keep(kept.access, Math.min(kept.knownAtMs, Date.now()));
    this.#asking.start();
    if (this.#keyring.isKnown()) return;
    await sleep(LIMITS.accessWaitMs.most, this.#isWaitedFor.signal);
    if (!this.#keyring.isKnown()) log.error('no keys are known; requests that need one are answered 503');
  }

  async stop(): Promise<void> {
    this.#isWaitedFor.abort();
    await this.#asking.stop();
  }

  /** Answers when to ask next if not after the usual interval. */
  async #ask(): Promise<number | undefined> {
    // An answer may be as old as its request.
    const askedAtMs = Date.now();
    const knownVersion = this.#access?.version ?? 0n;
    const answer = await this.#client.getAccess({ knownVersion }, { timeoutMs: ANSWER_MS });
    if (answer.isChanged) this.#keep(answer, askedAtMs);
    else this.#keyring.isStillSo(askedAtMs);
    this.#isWaitedFor.abort();
    this.#write(askedAtMs, answer.isChanged);
    await this.#report(askedAtMs);
    const atRestMs = AT_REST_TIMES * (this.#options.everyMs ?? ASK_EVERY_MS);
    return this.#keyring.isAtRest(atRestMs) ? atRestMs : undefined;
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

  /** What is not taken is lost: it only says where a key is at home. */
  async #report(nowMs: number): Promise<void> {
    if (nowMs - this.#reportedAtMs < LIMITS.keyUseMs.most) return;
    this.#reportedAtMs = nowMs;
    const uses = this.#keyring.takeUses();
    const { most } = LIMITS.keyUsesReported;
    try {
      for (let at = 0; at < uses.length; at += most)
        await this.#client.reportUses({ uses: uses.slice(at, at + most) }, { timeoutMs: ANSWER_MS });
    } catch (error) {
      // Which keys there are was answered: a partners of the release before does not know this call.
      this.#options.log.debug({ reason: messageOf(error) }, 'uses of keys could not be reported');
    }
  }

  #write(knownAtMs: number, isChanged: boolean): void {
    const { file, secret, log } = this.#options;
    if (file === undefined || !this.#access) return;
    if (!isChanged && knownAtMs - this.#writtenAtMs < WRITE_EVERY_MS) return;
    try {
      writeAccessFile(file, this.#access, knownAtMs, secret);
      this.#writtenAtMs = knownAtMs;
    } catch (error) {
      log.error({ file, reason: messageOf(error) }, 'what is known of keys cannot be kept in its file');
    }
  }
}
