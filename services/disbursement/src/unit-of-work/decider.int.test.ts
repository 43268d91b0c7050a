import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { disbursementV1, entitlementsV1 } from '@duixian/proto';
import { HeldDatabase } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { dueBy } from '../entitlements/due-scan.ts';
import { openOf } from '../ledger/domain/entry.ts';
import { openCollections } from './collections.ts';
import { loadLedgers } from './load-ledger-session.ts';

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('decider-test');
  parts = await servers.open();
});

afterAll(() => servers.close());

describe.each([
  ['and MongoDB sees it', false],
  ['and only versions show it', true],
])('two processes that decide for one entity %s', (_, blind) => {
  it('keep what each was told, and order it once', async () => {
    const uscc = `A-${blind}`;
    const { held, heldProcess, process } = await pair(blind);
    await held.meet(
      () => heldProcess.consume({ ...due(uscc, 'sharing', 100n, 1n), entityVersion: 1n, members: [uscc] }),
      () => process.consume(due(uscc, 'facilitation', 50n, 1n)),
    );
    expect(await balancesOf(uscc)).toEqual([
      ['facilitation', 50n, 50n, 0n],
      ['sharing', 100n, 100n, 0n],
    ]);
    expect(await ordersOf(uscc)).toEqual([
      [`${uscc}-2019-facilitation-1`, 50n],
      [`${uscc}-2019-sharing-1`, 100n],
    ]);
  });

  it('order nothing twice where one account rises twice', async () => {
    const uscc = `B-${blind}`;
    const { held, heldProcess, process } = await pair(blind);
    await process.consume(due(uscc, 'sharing', 10n, 1n));
    await held.meet(
      () => heldProcess.consume(due(uscc, 'sharing', 30n, 2n)),
      () => process.consume(due(uscc, 'sharing', 60n, 3n)),
    );
    expect(await balancesOf(uscc)).toEqual([['sharing', 60n, 60n, 0n]]);
    expect(await ordersOf(uscc)).toEqual([
      [`${uscc}-2019-sharing-1`, 10n],
      [`${uscc}-2019-sharing-2`, 50n],
    ]);
  });

  it('lose nothing of what one was told where the other only heard of a hold', async () => {
    const uscc = `C-${blind}`;
    const { held, heldProcess, process } = await pair(blind);
    await process.consume(due(uscc, 'sharing', 10n, 1n));
    const hold = entitlementsV1.HoldReason.PARENT_CIRCLE;
    await held.meet(
      () => heldProcess.consume({ ...due(uscc, 'sharing', 10n, 1n), entityVersion: 1n, holds: [hold] }),
      () => process.consume(due(uscc, 'sharing', 60n, 2n)),
    );
    expect(await balancesOf(uscc)).toEqual([['sharing', 60n, 60n, 0n]]);
    await process.consume(due(uscc, 'sharing', 90n, 3n));
    // The entity is held now: what becomes due in addition waits.
    expect(await balancesOf(uscc)).toEqual([['sharing', 90n, 60n, 30n]]);
  });

  it('book a payment once where the treasury tells both', async () => {
    const uscc = `D-${blind}`;
    const { held, heldProcess, process } = await pair(blind);
    await process.consume(due(uscc, 'sharing', 10n, 1n));
    const paid = { status: 'paid', reason: '' } as const;
    const both = await held.meet(
      () => heldProcess.intake.record(`${uscc}-2019-sharing-1`, paid),
      () => process.intake.record(`${uscc}-2019-sharing-1`, paid),
    );
    expect(both.map((recorded) => recorded?.effect)).toEqual(['none', 'recorded']);
    expect(await balancesOf(uscc)).toEqual([['sharing', 10n, 10n, 0n]]);
  });

  it('leave an order paid where one only heard that it was accepted', async () => {
    const uscc = `E-${blind}`;
    const { held, heldProcess, process } = await pair(blind);
    await process.consume(due(uscc, 'sharing', 10n, 1n));
    const id = `${uscc}-2019-sharing-1`;
    await held.meet(
      () => heldProcess.intake.record(id, { status: 'accepted', reason: '' }),
      () => process.intake.record(id, { status: 'paid', reason: '' }),
    );
    const { orders } = await openCollections(parts.database);
    expect((await orders.findOne({ _id: id }))?.state).toBe('paid');
  });
});

it('that the treasury accepted an order is published once, that it has it is not', async () => {
  const published: [string, string, bigint][] = [];
  const relay = Object.create(parts.relay) as typeof parts.relay;
  relay.publish = (batch) => {
    for (const { subject, payload } of batch.flatMap(({ messages }) => messages)) {
      const { order } = disbursementV1.OrderChanged.decode(payload.buffer);
      if (order) published.push([subject, order.state, order.revision]);
    }
    return parts.relay.publish(batch);
  };
  const process = await openProcess({ ...parts, relay });
  await process.consume(due('F', 'sharing', 10n, 1n));
  for (const status of ['sent', 'accepted', 'accepted', 'sent'] as const)
    await process.intake.record('F-2019-sharing-1', { status, reason: '' });
  expect(published).toEqual([
    ['duixian.orders.issued', 'ORDER_STATE_ISSUED', 1n],
    ['duixian.orders.changed', 'ORDER_STATE_ACCEPTED', 3n],
  ]);
});

async function pair(blind: boolean) {
  const held = new HeldDatabase(parts.database, { blind });
  return {
    held,
    heldProcess: await openProcess({ ...parts, database: held.connection }),
    process: await openProcess(parts),
  };
}

/** Per account: what is due, what was ordered, and what is open. */
async function balancesOf(uscc: string): Promise<[string, bigint, bigint, bigint][]> {
  const [ledger] = await loadLedgers(await openCollections(parts.database), [uscc]);
  return (ledger?.payables ?? [])
    .map((payable): [string, bigint, bigint, bigint] => [
      payable.group,
      payable.entitledFen,
      payable.underWayFen + payable.paidFen,
      openOf(payable),
    ])
    .sort(([a], [b]) => a.localeCompare(b));
}

async function ordersOf(uscc: string): Promise<[string, bigint][]> {
  const { orders } = await openCollections(parts.database);
  const found = await orders.find({ entity: uscc }).sort({ _id: 1 }).toArray();
  return found.map(({ _id, amountFen }) => [_id, amountFen]);
}

it('what is due is looked up in its index, not in all ledgers', async () => {
  const { ledgers } = await openCollections(parts.database);
  const { queryPlanner } = await ledgers.find(dueBy(new Date())).explain('queryPlanner');
  expect(queryPlanner.winningPlan.inputStage).toMatchObject({ stage: 'IXSCAN', indexName: 'dueAt_1' });
});
