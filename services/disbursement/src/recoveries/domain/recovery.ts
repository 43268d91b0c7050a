import { type Fen, minFen } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from '../../ledger/domain/entity-account.ts';
import type { Line } from '../../ledger/domain/entry.ts';
import { journalEntry, type LedgerSession, post } from '../../ledger/domain/ledger-session.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import type { AccountAmount, Terms } from '../../orders/domain/order.ts';
import { sumOf } from '../../orders/domain/order.ts';
import { settle } from '../../orders/domain/settle.ts';
import { RECOVERY_TABLE, type RecoveryEvent, type RecoveryState } from './recovery-table.ts';

/** What a demand states about one account, as it was then. */
export interface DemandLine extends AccountAmount {
  readonly entitledFen: Fen;
  readonly paidFen: Fen;
  /** What other accounts already took from this one's debt, or gave to it. */
  readonly nettedOutFen: Fen;
  readonly receivedFen: Fen;
  readonly writtenOffFen: Fen;
}

interface RecoveryNote extends Authorization {
  readonly event: RecoveryEvent;
  readonly fen: Fen;
  /** The bank's reference of the transfer, which counts once over all demands; empty if there is none. */
  readonly id: string;
}

/**
 * One demand for money that was paid and is not due. The amount demanded never changes; netting continues
 * meanwhile.
 */
export interface Recovery {
  /** "USCC-D1": counts the demands of the entity. */
  readonly id: string;
  readonly version: number;
  readonly entity: string;
  readonly name: string;
  readonly state: RecoveryState;
  readonly reason: string;
  /** Last day to pay, YYYY-MM-DD. */
  readonly dueOn: string;
  readonly lines: readonly DemandLine[];
  readonly demandedFen: Fen;
  readonly receivedFen: Fen;
  readonly writtenOffFen: Fen;
  readonly notes: readonly RecoveryNote[];
}

export type RecoveryRefusal =
  | Extract<(typeof RECOVERY_TABLE)[RecoveryState][RecoveryEvent], { refused: string }>['refused']
  | 'nothing-recoverable'
  /** It was not overpaid long enough: later payables may still settle it. */
  | 'too-early'
  | 'held'
  | 'more-than-outstanding'
  | 'not-positive'
  /** The person who demands neither books what comes back nor writes it off. */
  | 'same-person';

export type RecoveryOutcome =
  | { readonly recovery: Recovery; readonly isNew: boolean }
  | { readonly refusal: RecoveryRefusal };

/** What a demand still asks for: never more than what can be recovered now, because netting continues. */
export function outstandingOf(recovery: Recovery, group: Group): Fen {
  if (recovery.state !== 'demanded') return 0n;
  return sumOf(outstandingAmounts(recovery, entityAccounts(group.ledgers)));
}

/** Demands what later payables did not settle in the given time. */
export function demand(
  group: Group,
  number: number,
  act: Authorization & { reason: string; dueOn: string },
  demandAfterMs: number,
): RecoveryOutcome {
  if (group.isContested || group.root.holds.length > 0) return { refusal: 'held' };
  const short = entityAccounts(group.ledgers).filter((account) => recoverableOf(account) > 0n);
  if (short.length === 0) return { refusal: 'nothing-recoverable' };
  if (shortSince(group) + demandAfterMs > act.at.getTime()) return { refusal: 'too-early' };
  const lines = short.map(demandLine);
  const { by, at, document, reason, dueOn } = act;
  const demandedFen = sumOf(lines);
  const recovery: Recovery = {
    id: `${group.root.uscc}-D${number}`,
    version: 0,
    entity: group.root.uscc,
    name: group.root.name,
    state: 'demanded',
    reason,
    dueOn,
    lines,
    demandedFen,
    receivedFen: 0n,
    writtenOffFen: 0n,
    notes: [{ event: 'demand', fen: demandedFen, id: '', by, at, document }],
  };
  return { recovery, isNew: true };
}

/**
 * Money came back; oldest account first. `id` is the bank's reference of the transfer; `receipt.ts` knows
 * whether it is already booked. Afterwards the entity is settled. The person who demanded does not report
 * that it came: otherwise one person could decide alone that it need not come.
 */
export function receive(
  session: LedgerSession,
  group: Group,
  recovery: Recovery,
  fen: Fen,
  act: Authorization & { id: string },
): RecoveryOutcome {
  if (fen <= 0n) return { refusal: 'not-positive' };
  const outstandingFen = outstandingOf(recovery, group);
  const event = fen < outstandingFen ? 'receive-part' : 'receive-rest';
  const cell = RECOVERY_TABLE[recovery.state][event];
  if ('refused' in cell) return { refusal: cell.refused };
  if (isDemander(recovery, act)) return { refusal: 'same-person' };
  if (fen > outstandingFen) return { refusal: 'more-than-outstanding' };
  book(session, group, recovery, fen, 'receive', act);
  return noted({ ...recovery, receivedFen: recovery.receivedFen + fen }, event, fen, act);
}

/**
 * Writes off what is outstanding, by a decision of a person other than the one who demanded it, with its
 * reason and paper.
 */
export function writeOff(
  session: LedgerSession,
  group: Group,
  recovery: Recovery,
  act: Authorization,
  terms: Terms,
): RecoveryOutcome {
  const cell = RECOVERY_TABLE[recovery.state]['write-off'];
  if ('refused' in cell) return { refusal: cell.refused };
  if ('repeated' in cell) return { recovery, isNew: false };
  if (isDemander(recovery, act)) return { refusal: 'same-person' };
  const fen = outstandingOf(recovery, group);
  if (fen === 0n) return { refusal: 'nothing-recoverable' };
  book(session, group, recovery, fen, 'write-off', act);
  settle(session, group, terms);
  const after = { ...recovery, writtenOffFen: recovery.writtenOffFen + fen };
  return noted(after, 'write-off', fen, { ...act, id: '' });
}

/** Netting, or a fact that is due again, left nothing outstanding. */
export function clearIfSettled(recovery: Recovery, group: Group, act: Authorization): Recovery {
  if (recovery.state !== 'demanded' || outstandingOf(recovery, group) > 0n) return recovery;
  const outcome = noted(recovery, 'cleared', 0n, { ...act, id: '' });
  return 'refusal' in outcome ? recovery : outcome.recovery;
}

export function isDemander({ notes }: Recovery, act: Pick<Authorization, 'by'>): boolean {
  return notes.some(({ event, by }) => event === 'demand' && by === act.by);
}

function book(
  session: LedgerSession,
  group: Group,
  recovery: Recovery,
  fen: Fen,
  step: 'receive' | 'write-off',
  { by, document }: Authorization,
): void {
  let leftFen = fen;
  const lines: Line[] = [];
  for (const amount of outstandingAmounts(recovery, entityAccounts(group.ledgers))) {
    const partFen = minFen(amount.fen, leftFen);
    leftFen -= partFen;
    lines.push(...cameBack(amount, step === 'receive' ? 'received' : 'writtenOff', partFen));
  }
  post(session, group.root, { kind: 'recovery', id: recovery.id, step, by, document }, lines);
}

function cameBack(amount: AccountAmount, book: 'received' | 'writtenOff', fen: Fen): Line[] {
  const [, toOpen] = journalEntry(amount, 'entitled', 'open', fen);
  return [{ year: amount.year, group: amount.group, book, fen }, ...(toOpen ? [toOpen] : [])];
}

function outstandingAmounts(recovery: Recovery, accounts: readonly EntityAccount[]): AccountAmount[] {
  let leftFen = recovery.demandedFen - recovery.receivedFen - recovery.writtenOffFen;
  return recovery.lines.map(({ year, group, fen }) => {
    const account = accounts.find((one) => one.year === year && one.group === group);
    const partFen = minFen(minFen(fen, leftFen), account ? recoverableOf(account) : 0n);
    leftFen -= partFen;
    return { year, group, fen: partFen };
  });
}

function demandLine(account: EntityAccount): DemandLine {
  const { year, group, entitledFen, paidFen, nettedOutFen, receivedFen, writtenOffFen } = account;
  const fen = recoverableOf(account);
  return { year, group, fen, entitledFen, paidFen, nettedOutFen, receivedFen, writtenOffFen };
}

function shortSince({ ledgers }: Group): number {
  const times = ledgers.flatMap(({ payables }) =>
    payables.flatMap((payable) => payable.shortSince?.getTime() ?? []),
  );
  return Math.max(0, ...times);
}

function noted(
  recovery: Recovery,
  event: RecoveryEvent,
  fen: Fen,
  { by, at, document, id }: Authorization & { id: string },
): RecoveryOutcome {
  const cell = RECOVERY_TABLE[recovery.state][event];
  if ('refused' in cell) return { refusal: cell.refused };
  if ('repeated' in cell) return { recovery, isNew: false };
  const notes = [...recovery.notes, { event, fen, id, by, at, document }];
  return { recovery: { ...recovery, state: cell.to, notes }, isNew: true };
}
