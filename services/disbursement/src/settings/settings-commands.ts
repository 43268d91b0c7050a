import { type Database, RpcError, remembered, rpcStatus, type Session, transact } from '@duixian/runtime';
import {
  type Authorization,
  confirmNumber,
  lacksScope,
  proposeContent,
  rejectNumber,
  type StepRefusal,
  type stepRefused,
} from '@duixian/values';
import type { RunState } from '../runs/domain/run-table.ts';
import type { Collections, SettingsDocument } from '../unit-of-work/collections.ts';
import { type PaymentSettings, settingsFrom } from './payment-settings.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { markInForce, saveSettings, takeSettings } from './stored-settings.ts';

/** One person proposes the settings that a start found, on a paper; another puts them in force. */
export class SettingsCommands {
  readonly #database: Database;
  readonly #collections: Collections;
  readonly #inForce: SettingsInForce;

  constructor(database: Database, collections: Collections, inForce: SettingsInForce) {
    this.#database = database;
    this.#collections = collections;
    this.#inForce = inForce;
  }

  propose(digest: string, act: Authorization): Promise<boolean> {
    refuseIf(lacksScope(act.actor, 'prepare'));
    return this.#change(async (held) => {
      const { offered } = held;
      if (offered?.digest !== digest) return refuse('nothing-waits', notOffered(held, digest));
      const { steps, isNew } = proposeContent(held.steps, offered, act);
      return isNew ? { after: { ...held, steps }, event: 'proposed', act, digest } : undefined;
    });
  }

  reject(digest: string, act: Authorization): Promise<boolean> {
    return this.#change(async (held) => {
      const outcome = rejectNumber(held.steps, numberOf(held, digest), act);
      if ('refusal' in outcome) return refuse(outcome.refusal, outcome.why);
      return { after: { ...held, steps: outcome.steps }, event: 'rejected', act, digest };
    });
  }

  /** What waits is settled under them from the next decision on. */
  async apply(digest: string, act: Authorization): Promise<boolean> {
    const isNew = await this.#change(async (held, session) => {
      if (held.digest === digest && !held.offered && !held.steps.waiting) return undefined;
      const outcome = confirmNumber(held.steps, numberOf(held, digest), act);
      if ('refusal' in outcome) return refuse(outcome.refusal, outcome.why);
      if (!('steps' in outcome)) return undefined;
      const { steps, content } = outcome;
      await this.#mustKeepProgrammes(settingsFrom(content.json), session);
      const offered = held.offered?.digest === digest ? null : held.offered;
      return { after: { ...held, ...content, offered, steps }, event: 'applied', act, digest };
    });
    await this.#inForce.read();
    return isNew;
  }

  /** A run that is not over is paid by its programme to the end. */
  async #mustKeepProgrammes({ programmes }: PaymentSettings, session: Session): Promise<void> {
    const open = { state: { $in: ['draft', 'published', 'approved', 'issued'] as RunState[] } };
    const known = new Set(programmes.map(({ id }) => id));
    for await (const { _id: run, programme } of this.#collections.runs.find(open, { session }))
      if (!known.has(programme))
        refuse(
          'run-is-open',
          `run ${run} of programme ${programme} is not over, and these have no such programme`,
        );
  }

  #change(
    decide: (held: SettingsDocument, session: Session) => Promise<Change | undefined>,
  ): Promise<boolean> {
    const work = async (session: Session) => {
      const held = await takeSettings(this.#collections, session);
      if (!held) return refuse('nothing-waits', 'no settings are in force yet');
      const change = await decide(held, session);
      if (!change) return false;
      const { after, event, digest, act } = change;
      const { person: by, key } = act.actor;
      const record = { event, digest, by, key, because: act.because };
      await saveSettings(this.#collections, after, record, session);
      if (event === 'applied') await markInForce(this.#collections, digest, true, session);
      return true;
    };
    return transact(this.#database, remembered(work));
  }
}

interface Change {
  readonly after: SettingsDocument;
  readonly event: 'proposed' | 'rejected' | 'applied';
  readonly digest: string;
  readonly act: Authorization;
}

function numberOf({ steps: { waiting } }: SettingsDocument, digest: string): number {
  if (!waiting) return refuse('nothing-waits', 'no settings wait for confirmation');
  return waiting.content.digest === digest
    ? waiting.number
    : refuse('another-proposal', `${waiting.content.digest} waits, not ${digest}: look at it first`);
}

function notOffered({ offered }: SettingsDocument, digest: string): string {
  return offered
    ? `${offered.digest} is offered, not ${digest}: look at it first`
    : 'what a start found is in force: there is nothing to propose';
}

function refuseIf(refused: ReturnType<typeof stepRefused> | undefined): void {
  if (refused) refuse(refused.refusal, refused.why);
}

function refuse(refusal: StepRefusal | 'run-is-open', why: string): never {
  const isDenied = refusal === 'machine' || refusal === 'lacks-role';
  const code = isDenied ? rpcStatus.PERMISSION_DENIED : rpcStatus.FAILED_PRECONDITION;
  throw new RpcError(code, `${refusal}: ${why}`);
}
