import { entityAccounts } from '@duixian/disbursement/ledger/domain/entity-account';
import { type Line, openOf } from '@duixian/disbursement/ledger/domain/entry';
import type { Order, Terms } from '@duixian/disbursement/orders/domain/order';
import { holdingsOf } from '@duixian/disbursement/orders/domain/order-holdings';
import { releasedFenOf } from '@duixian/disbursement/orders/domain/returned-parts';
import { type Programme, programmeOf } from '@duixian/disbursement/programmes/domain/programme';

import type { Fen } from '@duixian/values';
import { shanghaiDay } from '@duixian/values';
import type { DisbursementView } from './view.ts';
import { NOTHING_HELD, type World } from './world.ts';

/** Checks each transaction of disbursement as it is committed: counts it, and reports what must not be. */
export class Watch {
  readonly #world: World;
  #before: DisbursementView;

  constructor(world: World) {
    this.#world = world;
    this.#before = world.store;
  }

  look(who: string): void {
    const [world, before, store] = [this.#world, this.#before, this.#world.store];
    this.#before = store;
    for (const [uscc, entries] of store.entries)
      for (const { cause, lines } of entries.slice(before.entries.get(uscc)?.length ?? 0)) {
        world.count(`entry: ${cause.kind}`);
        if (cause.kind === 'netting') world.record(`${who} nets accounts of ${uscc}`);
        if (cause.kind === 'netting' || cause.kind === 'recovery')
          world.wrong.push(...faultsOfRecovery(store, uscc, lines));
      }
    for (const order of store.orders.values())
      if (!before.orders.has(order.id)) this.#lookAt(store, order, who);
    for (const id of before.orders.keys()) if (!store.orders.has(id)) world.wrong.push(`order ${id} is gone`);
    if (store.suspended && !before.suspended) {
      world.record(`${store.suspended.by} suspends ordering: ${store.suspended.because}`);
      world.count('suspended');
      const isRight = world.mayHoldNothing && store.suspended.because.includes(NOTHING_HELD);
      if (store.suspended.by === 'disbursement' && !isRight)
        world.wrong.push('ordering is suspended, and nothing was restored');
    }
  }

  #lookAt(store: DisbursementView, order: Order, who: string): void {
    const world = this.#world;
    const from = order.run === '' ? 'straight through' : `by ${order.run}`;
    world.count(
      order.replaces === '' ? `order ${order.run === '' ? 'straight through' : 'by a run'}` : 'order again',
    );
    world.record(`${who} orders ${order.amountFen} fen ${from}: ${order.id}`);
    world.wrong.push(...faultsOfNew(store, world.terms(), order));
  }
}

/** A new order is due, and may be made in this way. */
function faultsOfNew(store: DisbursementView, terms: Terms, order: Order): string[] {
  const { id, run, replaces } = order;
  const replaced = store.orders.get(replaces);
  const isFree = replaces === '' || !replaced || replaced.state === 'paid' || releasedFenOf(replaced) > 0n;
  return [
    ...order.lines.flatMap((line) => faultsOfAccount(store, order, line)),
    ...(store.ledgers.get(order.entity)?.holds.length === 0 ? [] : [`${id} is made while a hold stands`]),
    ...(isFree ? [] : [`${id} replaces ${replaces}, which nobody released`]),
    ...(order.payeeAccountNo === '' && terms.needsPayee ? [`${id} goes to no account`] : []),
    ...(run === '' ? faultsOfStraight(store, terms, order) : faultsOfRun(store, order)),
  ];
}

/** Only what was paid and is not due is recovered: the payee had it, and is not paid it again. */
function faultsOfRecovery(store: DisbursementView, uscc: string, lines: readonly Line[]): string[] {
  const entity = store.ledgers.get(uscc)?.entity ?? uscc;
  const accounts = entityAccounts(store.groupOf(entity));
  return lines.flatMap(({ year, group, book, fen }) => {
    const isDebtor = book === 'received' || book === 'writtenOff' || (book === 'nettedOut' && fen < 0n);
    const account = accounts.find((one) => one.year === year && one.group === group);
    if (!isDebtor || !account) return [];
    const heldFen = account.paidFen + account.nettedOutFen - account.receivedFen - account.writtenOffFen;
    const leftFen = openOf(account) + account.reservedFen;
    if (heldFen >= 0n && leftFen <= 0n) return [];
    return [`${fen} fen are recovered of ${uscc} ${year} ${group}: ${heldFen} are there, ${leftFen} open`];
  });
}

/** All that is ordered for an account and not released is due: no amount has two orders. */
function faultsOfAccount(
  store: DisbursementView,
  order: Order,
  { year, group }: { year: number; group: string },
): string[] {
  const usccs = new Set(store.groupOf(order.entity).map(({ uscc }) => uscc));
  let orderedFen: Fen = 0n;
  for (const one of store.orders.values()) {
    if (!usccs.has(one.payeeUscc)) continue;
    const { underWay, paid } = holdingsOf(one);
    for (const line of [...underWay, ...paid])
      if (line.year === year && line.group === group) orderedFen += line.fen;
  }
  let dueFen: Fen = 0n;
  for (const { uscc, payables } of store.ledgers.values())
    for (const one of usccs.has(uscc) ? payables : [])
      if (one.year === year && one.group === group)
        dueFen += one.entitledFen + one.receivedFen + one.writtenOffFen - one.nettedOutFen;
  return orderedFen > dueFen
    ? [`${order.id}: ${orderedFen} fen of ${year} ${group} are ordered, ${dueFen} due`]
    : [];
}

function faultsOfStraight(store: DisbursementView, terms: Terms, order: Order): string[] {
  const { id, entity, year, group, amountFen } = order;
  const programme = programmeOf(terms.programmes, group);
  const isRight = programme?.mode === 'straight-through';
  const account = entityAccounts(store.groupOf(entity)).find(
    (one) => one.year === year && one.group === group,
  );
  const standsForMs = terms.now.getTime() - (account?.standsSince.getTime() ?? 0);
  return [
    ...(isRight ? [] : [`${id} over ${amountFen} fen had to wait for a run`]),
    ...(programme ? faultsOfLimits(store, programme, order) : []),
    ...(standsForMs >= terms.settleForMs ? [] : [`${id} pays what stands for ${standsForMs} ms only`]),
  ];
}

/**
 * What its entity got in the fiscal year does not pass the limit, nor what was paid straight through on the
 * day the cap.
 */
function faultsOfLimits(store: DisbursementView, programme: Programme, order: Order): string[] {
  const { id, straightThroughUpToFen: yearFen, straightThroughPerDayFen: dayFen } = programme;
  const usccs = new Set(store.groupOf(order.entity).map(({ uscc }) => uscc));
  const straight = [...store.orders.values()].filter((one) => one.run === '' && one.programmeId === id);
  const ofYear = straight.filter((one) => usccs.has(one.payeeUscc) && one.fiscalYear === order.fiscalYear);
  const throughFen = ofYear.reduce((sum, one) => sum + one.amountFen - releasedFenOf(one), 0n);
  const day = shanghaiDay(order.issuedAt);
  const ofDay = straight.filter(({ issuedAt }) => shanghaiDay(issuedAt) === day);
  const onDayFen = ofDay.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  return [
    ...(yearFen !== null && throughFen > yearFen
      ? [`${order.id}: ${throughFen} fen went straight through`]
      : []),
    ...(dayFen !== null && onDayFen > dayFen
      ? [`${order.id}: ${onDayFen} fen went straight through on ${day}`]
      : []),
  ];
}

function faultsOfRun(store: DisbursementView, order: Order): string[] {
  const run = store.runs.get(order.run);
  const confirmedBy = store.ledgers.get(order.payeeUscc)?.payee?.confirmedBy;
  if (run?.state !== 'approved') return [`${order.id} comes from a run that is not approved`];
  const { publicity, approvedBy } = run;
  const approval = run.notes.findLast(({ event }) => event === 'approve');
  const isOver =
    publicity && approval && (publicity.workingDays === 0 || shanghaiDay(approval.at) > publicity.until);
  const isOpen = store.linesOf(run.id).some(({ objections }) => objections.at(-1)?.outcome === null);
  return [
    ...(isOpen ? [`${order.run} was approved before an objection was decided`] : []),
    ...(isOver ? [] : [`${order.run} was approved before its publicity was over`]),
    ...(approvedBy === confirmedBy ? [`${order.id} goes to an account that its approver confirmed`] : []),
    ...(run.fiscalYear === order.fiscalYear ? [] : [`${order.id} draws on another year's budget`]),
  ];
}
