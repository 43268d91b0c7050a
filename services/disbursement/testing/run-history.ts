import { defined } from '@duixian/values';
import { budgetId } from '../src/budgets/domain/budget.ts';
import type { ConfirmedOutcome } from '../src/orders/domain/resolve-exception.ts';
import type { ReceiptOutcome } from '../src/recoveries/domain/receipt.ts';
import type { RecoveryOutcome } from '../src/recoveries/domain/recovery.ts';
import type { Run, RunJob } from '../src/runs/domain/run.ts';
import { appropriate, resolve } from './in-memory/acts-on-money.ts';
import { demandBack, giveUp, receiveBack } from './in-memory/acts-on-recoveries.ts';
import { changeLine, closeRunNow, draftRun, publishRun, stepRun, workRun } from './in-memory/acts-on-runs.ts';
import { LedgerHistory } from './ledger-history.ts';

const PUBLIC_NOTICE = { from: '2019-06-02', until: '2019-06-01', workingDays: 0 };

/** Histories with officers, for tests: runs in chunks of two entities, budgets, recoveries, exceptions. */
export class RunHistory extends LedgerHistory {
  draft(id: string, by: string, filter: Partial<Run['filter']> = {}): void {
    this.decide((attempt) => draftRun(attempt, { id, programme: this.#programme, filter }, by));
  }

  /** Answers why not; undefined if it was done. */
  step(id: string, event: Exclude<RunJob['event'], 'draft'>, by: string): string | undefined {
    const run = this.runs.get(id);
    if (!run) return 'unknown';
    const { outcome } = this.decide((attempt) =>
      event === 'publish' ? publishRun(attempt, run, PUBLIC_NOTICE, by) : stepRun(attempt, run, event, by),
    );
    return inWords(outcome);
  }

  /** Works off one chunk of the step in progress. */
  work(id: string): void {
    const run = this.runs.get(id);
    if (run) this.decide((attempt) => workRun(attempt, run));
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
    return inWords(this.decide((attempt) => changeLine(attempt, run, entity, change, by)).outcome);
  }

  close(id: string, by: string): string | undefined {
    const run = this.runs.get(id);
    if (!run) return 'unknown';
    return inWords(this.decide((attempt) => closeRunNow(attempt, run, by)).outcome);
  }

  appropriate(appropriatedFen: bigint): string | undefined {
    const what = { fiscalYear: 2019, programme: this.#programme, appropriatedFen };
    return inWords(this.decide((attempt) => appropriate(attempt, what)).outcome);
  }

  get budget() {
    return this.budgets.get(budgetId(2019, this.#programme));
  }

  resolve(id: string, confirmedOutcome: ConfirmedOutcome): string | undefined {
    return this.decide((attempt) => resolve(attempt, this.order(id), confirmedOutcome, 'officer')).outcome;
  }

  demand(entity: string): RecoveryOutcome {
    return this.decide((attempt) => demandBack(attempt, entity, 'officer', 0)).outcome;
  }

  receive(id: string, fen: bigint, reference = 'bank-1', by = 'cashier'): ReceiptOutcome {
    return this.transfer({ id: reference, parts: [{ recovery: id, fen }] }, by);
  }

  transfer(transfer: Parameters<typeof receiveBack>[1], by = 'cashier'): ReceiptOutcome {
    return this.decide((attempt) => receiveBack(attempt, transfer, by)).outcome;
  }

  writeOff(id: string, by = 'director'): RecoveryOutcome {
    const recovery = defined(this.recoveries.get(id), 'a demand is known');
    return this.decide((attempt) => giveUp(attempt, recovery, by)).outcome;
  }

  get #programme(): string {
    return defined(this.terms.programmes[0], 'a programme is set').id;
  }
}

function inWords(outcome: string | { shortFen: bigint } | undefined): string | undefined {
  return typeof outcome === 'object' ? `short of ${outcome.shortFen}` : outcome;
}
