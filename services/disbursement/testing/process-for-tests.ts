import type { entitlementsV1 } from '@duixian/proto';
import { Outbox, type ServiceRuntime } from '@duixian/runtime';
import { entitlementsChanged } from '../src/entitlements/entitlements-changed.ts';
import type { Terms } from '../src/orders/domain/order.ts';
import { StatusIntake } from '../src/orders/status-intake.ts';
import { DEFAULT_PROGRAMME } from '../src/programmes/domain/programme.ts';
import { RecoveryCommands } from '../src/recoveries/recovery-commands.ts';
import { RunCommands } from '../src/runs/run-commands.ts';
import { RunJobs } from '../src/runs/run-jobs.ts';
import { openCollections } from '../src/unit-of-work/collections.ts';
import { Decider } from '../src/unit-of-work/decider.ts';
import { startTotals } from '../src/unit-of-work/stored-programme-totals.ts';

type Parts = Pick<ServiceRuntime<object>, 'database' | 'relay' | 'log' | 'meter'>;

/** What a process of disbursement decides with, for tests in which several share one database. */
export async function openProcess(parts: Parts, settings: Partial<Omit<Terms, 'now'>> = {}) {
  const { database, log } = parts;
  const runtime = { ...parts, name: 'disbursement', configuration: {}, outbox: new Outbox(database) };
  const collections = await openCollections(database);
  const terms = { programmes: [DEFAULT_PROGRAMME], settleForMs: 0, needsPayee: false, ...settings };
  await startTotals(collections, terms.programmes);
  const decider = new Decider(runtime, collections, terms);
  const jobs = new RunJobs(collections, decider, log);
  const { handle } = entitlementsChanged(decider);
  return {
    collections,
    decider,
    jobs,
    intake: new StatusIntake(decider),
    runs: new RunCommands(collections, decider, jobs),
    recoveries: new RecoveryCommands(collections, decider, async () => 0),
    consume: (...entities: entitlementsV1.EntityState[]) => handle([{ message: { entities }, about: '' }]),
  };
}

/** An account of an entity as awards publishes it. */
export function due(entity: string, group: string, fen: bigint, version: bigint): entitlementsV1.EntityState {
  const account = { year: 2019, group, version, claimedFen: fen, entitledFen: fen, beyondExact: false };
  return {
    entity,
    name: `${entity} 公司`,
    entityVersion: 0n,
    holds: [],
    members: [],
    accounts: [account],
    part: 0,
    parts: 0,
    accountsOnly: false,
    memberVersions: [],
  };
}
