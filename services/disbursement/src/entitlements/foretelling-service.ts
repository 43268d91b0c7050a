import { foretellingV1 } from '@duixian/proto';
import { type Database, type GrpcService, transact, unary } from '@duixian/runtime';
import { awaitsAgreement } from '../ordering/domain/suspension.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { readScope } from '../unit-of-work/scope.ts';
import { readOrdering } from '../unit-of-work/stored-ordering.ts';
import { foretell } from './domain/foretell.ts';
import { stateFrom } from './entitlements-changed.ts';

/** What would follow if awards published something; nothing is written. */
export function foretellingService(database: Database, decider: Decider): GrpcService {
  const implementation: foretellingV1.ForetellingServiceServer = {
    foretellOrders: unary((request) => foretellOrders(database, decider, request)),
  };
  return { definition: foretellingV1.ForetellingServiceService, implementation };
}

async function foretellOrders(
  database: Database,
  { collections, settings }: Decider,
  request: foretellingV1.ForetellOrdersRequest,
): Promise<foretellingV1.ForetellOrdersResponse> {
  const states = request.states.map(stateFrom);
  const { suspended } = await readOrdering(collections);
  const now = collections.clock.now();
  const isLifted = request.asAgreed === true && suspended !== null && awaitsAgreement(suspended);
  const isSuspended = suspended !== null && !isLifted;
  const terms = { ...settings, settleForMs: 0, now, isSuspended };
  const { ledgerSession } = await transact(database, (session) =>
    readScope(collections, { states }, terms, session),
  );
  const { accounts, shortBudgets, demands } = foretell(ledgerSession, states, terms);
  return {
    accounts: accounts.map(({ reasons, ...account }) => ({ ...account, reasons: [...reasons] })),
    shortBudgets,
    demands,
    settleForMs: BigInt(settings.settleForMs),
  };
}
