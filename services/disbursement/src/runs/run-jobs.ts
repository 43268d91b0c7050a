import { Postponed } from '@duixian/messaging';
import {
  type Background,
  BatchSize,
  isHopeless,
  type Logger,
  messageOf,
  PeriodicTask,
} from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Terms } from '../orders/domain/order.ts';
import { programmeById } from '../programmes/programmes.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import type { Decision } from '../unit-of-work/decision.ts';
import { putAsideEntity, putAsideLine } from './domain/put-aside.ts';
import { endStep, type Run } from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';
import { draftChunk, lineChunk, type RunChunk } from './domain/run-steps.ts';
import { insertRunLines, readRun, readRunLines, replaceRunLines, runFrom, saveRun } from './stored-runs.ts';

/** While a run waits to be tried again. */
const LOOK_EVERY_MS = 500;
/** For the steps of a process that died: that of an officer who asked this process is begun at once. */
const LOOK_AT_REST_MS = 4_000;
/** Short enough that a run continues soon after what it waited for. */
const PAUSE = { firstMs: LOOK_EVERY_MS, longestMs: 5_000 };
/** Entities per transaction: fewer if facts that arrive meanwhile wait for it (see `Decider.workOff`). */
const CHUNK = { draft: 500, publish: 500, approve: 500, issue: 250, cancel: 250 } as const;

const NOT_NOW = 'a step of a run could not go on; retrying';

interface Work {
  readonly run: Run;
  readonly usccs: readonly string[];
  readonly lines: readonly RunLine[];
}

/**
 * Works off the steps of payment runs, chunk after chunk; the state changes with the last one. A killed
 * process leaves a chunk undone or done, never half, and the next process that looks continues; two that work
 * on one run collide on its version.
 */
export class RunJobs implements Background {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #log: Logger;
  readonly #postponed = new Postponed(PAUSE);
  readonly #task: PeriodicTask;
  #issued: () => void = () => {};
  #stopped = false;

  constructor(collections: Collections, decider: Decider, log: Logger) {
    this.#collections = collections;
    this.#decider = decider;
    this.#log = log;
    this.#task = new PeriodicTask(
      { name: 'run-jobs', everyMs: LOOK_EVERY_MS, startsAtOnce: true, failure: NOT_NOW, log },
      () => this.#workOff(),
    );
  }

  /** Called when a run is issued as a whole: from then on its orders may go to the treasury. */
  onIssued(issued: () => void): void {
    this.#issued = issued;
  }

  start(): void {
    this.#task.start();
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.#task.stop();
  }

  /** A step has begun. */
  lookSoon(): void {
    this.#task.wake();
  }

  async #workOff(): Promise<number | undefined> {
    const waiting = await this.#collections.runs
      .find({ job: { $ne: null }, _id: { $nin: this.#postponed.ids() } })
      .toArray();
    for (const run of waiting.map(runFrom)) {
      // A run that cannot continue blocks no other, and is retried at growing intervals.
      await this.#workOffRun(run).then(
        () => this.#postponed.succeeded(run.id),
        (error: unknown) => {
          this.#postponed.failed(run.id);
          this.#log.warn({ run: run.id, reason: messageOf(error) }, NOT_NOW);
        },
      );
    }
    return this.#postponed.ids().length === 0 ? LOOK_AT_REST_MS : undefined;
  }

  async #workOffRun({ id, job }: Run): Promise<void> {
    if (!job) return;
    const makesOrders = job.event === 'issue' || job.event === 'cancel';
    const size = new BatchSize(CHUNK[job.event]);
    for (let isDone = false; !isDone && !this.#stopped; ) {
      try {
        isDone = await this.#workChunk(id, makesOrders, size.now);
        size.succeeded();
        if (isDone && job.event === 'issue') this.#issued();
      } catch (error) {
        // Ever fewer entities, until the failing one is alone. A slow server does not put an entity out of a
        // run.
        if (size.shrinksAfter(error)) continue;
        if (!isHopeless(error)) throw error;
        await this.#putAside(id, makesOrders, error);
      }
    }
  }

  async #putAside(id: string, makesOrders: boolean, reason: unknown): Promise<void> {
    const aside = (holds: boolean) => {
      const put = (ledgerSession: LedgerSession, { run, usccs, lines }: Work, terms: Terms) => {
        const [line] = lines;
        if (!line) return putAsideEntity(ledgerSession, run, defined(usccs[0], 'a chunk has an entity'));
        return putAsideLine(ledgerSession, run, line, programmeById(terms, run.programme), terms, holds);
      };
      // A line that is only marked needs no ledger: perhaps this release cannot even read it.
      return this.#workChunk(id, makesOrders, 1, { work: put, readsLedgers: !holds });
    };
    await aside(false).catch((error: unknown) => {
      if (isHopeless(error)) return aside(true);
      throw error;
    });
    this.#log.error(
      { run: id, reason: messageOf(reason) },
      'a line of a run meets a defect of this software: it is out',
    );
  }

  /** Answers whether the step is done. */
  async #workChunk(
    id: string,
    makesOrders: boolean,
    size: number,
    { work, readsLedgers } = USUAL,
  ): Promise<boolean> {
    const chunk: Decision<Work | undefined, RunChunk | undefined> = {
      read: async (session) => {
        const run = await readRun(this.#collections, id, session);
        if (!run?.job) return { scope: {}, read: undefined };
        const { event, cursor } = run.job;
        if (event === 'draft') {
          const usccs = await this.#usccsAfter(cursor, size);
          return { scope: { usccs: readsLedgers ? usccs : [] }, read: { run, usccs, lines: [] } };
        }
        const lines = await readRunLines(this.#collections, run, cursor, size, session);
        const usccs = lines.map(({ entity }) => entity);
        const scope = { usccs: readsLedgers ? usccs : [], budgets: this.#budgetOf(run) };
        return { scope, read: { run, usccs, lines } };
      },
      decide: (ledgerSession, read, terms) => {
        if (!read) return undefined;
        return read.usccs.length === 0
          ? { run: endStep(read.run), lines: [] }
          : work(ledgerSession, read, terms);
      },
      write: async (chunk, session) => {
        if (!chunk) return;
        if (chunk.run.job?.event === 'draft') await insertRunLines(this.#collections, chunk.lines, session);
        else await replaceRunLines(this.#collections, chunk.lines, session);
        await saveRun(this.#collections, chunk.run, session);
      },
    };
    const after = await this.#decider.workOff(chunk, makesOrders);
    return after === undefined || after.run.job === null;
  }

  #budgetOf({ fiscalYear, programme }: Run): string[] {
    const { budgeted, id } = programmeById(this.#decider.settings, programme);
    return budgeted ? [`${fiscalYear}:${id}`] : [];
  }

  async #usccsAfter(cursor: string, limit: number): Promise<string[]> {
    const found = await this.#collections.ledgers
      .find({ _id: { $gt: cursor } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .batchSize(limit + 1)
      .toArray();
    return found.map(({ _id }) => _id);
  }
}

function workLines(ledgerSession: LedgerSession, { run, usccs, lines }: Work, terms: Terms): RunChunk {
  if (run.job?.event === 'draft') return draftChunk(ledgerSession, run, usccs, terms);
  return lineChunk(ledgerSession, run, lines, programmeById(terms, run.programme), terms);
}

const USUAL = { work: workLines, readsLedgers: true };
