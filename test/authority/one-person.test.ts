import { readFileSync } from 'node:fs';
import { BACKED_SERVICES } from '@duixian/local';
import {
  accessV1,
  actsV1,
  awardsV1,
  budgetsV1,
  dealsV1,
  decisionsV1,
  disbursementV1,
  endpointsV1,
  feedV1,
  foretellingV1,
  importsV1,
  mappingsV1,
  meteringV1,
  operationsV1,
  orderingV1,
  personsV1,
  policyV1,
  reconciliationV1,
  recoveriesV1,
  registerV1,
  runsV1,
  settingsV1,
  sourcesV1,
  unitsV1,
  waitingV1,
  workV1,
} from '@duixian/proto';
import { HealthClient } from '@duixian/proto/health';
import type { Client } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, decision, invoice, recognition } from '../e2e/items.ts';
import type { Rows } from './rows.ts';
import * as facts from './rows-of-facts.ts';
import * as money from './rows-of-money.ts';
import { Scene } from './scene.ts';

// One person with every role, who calls the services directly and names nobody else, moves not a fen.

type Server = (typeof BACKED_SERVICES)[number];
type Untyped = Record<string, 'reads' | 'operates' | ((ask: unknown, scene: Scene) => Promise<void>)>;
type Table = readonly [Server, Parameters<Scene['client']>[1], Untyped];

const of = <C extends Client>(
  server: Server,
  Constructor: Parameters<typeof Scene.prototype.client<C>>[1],
  rows: Rows<C>,
) => [server, Constructor, rows] as unknown as Table;

/** Every service, in the order in which Lu tries them. */
const TABLES: readonly Table[] = [
  of('partners', sourcesV1.SourceServiceClient, facts.SOURCES),
  of('partners', sourcesV1.HandingOverServiceClient, facts.HANDINGS_OVER),
  of('partners', unitsV1.UnitServiceClient, facts.UNITS),
  of('partners', waitingV1.WaitingServiceClient, facts.WAITING),
  of('partners', dealsV1.DealServiceClient, facts.DEALS),
  of('partners', mappingsV1.MappingServiceClient, facts.MAPPINGS),
  of('partners', importsV1.ImportServiceClient, facts.IMPORTS),
  of('partners', personsV1.PersonServiceClient, facts.PERSONS),
  of('partners', personsV1.KeyServiceClient, facts.KEYS),
  of('partners', actsV1.HistoryServiceClient, facts.HISTORY),
  of('partners', accessV1.AccessServiceClient, facts.ACCESS),
  of('partners', feedV1.FeedServiceClient, facts.FEED),
  of('partners', endpointsV1.EndpointServiceClient, facts.ENDPOINTS),
  of('partners', HealthClient, facts.HEALTH),
  of('institutions', registerV1.RegisterServiceClient, facts.register([recognition('R-lu', {})])),
  of('contracts', registerV1.RegisterServiceClient, facts.register([contract(9, {})])),
  of('metering', registerV1.RegisterServiceClient, facts.register([invoice('I-lu', {})])),
  of('metering', meteringV1.MeteringServiceClient, facts.METERING),
  of('awards', registerV1.RegisterServiceClient, facts.register([decision('D-lu', {})])),
  of('awards', awardsV1.AwardsServiceClient, money.AWARDS),
  of('awards', decisionsV1.DecisionServiceClient, money.DECISIONS),
  of('awards', policyV1.PolicyServiceClient, money.POLICY),
  of('disbursement', disbursementV1.DisbursementServiceClient, money.DISBURSEMENT),
  of('disbursement', budgetsV1.BudgetServiceClient, money.BUDGETS),
  of('disbursement', runsV1.RunServiceClient, money.RUNS),
  of('disbursement', recoveriesV1.RecoveryServiceClient, money.RECOVERIES),
  of('disbursement', settingsV1.SettingsServiceClient, money.SETTINGS),
  of('disbursement', foretellingV1.ForetellingServiceClient, money.FORETELLING),
  of('disbursement', workV1.WorkServiceClient, money.WORK),
  of('disbursement', reconciliationV1.ReconciliationServiceClient, money.RECONCILIATIONS),
  ...BACKED_SERVICES.map((name) => of(name, operationsV1.OperationsServiceClient, facts.OPERATIONS)),
  of('disbursement', orderingV1.OrderingServiceClient, money.ORDERING),
];

let scene: Scene;
let before: Awaited<ReturnType<Scene['whatMoved']>>;

beforeAll(async () => {
  scene = await Scene.open();
  before = await scene.whatMoved();
}, 120_000);
afterAll(() => scene.close(), 60_000);

it('every RPC of every service is tried', () => {
  const descriptor = readFileSync(new URL(import.meta.resolve('@duixian/proto/descriptor.binpb')));
  const methods = Object.values(loadFileDescriptorSetFromBuffer(descriptor)).flatMap((definition) =>
    Object.values(definition).flatMap((method) =>
      typeof method === 'object' && method !== null && 'path' in method ? [String(method.path)] : [],
    ),
  );
  const tried = TABLES.flatMap(([, { service }, rows]) =>
    Object.entries(service).flatMap(([name, definition]) => (name in rows ? [pathOf(definition)] : [])),
  );
  expect([...new Set(methods)].filter((path) => !tried.includes(path))).toEqual([]);
});

it.each(
  TABLES.flatMap(([server, Constructor, rows]) =>
    Object.keys(rows).map((rpc) => [server, rpc, Constructor, rows] as const),
  ),
)(
  '%s: %s',
  async (server, rpc, Constructor, rows) => {
    const client = scene.client(server, Constructor) as unknown as Record<
      string,
      (request: unknown) => unknown
    >;
    const ask = async (request: unknown) => {
      try {
        return { why: '', answer: await whole(client[rpc]?.(request)) };
      } catch (error) {
        const { code, details } = error as { code?: number; details?: string };
        // It must never be an internal error.
        expect([code, details]).toEqual([expect.any(Number), expect.not.stringContaining('a bug')]);
        return { why: details ?? '', answer: undefined };
      }
    };
    const row = rows[rpc];
    if (typeof row === 'function') await row(ask, scene);
    else await ask({});
    client['close']?.(undefined);
  },
  60_000,
);

it('and not a fen has moved', async () => {
  expect(await scene.whatMoved()).toEqual(before);
}, 60_000);

const pathOf = (definition: unknown) => (definition as { path: string }).path;

/** Everything in a stream, or what ended it. */
async function whole(answer: unknown): Promise<unknown> {
  const given = await answer;
  if (!(given && Symbol.asyncIterator in (given as object))) return given;
  const all: unknown[] = [];
  for await (const one of given as AsyncIterable<unknown>) all.push(one);
  return all;
}
