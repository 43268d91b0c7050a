import { defined } from '@duixian/values';
import { budgetId } from '../budget.ts';
import { LedgerHistory } from '../ledger-history.ts';
import type { Programme } from '../programme.ts';
import {
  clearIfSettled,
  demand,
  type Recovery,
  type RecoveryOutcome,
  receive,
  writeOff,
} from '../recoveries/recovery.ts';
import { resolveContradiction, type Truth } from '../resolve-contradiction.ts';
import { asRunSays } from './as-run-says.ts';
import { decideObjection, objectToLine } from './objections.ts';
import { beginStep, closeRun, endStep, newRun, type Run, type RunAct, type RunJob } from './run.ts';
import type { RunLine } from './run-line.ts';
import { beginPublishing, draftChunk, groupFor, lineChunk } from './run-steps.ts';

/** Histories with officers, for tests: runs in chunks of two entities, budgets, recoveries, contradictions. */
export class RunHistory extends LedgerHistory {
  readonly runs = new Map<string, Run>();
  /** As they would be in the database. */
  readonly #stored = new Map<string, RunLine>();
  readonly recoveries = new Map<string, Recovery>();

  draft(id: string, by: string, filter: Partial<Run['filter']> = {}): void {
    if (this.runs.has(id)) return;
    const whole = { groups: [], years: [], smallestFen: 0n, ...filter };
    const what = { id, title: id, programme: this.#programme().id, filter: whole, fiscalYear: 2019 };
    this.runs.set(id, newRun(what, this.#act(by)));
  }

  /** Answers why not; undefined, where it was done. */
  step(id: string, event: Exclude<RunJob['event'], 'draft'>, by: string): string | undefined {
    const run = this.runs.get(id);
    if (!run) return 'unknown';
    let refusal: string | undefined;
    this.decide((books) => {
      const publicity = { from: '2019-06-02', until: '2019-06-01', workingDays: 0 };
      const outcome =
        event === 'publish'
          ? beginPublishing(books, run, this.#programme(), publicity, this.#act(by))
          : beginStep(run, event, this.#act(by));
      if ('run' in outcome) this.runs.set(id, outcome.run);
      else refusal = 'shortFen' in outcome ? `short of ${outcome.shortFen}` : outcome.refusal;
    });
    return refusal;
  }

  /** Works off one chunk of whatever step is under way. */
  work(id: string): void {
    const run = this.runs.get(id);
    if (!run?.job) return;
    const { event, cursor } = run.job;
    const ended = { run: endStep(run), lines: [] };
    this.decide((books) => {
      if (event === 'draft') {
        const usccs = [...this.ledgers.keys()].filter((uscc) => uscc > cursor).sort();
        return this.#keep(usccs.length === 0 ? ended : draftChunk(books, run, usccs.slice(0, 2), this.terms));
      }
      const lines = this.linesOf(id).filter(({ entity }) => entity > cursor);
      const chunk = () => lineChunk(books, run, lines.slice(0, 2), this.#programme(), this.terms);
      return this.#keep(lines.length === 0 ? ended : chunk());
    });
  }

  workOff(id: string): void {
    while (this.runs.get(id)?.job) this.work(id);
  }

  changeLine(
    id: string,
    entity: string,
    change: 'object' | 'uphold' | 'dismiss',
    by: string,
  ): string | undefined {
    const run = this.runs.get(id);
    if (!run) return 'unknown';
    let refusal: string | undefined;
    this.decide((books) => {
      const line = this.lineOf(run, entity);
      const act = { ...this.#act(by), reason: 'a letter' };
      const outcome =
        change === 'object'
          ? objectToLine(books, run, line, this.#programme(), act, this.terms)
          : decideObjection(books, run, line, this.#programme(), { ...act, upheld: change === 'uphold' });
      if ('refusal' in outcome) refusal = outcome.refusal;
      else this.#keep({ run: outcome.run, lines: [outcome.line] });
    });
    return refusal;
  }

  close(id: string, by: string): string | undefined {
    const run = this.runs.get(id);
    if (!run) return 'unknown';
    const underWay = [...this.orders.values()].filter(
      (order) => order.run === id && order.state !== 'paid' && order.release === null,
    );
    const outcome = closeRun(run, underWay.length, this.#act(by));
    if ('run' in outcome) this.runs.set(id, outcome.run);
    return 'refusal' in outcome ? outcome.refusal : undefined;
  }

  appropriate(fen: bigint): string | undefined {
    let refusal: string | undefined;
    this.decide(({ budgets }) => {
      const change = { appropriatedFen: fen, document: 'budget', by: 'bureau', at: this.terms.now };
      const outcome = budgets.appropriate(budgets.of(2019, this.#programme().id), change);
      if ('shortFen' in outcome) refusal = `short of ${outcome.shortFen}`;
      if ('refusal' in outcome) refusal = outcome.refusal;
    });
    return refusal;
  }

  get budget() {
    return this.budgets.get(budgetId(2019, this.#programme().id));
  }

  resolve(id: string, truth: Truth): string | undefined {
    let refusal: string | undefined;
    this.decide((books) => {
      const act = { by: 'officer', document: 'letter of the treasury' };
      const outcome = resolveContradiction(books, this.order(id), truth, act, this.terms);
      if ('refusal' in outcome) refusal = outcome.refusal;
      else this.orders.set(id, outcome.order);
    });
    return refusal;
  }

  demand(entity: string): RecoveryOutcome {
    return this.#recover(entity, (books, own) => {
      const group = groupFor(books, entity);
      const act = { ...this.#act('officer'), reason: 'amended', dueOn: '2019-07-01' };
      for (const one of own) this.recoveries.set(one.id, clearIfSettled(one, group, act));
      if (own.some(({ id }) => this.recoveries.get(id)?.state === 'demanded'))
        return { refusal: 'already-demanded' };
      return demand(group, own.length + 1, act, 0);
    });
  }

  receive(id: string, fen: bigint, paymentId = ''): RecoveryOutcome {
    const recovery = defined(this.recoveries.get(id), 'a demand is known');
    return this.#recover(recovery.entity, (books) => {
      const act = { ...this.#act('cashier'), id: paymentId };
      return receive(books, groupFor(books, recovery.entity), recovery, fen, act, this.terms);
    });
  }

  writeOff(id: string): RecoveryOutcome {
    const recovery = defined(this.recoveries.get(id), 'a demand is known');
    return this.#recover(recovery.entity, (books) =>
      writeOff(books, groupFor(books, recovery.entity), recovery, this.#act('director'), this.terms),
    );
  }

  linesOf(id: string): RunLine[] {
    return this.lines.filter(({ run }) => run === id).sort((a, b) => (a.entity < b.entity ? -1 : 1));
  }

  lineOf(run: Run, entity: string): RunLine | undefined {
    const stored = this.#stored.get(`${run.id}/${entity}`);
    return stored && asRunSays(run)(stored);
  }

  /** Of all runs. */
  get lines(): RunLine[] {
    const says = new Map([...this.runs.values()].map((run) => [run.id, asRunSays(run)]));
    return [...this.#stored.values()].flatMap((line) => says.get(line.run)?.(line) ?? []);
  }

  #recover(
    entity: string,
    act: (books: Parameters<Parameters<LedgerHistory['decide']>[0]>[0], own: Recovery[]) => RecoveryOutcome,
  ): RecoveryOutcome {
    let outcome: RecoveryOutcome = { refusal: 'nothing-recoverable' };
    this.decide((books) => {
      const own = [...this.recoveries.values()].filter((recovery) => recovery.entity === entity);
      outcome = act(books, own);
      if ('recovery' in outcome) this.recoveries.set(outcome.recovery.id, outcome.recovery);
    });
    return outcome;
  }

  #keep({ run, lines }: { run: Run; lines: readonly RunLine[] }): void {
    this.runs.set(run.id, { ...run, version: run.version + 1 });
    for (const line of lines) this.#stored.set(`${run.id}/${line.entity}`, line);
  }

  #programme(): Programme {
    return defined(this.terms.programmes[0], 'a programme is set');
  }

  #act(by: string): RunAct {
    return { by, at: this.terms.now, document: 'document' };
  }
}
