import { loadGroupNames } from '@duixian/policy';
import { defined } from '@duixian/values';
import type { EntityState } from '../src/entitlements/domain/apply-entitlements.ts';
import type { Order, ReportedReturn, Terms } from '../src/orders/domain/order.ts';
import type { StatusEffect, TreasuryStatus } from '../src/orders/domain/order-status.ts';
import { afterStatus, type RecordedStatus } from '../src/orders/domain/record-status.ts';
import type { ReleaseRefusal } from '../src/orders/domain/release-order.ts';
import type { ChangeOutcome, PayeeAct } from '../src/payees/domain/change-payee.ts';
import { DEFAULT_PROGRAMME } from '../src/programmes/domain/programme.ts';
import { changeAccount, consume, recordStatuses, release } from './in-memory/acts-on-money.ts';
import { Store } from './in-memory/store.ts';
import { UnitOfWork } from './in-memory/unit-of-work.ts';

/** One decision after the other from an empty start, for tests that play or search whole histories. */
export class LedgerHistory extends Store {
  terms: Terms = {
    programmes: [DEFAULT_PROGRAMME],
    settleForMs: 0,
    needsPayee: false,
    groupNames: loadGroupNames(),
    now: new Date('2019-06-01T00:00:00Z'),
  };

  /** Posts one message, or a batch; answers the orders that it made. */
  consume(...states: EntityState[]): readonly Order[] {
    return this.decide((attempt) => consume(attempt, states)).issued;
  }

  status(id: string, status: TreasuryStatus, reason = '', returned?: ReportedReturn): StatusEffect {
    return this.reportStatus(id, status, reason, returned).effect;
  }

  reportStatus(id: string, status: TreasuryStatus, reason = '', returned?: ReportedReturn): RecordedStatus {
    const report = { status, reason, returned };
    const recorded = afterStatus(this.order(id), report, this.terms.now);
    this.decide((attempt) => recordStatuses(attempt, [{ id, ...report }]));
    return recorded;
  }

  release(id: string): ReleaseRefusal | readonly Order[] {
    const { outcome, issued } = this.decide((attempt) => release(attempt, this.order(id), 'officer'));
    return outcome ?? issued;
  }

  payee(uscc: string, what: PayeeAct, by: string): ChangeOutcome {
    return this.decide((attempt) => changeAccount(attempt, uscc, what, by)).outcome;
  }

  order(id: string): Order {
    return defined(this.orders.get(id), `no order ${id}`);
  }

  /** Its writes always succeed: nobody else acts meanwhile. */
  protected decide<Outcome>(act: (attempt: UnitOfWork) => Outcome): {
    outcome: Outcome;
    issued: readonly Order[];
  } {
    const attempt = new UnitOfWork(this, this.terms);
    const outcome = act(attempt);
    attempt.commit();
    return { outcome, issued: attempt.session.issued };
  }
}

/** One account of a state as awards publishes it. */
export function entitled(
  entity: string,
  year: number,
  group: string,
  fen: bigint,
  version: bigint,
  more: Partial<EntityState> = {},
): EntityState {
  const account = { year, group, version, entitledFen: fen, beyondExact: false };
  return {
    entity,
    name: `${entity} 公司`,
    entityVersion: 0n,
    holds: [],
    members: [],
    accounts: [account],
    ...more,
  };
}
