import { currentTraceparent, isHopeless, type Session } from '@duixian/runtime';
import { shanghaiDay } from '@duixian/values';
import { budgetId } from '../budgets/domain/budget.ts';
import type { Authorization } from '../ledger/domain/authorization.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Suspension } from '../ordering/domain/suspension.ts';
import type { Terms } from '../orders/domain/order.ts';
import type { Programme } from '../programmes/domain/programme.ts';
import { programmeById } from '../programmes/programmes.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { readOrdering } from '../unit-of-work/stored-ordering.ts';
import { decideObjection, giveBackLine, objectToLine } from './domain/objections.ts';
import {
  beginStep,
  closeRun,
  draftAgain,
  newRun,
  type PublicNotice,
  type Run,
  type RunFilter,
  type RunJob,
  type RunOutcome,
  type RunRefusal,
} from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';
import { beginIssuing, beginPublishing } from './domain/run-steps.ts';
import type { RunJobs } from './run-jobs.ts';
import { readRun, readRunLine, replaceRunLines, saveRun } from './stored-runs.ts';
import { lastDayOfPublicNotice } from './working-days.ts';

export type CommandRefusal =
  | { readonly refusal: RunRefusal | 'unknown-run' | 'still-defect' }
  | { readonly shortFen: bigint }
  | { readonly suspended: Suspension }
  | { readonly unknownYear: number };
type CommandOutcome = { readonly run: Run; readonly isNew: boolean } | CommandRefusal;
type LineOutcome = { readonly run: Run; readonly line: RunLine; readonly isNew: boolean } | CommandRefusal;

export type Person = Omit<Authorization, 'at'>;

export type LineChange = 'object' | 'uphold' | 'dismiss' | 'give-back';

type Step = Extract<RunJob['event'], 'approve' | 'cancel'>;

/**
 * The commands of officers for payment runs: each is one decision on the current run, its budget and, for one
 * line, its ledger.
 */
export class RunCommands {
  readonly #collections: Collections;
  readonly #decider: Decider;
  readonly #jobs: RunJobs;

  constructor(collections: Collections, decider: Decider, jobs: RunJobs) {
    this.#collections = collections;
    this.#decider = decider;
    this.#jobs = jobs;
  }

  async draft(
    what: { id: string; title: string; programme: string; filter: RunFilter },
    { by, document }: Person,
  ): Promise<CommandOutcome> {
    // Orders imported from a statement can belong to a run that a restored database does not know.
    const hasOrders = await this.#hasOrdersOfUnknownRun(what.id);
    if (hasOrders) return { refusal: 'another-run' };
    return this.#act(what.id, (_ledgerSession, known, { now }) => {
      const fiscalYear = Number(shanghaiDay(now).slice(0, 4));
      const run = newRun({ ...what, fiscalYear }, { by, document, at: now });
      return known ? draftAgain(known, run) : { run, isNew: true };
    });
  }

  /** From the day after, for as many working days as its programme requires. */
  publish(id: string, person: Person): Promise<CommandOutcome> {
    return this.#act(id, (ledgerSession, run, terms) => {
      if (!run) return { refusal: 'unknown-run' };
      const programme = programmeById(terms, run.programme);
      const publicity = publicNoticeFrom(terms.now, programme.publicityWorkingDays);
      if ('unknownYear' in publicity) return publicity;
      return beginPublishing(ledgerSession, run, programme, publicity, { ...person, at: terms.now });
    });
  }

  step(id: string, event: Step, person: Person): Promise<CommandOutcome> {
    return this.#act(id, (_ledgerSession, run, { now }) =>
      run ? beginStep(run, event, { ...person, at: now }) : { refusal: 'unknown-run' },
    );
  }

  async issue(id: string, person: Person): Promise<CommandOutcome> {
    const outcome = await this.#decider.decideBeside(currentTraceparent, {
      read: async (session) => {
        const run = await readRun(this.#collections, id, session);
        const { suspended } = await readOrdering(this.#collections, session);
        return { scope: {}, read: { run, suspended } };
      },
      decide: (_ledgerSession, { run, suspended }, { now }): CommandOutcome =>
        run ? beginIssuing(run, suspended, { ...person, at: now }) : { refusal: 'unknown-run' },
      write: (result, session) => this.#save(result, session),
    });
    this.#jobs.lookSoon();
    return outcome;
  }

  close(id: string, person: Person): Promise<CommandOutcome> {
    return this.#decider.decideBeside(currentTraceparent, {
      read: async (session) => ({
        scope: {},
        read: {
          run: await readRun(this.#collections, id, session),
          underWay: await this.#countUnderWay(id, session),
        },
      }),
      decide: (_ledgerSession, { run, underWay }, { now }): CommandOutcome =>
        run ? closeRun(run, underWay, { ...person, at: now }) : { refusal: 'unknown-run' },
      write: (outcome, session) => this.#save(outcome, session),
    });
  }

  /** If a line's ledger still breaks an assertion, nothing of the line is written. */
  async changeLine(
    id: string,
    entity: string,
    change: LineChange,
    person: Person & { reason: string },
  ): Promise<LineOutcome> {
    return this.#changeLine(id, entity, change, person).catch((error: unknown) => {
      if (change === 'give-back' && isHopeless(error)) return { refusal: 'still-defect' };
      throw error;
    });
  }

  #changeLine(
    id: string,
    entity: string,
    change: LineChange,
    person: Person & { reason: string },
  ): Promise<LineOutcome> {
    return this.#decider.decideBeside(currentTraceparent, {
      read: async (session) => {
        const run = await readRun(this.#collections, id, session);
        const line = run && (await readRunLine(this.#collections, run, entity, session));
        return { scope: { usccs: [entity], budgets: this.#budgetOf(run) }, read: { run, line } };
      },
      decide: (ledgerSession, { run, line }, terms): LineOutcome => {
        if (!run) return { refusal: 'unknown-run' };
        const programme = programmeById(terms, run.programme);
        const act = { ...person, at: terms.now };
        if (change === 'give-back') return giveBackLine(ledgerSession, run, line, programme, act, terms);
        if (change === 'object') return objectToLine(ledgerSession, run, line, programme, act, terms);
        return decideObjection(ledgerSession, run, line, programme, { ...act, upheld: change === 'uphold' });
      },
      write: async (outcome, session) => {
        if (!('line' in outcome) || !outcome.isNew) return;
        await replaceRunLines(this.#collections, [outcome.line], session);
        await saveRun(this.#collections, outcome.run, session);
      },
    });
  }

  async #act(
    id: string,
    decide: (ledgerSession: LedgerSession, run: Run | undefined, terms: Terms) => CommandOutcome | RunOutcome,
  ): Promise<CommandOutcome> {
    const outcome = await this.#decider.decideBeside<Run | undefined, CommandOutcome>(currentTraceparent, {
      read: async (session) => {
        const run = await readRun(this.#collections, id, session);
        return { scope: { budgets: this.#budgetOf(run) }, read: run };
      },
      decide,
      write: (result, session) => this.#save(result, session),
    });
    this.#jobs.lookSoon();
    return outcome;
  }

  async #save(outcome: CommandOutcome, session: Session): Promise<void> {
    if ('run' in outcome && outcome.isNew) await saveRun(this.#collections, outcome.run, session);
  }

  /** The budget of this fiscal year too, because a run may not be published yet. */
  #budgetOf(run: Run | undefined): string[] {
    if (!run) return [];
    const { budgeted, id } = programmeById(this.#decider.settings, run.programme) satisfies Programme;
    const thisYear = Number(shanghaiDay(this.#collections.clock.now()).slice(0, 4));
    return budgeted ? [budgetId(run.fiscalYear, id), budgetId(thisYear, id)] : [];
  }

  async #hasOrdersOfUnknownRun(id: string): Promise<boolean> {
    const { runs, orders } = this.#collections;
    if ((await runs.countDocuments({ _id: id })) > 0) return false;
    return (
      (await orders.countDocuments({ _id: { $gte: `${id}-`, $lt: `${id}.` }, run: id }, { limit: 1 })) > 0
    );
  }

  /** Orders of the run that may still be paid, or wait for an officer. */
  #countUnderWay(id: string, session: Session): Promise<number> {
    return this.#collections.orders.countDocuments(
      { _id: { $gte: `${id}-`, $lt: `${id}.` }, run: id, state: { $ne: 'paid' }, release: null },
      { session },
    );
  }
}

function publicNoticeFrom(now: Date, workingDays: number): PublicNotice | { unknownYear: number } {
  const from = shanghaiDay(new Date(now.getTime() + 86_400_000));
  const last = lastDayOfPublicNotice(from, workingDays);
  return 'unknownYear' in last ? last : { from, until: last.lastDay, workingDays };
}
