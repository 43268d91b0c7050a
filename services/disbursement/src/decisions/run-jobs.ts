import { type Background, type Logger, messageOf } from '@duixian/runtime';
import { endStep, type Run } from '../domain/runs/run.ts';
import type { RunLine } from '../domain/runs/run-line.ts';
import { draftChunk, lineChunk, type RunChunk } from '../domain/runs/run-steps.ts';
import type { Collections } from '../store/collections.ts';
import { insertRunLines, readRun, readRunLines, replaceRunLines, runFrom, saveRun } from '../store/runs.ts';
import type { Decider } from './decider.ts';
import type { Decision } from './decision.ts';
import { programmeById } from './programmes.ts';

const LOOK_EVERY_MS = 500;
/** Entities a transaction: fewer where facts that arrive meanwhile wait for it (see `Decider.workOff`). */
const CHUNK = { draft: 500, publish: 500, approve: 500, issue: 250, cancel: 250 } as const;

interface Work {
  readonly run: Run;
  readonly usccs: readonly string[];
  readonly lines: readonly RunLine[];
}

/**
 * Works off the steps of runs, chunk after chunk; the state turns with the last one. A killed process leaves a chunk undone
 * or done, never half, and whoever looks next goes on; two that work on one run meet at its version.
 */
export class RunJobs implements Background {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #stopped = false;

  constructor(collections: Collections, decider: Decider, log: Logger) {
    this.#collections = collections;
    this.#decider = decider;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => this.lookSoon(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  /** A step has begun. */
  lookSoon(): void {
    if (this.#stopped) return;
    this.#working ??= this.#workOff()
      .catch((error: unknown) => this.#warn(error))
      .finally(() => {
        this.#working = undefined;
      });
  }

  async #workOff(): Promise<void> {
    const waiting = await this.#collections.runs.find({ job: { $ne: null } }).toArray();
    for (const run of waiting.map(runFrom)) {
      // One that cannot go on, say because ordering is suspended, stands in nobody else's way.
      await this.#workOffRun(run).catch((error: unknown) => this.#warn(error, run.id));
    }
  }

  async #workOffRun({ id, job }: Run): Promise<void> {
    const makesOrders = job?.event === 'issue' || job?.event === 'cancel';
    for (let isDone = false; !isDone && !this.#stopped; ) isDone = await this.#workChunk(id, makesOrders);
  }

  #warn(error: unknown, run?: string): void {
    this.#log.warn({ run, reason: messageOf(error) }, 'a step of a run could not go on; it is tried again');
  }

  /** Answers whether the step is done. */
  async #workChunk(id: string, makesOrders: boolean): Promise<boolean> {
    const chunk: Decision<Work | undefined, RunChunk | undefined> = {
      read: async (session) => {
        const run = await readRun(this.#collections, id, session);
        if (!run?.job) return { scope: {}, read: undefined };
        const { event, cursor } = run.job;
        if (event === 'draft') {
          const usccs = await this.#usccsAfter(cursor, CHUNK.draft);
          return { scope: { usccs }, read: { run, usccs, lines: [] } };
        }
        const lines = await readRunLines(this.#collections, run, cursor, CHUNK[event], session);
        const usccs = lines.map(({ entity }) => entity);
        return { scope: { usccs, budgets: this.#budgetOf(run) }, read: { run, usccs, lines } };
      },
      decide: (books, work, terms) => {
        if (!work) return undefined;
        const { run, usccs, lines } = work;
        if (usccs.length === 0) return { run: endStep(run), lines: [] };
        if (run.job?.event === 'draft') return draftChunk(books, run, usccs, terms);
        return lineChunk(books, run, lines, programmeById(terms, run.programme), terms);
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
