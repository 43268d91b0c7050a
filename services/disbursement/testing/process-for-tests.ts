import { EventEmitter } from 'node:events';
import { Outbox } from '@duixian/messaging';
import { loadGroupNames } from '@duixian/policy';
import type { entitlementsV1 } from '@duixian/proto';
import { type CommandKey, Commands, RpcError, rpcStatus } from '@duixian/runtime';
import type { ServiceRuntime } from '@duixian/service';
import { budgetService } from '../src/budgets/budget-service.ts';
import { disbursementService } from '../src/disbursement-rpcs.ts';
import type { DocumentSources } from '../src/documents/document-sources.ts';
import { entitlementsChanged } from '../src/entitlements/entitlements-changed.ts';
import type { Terms } from '../src/orders/domain/order.ts';
import { StatusIntake } from '../src/orders/status-intake.ts';
import { DEFAULT_PROGRAMME } from '../src/programmes/domain/programme.ts';
import { RecoveryCommands } from '../src/recoveries/recovery-commands.ts';
import { recoveryService } from '../src/recoveries/recovery-service.ts';
import { RunCommands } from '../src/runs/run-commands.ts';
import { RunJobs } from '../src/runs/run-jobs.ts';
import { batchRunService } from '../src/runs/run-service.ts';
import { openCollections } from '../src/unit-of-work/collections.ts';
import { Decider } from '../src/unit-of-work/decider.ts';
import { startTotals } from '../src/unit-of-work/stored-programme-totals.ts';

type Parts = Pick<ServiceRuntime<object>, 'database' | 'relay' | 'log' | 'meter'>;

type Handler = (
  call: object,
  callback?: (error: { readonly details: string } | null, answer: unknown) => void,
) => void;

/** As much of gRPC's metadata as a handler looks at. */
function metadataOf({ key, hash }: CommandKey): object {
  return { get: (name: string) => [name === 'idempotency-key' ? key : hash] };
}

const AWAY = async (): Promise<never> => {
  throw new RpcError(rpcStatus.UNAVAILABLE, 'awards is away');
};

/** Awards is away, so no document has words of the regulation. */
const NO_SOURCES: DocumentSources = {
  office: { name: '市科技局', objectionsTo: '市科技局 0371', returnMoneyTo: '财政专户 1001' },
  awards: { policy: AWAY, explain: AWAY as never },
};

/** What a process of disbursement decides with, for tests in which several share one database. */
export async function openProcess(
  parts: Parts,
  settings: Partial<Omit<Terms, 'now'>> = {},
  sources = NO_SOURCES,
) {
  const { database, log } = parts;
  const runtime = { ...parts, name: 'disbursement', configuration: {}, outbox: new Outbox(database) };
  const collections = await openCollections(database);
  const terms = {
    ...{ programmes: [DEFAULT_PROGRAMME], settleForMs: 0, needsPayee: false, groupNames: loadGroupNames() },
    ...settings,
  };
  await startTotals(collections, terms.programmes);
  const decider = new Decider(runtime, collections, terms);
  const jobs = new RunJobs(collections, decider, log);
  const { handle } = entitlementsChanged(decider);
  const intake = new StatusIntake(decider);
  const runs = new RunCommands(collections, decider, jobs);
  const recoveries = new RecoveryCommands(collections, decider, async () => 0);
  const commands = new Commands(database);
  const services = [
    disbursementService(collections, decider, intake, commands),
    budgetService(collections, decider, commands),
    recoveryService(collections, recoveries, commands, sources),
    batchRunService(collections, runs, decider.settings, commands, sources),
  ];
  const handlerOf = (method: string) =>
    services.map(({ implementation }) => implementation[method]).find(Boolean) as Handler;
  return {
    collections,
    decider,
    jobs,
    intake,
    runs,
    recoveries,
    /** As a gateway asks over gRPC. */
    ask: <Answer>(method: string, request: object, key?: CommandKey) =>
      new Promise<Answer>((resolve, reject) => {
        handlerOf(method)({ request, metadata: key && metadataOf(key) }, (error, answer) =>
          error ? reject(Object.assign(new Error(error.details), error)) : resolve(answer as Answer),
        );
      }),
    /** A file, as a gateway reads it over gRPC. */
    file: (method: string, request: object) =>
      new Promise<Buffer>((resolve, reject) => {
        const pieces: Buffer[] = [];
        const write = ({ piece }: { piece: Buffer }, taken: () => void) => {
          pieces.push(piece);
          queueMicrotask(taken);
        };
        const end = () => resolve(Buffer.concat(pieces));
        const call = new EventEmitter().once('error', reject);
        handlerOf(method)(Object.assign(call, { request, write, end, cancelled: false, destroyed: false }));
      }),
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
