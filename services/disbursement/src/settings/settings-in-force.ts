import {
  type Background,
  type Database,
  type Logger,
  PeriodicTask,
  type Session,
  transact,
} from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { Terms } from '../orders/domain/order.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { doSettingsAwaitAgreement } from '../unit-of-work/stored-ordering.ts';
import { type KnownSettings, settingsFrom } from './payment-settings.ts';
import { firstSettings, markInForce, readSettings, saveSettings, takeSettings } from './stored-settings.ts';

const LOOK_AGAIN_MS = 4_000;

/**
 * The settings that decide how money moves: always those stored as in force, never those in a file. Positions
 * of orders are taken only under the digest that is in force, so a process that does not know it yet orders
 * nothing under the former ones.
 */
export class SettingsInForce implements Background {
  readonly #collections: Collections;
  readonly #task: PeriodicTask;
  #known: KnownSettings;

  private constructor(collections: Collections, known: KnownSettings, log: Logger) {
    this.#collections = collections;
    this.#known = known;
    const failure = 'which settings are in force could not be read';
    this.#task = new PeriodicTask(
      { name: 'settings-in-force', everyMs: LOOK_AGAIN_MS, failure, log },
      async () => {
        await this.read();
      },
    );
  }

  /**
   * An empty system takes the settings it finds; in any other system they are an offer that changes nothing.
   */
  static async open(
    found: KnownSettings,
    collections: Collections,
    database: Database,
    log: Logger,
  ): Promise<SettingsInForce> {
    const inForce = await transact(database, (session) => meet(found, collections, session));
    if (inForce !== found.digest)
      log.warn(
        { inForce, offered: found.digest },
        'other settings of payments lie here: an offer, no change',
      );
    const opened = new SettingsInForce(collections, found, log);
    await opened.read();
    return opened;
  }

  get now(): KnownSettings {
    return this.#known;
  }

  /** The terms as they are at each read. `groupNames`: of the packs, which are no settings. */
  termsWith(groupNames?: Terms['groupNames']): Omit<Terms, 'now'> {
    const now = () => this.#known;
    return {
      get programmes() {
        return now().programmes;
      },
      get settleForMs() {
        return now().settleForMs;
      },
      get needsPayee() {
        return now().needsPayee;
      },
      get settings() {
        return now().digest;
      },
      ...(groupNames && { groupNames }),
    };
  }

  async read(): Promise<KnownSettings> {
    const { digest, json } = defined(await readSettings(this.#collections), 'settings are in force');
    if (digest !== this.#known.digest) this.#known = settingsFrom(json);
    return this.#known;
  }

  start(): void {
    this.#task.start();
  }

  stop(): Promise<void> {
    return this.#task.stop();
  }
}

/** Answers the digest in force. */
async function meet(found: KnownSettings, collections: Collections, session: Session): Promise<string> {
  const held = await takeSettings(collections, session);
  const { digest, json } = found;
  const act = { digest, by: '', key: '', because: 'found at a start' };
  const awaitsAgreement = await doSettingsAwaitAgreement(collections, session);
  if (!held) {
    const first = firstSettings(found, awaitsAgreement);
    await saveSettings(collections, first, { event: 'taken', ...act }, session);
    await markInForce(collections, digest, false, session);
    return digest;
  }
  const offered = held.digest === digest && !awaitsAgreement ? null : { digest, json };
  if (held.offered?.digest === offered?.digest) return held.digest;
  const after = { ...held, offered };
  const event = offered ? 'offered' : 'taken';
  if (offered) await saveSettings(collections, after, { event, ...act }, session);
  else await collections.settings.replaceOne({ _id: 'settings' }, after, { session });
  return held.digest;
}
