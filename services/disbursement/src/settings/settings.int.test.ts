import { Outbox } from '@duixian/messaging';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { Actor } from '@duixian/values';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due } from '../../testing/process-for-tests.ts';
import { entitlementsChanged } from '../entitlements/entitlements-changed.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { openCollections } from '../unit-of-work/collections.ts';
import { Decider } from '../unit-of-work/decider.ts';
import { awaitAgreementWhereEmpty, policyIsAgreed, readOrdering } from '../unit-of-work/stored-ordering.ts';
import { startTotals } from '../unit-of-work/stored-programme-totals.ts';
import { knownSettings, type PaymentSettings, settingsFrom } from './payment-settings.ts';
import { SettingsCommands } from './settings-commands.ts';
import { SettingsInForce } from './settings-in-force.ts';
import { readSettings } from './stored-settings.ts';

const NOW: PaymentSettings = {
  programmes: [DEFAULT_PROGRAMME],
  ...{ needsPayee: false, settleForMs: 0, demandAfterDays: 30 },
};
const LIMITED: PaymentSettings = {
  ...NOW,
  programmes: [{ ...DEFAULT_PROGRAMME, straightThroughUpToFen: 50n }],
};
const OTHER = knownSettings(LIMITED);
const person = (name: string, ...scopes: string[]): Actor => ({
  ...{ person: name, key: `${name}-key`, kind: 'person', scopes, isWhole: false },
});
const by = (actor: Actor) => ({ actor, at: new Date(), because: '示例〔2026〕1号' });
const LI = by(person('li', 'prepare'));
const SUN = by(person('sun', 'prepare', 'approve'));
const WANG = by(person('wang', 'approve'));
const ROBOT = by({ ...person('robot', 'approve'), kind: 'machine' });

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('settings-test');
});

beforeEach(async () => {
  parts = await servers.open();
});

afterEach(() => parts.close());

afterAll(() => servers.close());

/** Like a process that starts with these settings; `needsAgreement`: outside development. */
async function start(found: PaymentSettings, { needsAgreement = false } = {}) {
  const { database, log } = parts;
  const collections = await openCollections(database);
  if (needsAgreement) await awaitAgreementWhereEmpty(collections);
  const inForce = await SettingsInForce.open(knownSettings(found), collections, database, log);
  await startTotals(collections, inForce.now.programmes);
  const runtime = { ...parts, name: 'disbursement', configuration: {}, outbox: new Outbox(database) };
  const decider = new Decider(runtime, collections, inForce.termsWith(), () => inForce.read());
  const { handle } = entitlementsChanged(decider);
  return {
    collections,
    inForce,
    commands: new SettingsCommands(database, collections, inForce),
    consume: (entity: string, fen: bigint) =>
      handle([{ message: { entities: [due(entity, 'sharing', fen, 1n)] }, about: entity }]),
    orders: () => collections.orders.countDocuments(),
  };
}

it('are what they were when they are read again, limits included', () => {
  const known = knownSettings({ ...LIMITED, settleForMs: 7 });
  expect(settingsFrom(known.json)).toEqual(known);
  expect(settingsFrom(OTHER.json).programmes[0]?.straightThroughUpToFen).toBe(50n);
  const filed = knownSettings({ ...NOW, programmes: [{ ...DEFAULT_PROGRAMME, paidBy: 'file' }] });
  expect(settingsFrom(filed.json)).toEqual(filed);
  expect(filed.digest).not.toBe(knownSettings(NOW).digest);
});

describe('Settings that an empty system takes outside development', () => {
  it('order nothing until two persons agree to them, whatever was agreed about the policy', async () => {
    const process = await start(NOW, { needsAgreement: true });
    const { digest } = knownSettings(NOW);
    expect((await readSettings(process.collections))?.offered?.digest).toBe(digest);
    await process.consume('A', 70n);
    await policyIsAgreed(process.collections, 'a'.repeat(64));
    const { suspended } = await readOrdering(process.collections);
    expect(suspended).toMatchObject({ by: 'disbursement', awaitsSettings: true });
    expect(suspended?.because).toContain('the settings of payments');
    await process.consume('B', 80n);
    expect(await process.orders()).toBe(0);
    await process.commands.propose(digest, SUN);
    await expect(process.commands.apply(digest, SUN)).rejects.toThrow('same-person');
    await expect(process.commands.apply(digest, ROBOT)).rejects.toThrow('machine');
    // A start meanwhile does not change that.
    const again = await start(NOW, { needsAgreement: true });
    expect(await again.commands.apply(digest, WANG)).toBe(true);
    expect(await again.commands.apply(digest, WANG)).toBe(false);
    expect((await readOrdering(process.collections)).suspended).toBeNull();
    expect((await readSettings(process.collections))?.offered).toBeNull();
    await again.consume('C', 90n);
    expect(await again.orders()).toBe(1);
    await start(NOW, { needsAgreement: true });
    expect((await readOrdering(process.collections)).suspended).toBeNull();
  });

  it('are agreed to as the latest start found them', async () => {
    await start(NOW, { needsAgreement: true });
    const process = await start(LIMITED, { needsAgreement: true });
    await process.commands.propose(OTHER.digest, LI);
    expect(await process.commands.apply(OTHER.digest, WANG)).toBe(true);
    expect(process.inForce.now.digest).toBe(OTHER.digest);
    expect((await readOrdering(process.collections)).suspended).toMatchObject({ awaitsPolicy: true });
    await policyIsAgreed(process.collections, 'a'.repeat(64));
    expect((await readOrdering(process.collections)).suspended).toBeNull();
  });
});

describe('Settings that a start finds', () => {
  it('are taken by an empty system, and are an offer that changes nothing to another one', async () => {
    await start(NOW);
    const again = await start(LIMITED);
    expect(again.inForce.now.digest).toBe(knownSettings(NOW).digest);
    await again.consume('A', 100n);
    expect(await again.orders()).toBe(1);
    expect((await readSettings(again.collections))?.offered?.digest).toBe(OTHER.digest);
    const back = await start(NOW);
    expect((await readSettings(back.collections))?.offered).toBeNull();
    const acts = await back.collections.settingsActs.find().sort({ _id: 1 }).toArray();
    expect(acts.map(({ event }) => event)).toEqual(['taken', 'offered']);
  });

  it('are put in force by two persons, and by nobody else', async () => {
    await start(NOW);
    const { commands, inForce } = await start(LIMITED);
    const { digest } = OTHER;
    await expect(commands.propose('f'.repeat(64), LI)).rejects.toThrow('is offered, not ffff');
    expect(() => commands.propose(digest, WANG)).toThrow('lacks-role');
    await expect(commands.apply(digest, WANG)).rejects.toThrow('nothing-waits');
    expect(await commands.propose(digest, SUN)).toBe(true);
    expect(await commands.propose(digest, SUN)).toBe(false);
    await expect(commands.apply(digest, SUN)).rejects.toThrow('same-person');
    await expect(commands.apply(digest, ROBOT)).rejects.toThrow('machine');
    await expect(commands.apply('f'.repeat(64), WANG)).rejects.toThrow('another-proposal');
    expect(inForce.now.digest).not.toBe(digest);
    expect(await commands.apply(digest, WANG)).toBe(true);
    expect(await commands.apply(digest, WANG)).toBe(false);
    expect(inForce.now.digest).toBe(digest);
  });

  it('are not in force once they are rejected', async () => {
    await start(NOW);
    const { commands } = await start(LIMITED);
    await commands.propose(OTHER.digest, LI);
    await commands.reject(OTHER.digest, WANG);
    await expect(commands.apply(OTHER.digest, WANG)).rejects.toThrow('nothing-waits');
  });
});

it('a programme of which a run is not over stays', async () => {
  await start(NOW);
  const other = { ...NOW, programmes: [{ ...DEFAULT_PROGRAMME, id: 'others' }] };
  const { commands, collections } = await start(other);
  const { digest } = knownSettings(other);
  const run = { _id: 'R1', programme: DEFAULT_PROGRAMME.id, state: 'published' };
  await collections.runs.insertOne(run as never);
  await commands.propose(digest, LI);
  await expect(commands.apply(digest, WANG)).rejects.toThrow(
    'run-is-open: run R1 of programme awards is not over',
  );
  await collections.runs.updateOne({ _id: 'R1' }, { $set: { state: 'closed' } });
  expect(await commands.apply(digest, WANG)).toBe(true);
});

it('a process that does not know yet what was put in force orders nothing by the former settings', async () => {
  const stale = await start(NOW);
  const { commands } = await start(LIMITED);
  await commands.propose(OTHER.digest, LI);
  await commands.apply(OTHER.digest, WANG);
  expect(stale.inForce.now.digest).not.toBe(OTHER.digest);
  await stale.consume('A', 100n);
  expect(await stale.orders()).toBe(0);
  await stale.consume('B', 40n);
  expect(await stale.orders()).toBe(1);
  expect(stale.inForce.now.digest).toBe(OTHER.digest);
});
