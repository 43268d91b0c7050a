import * as api from '@duixian/api';
import { FACT_TYPES, type FactTypeName, type Owner } from '@duixian/facts';
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
import { grpcChannel, grpcClient, type PromiseClient, type TlsFiles } from '@duixian/runtime';
import type { Channel } from '@grpc/grpc-js';
import { WayIn } from './events/shared-calls.ts';
import { healthClient } from './operations/health-client.ts';

type Register = PromiseClient<registerV1.RegisterServiceClient>;

type Channels = Readonly<Record<api.ServiceName, Channel>>;

/** The services behind the gateway, each reached over gRPC. */
export type Services = ReturnType<typeof clientsOver> & { close(): void };

/** A channel for each service. It connects at its first call, so that a service that is away affects no other. */
export function connectServices(
  addresses: Readonly<Record<api.ServiceName, string>>,
  tls?: TlsFiles,
): Services {
  const channels = perService((name) => grpcChannel(addresses[name], tls && { ...tls, server: name }));
  const close = () => {
    for (const channel of Object.values(channels)) channel.close();
  };
  return { ...clientsOver(channels), close };
}

function clientsOver(channels: Channels) {
  const register = (name: Owner) => grpcClient(registerV1.RegisterServiceClient, channels[name]);
  const registers: Readonly<Record<Owner, Register>> = {
    institutions: register('institutions'),
    contracts: register('contracts'),
    metering: register('metering'),
    awards: register('awards'),
  };
  return {
    registers,
    /** The entry point of each register. */
    intake: {
      institutions: new WayIn(registers.institutions.record),
      contracts: new WayIn(registers.contracts.record),
      metering: new WayIn(registers.metering.record),
      awards: new WayIn(registers.awards.record),
    } satisfies Record<Owner, WayIn>,
    metering: grpcClient(meteringV1.MeteringServiceClient, channels.metering),
    awards: grpcClient(awardsV1.AwardsServiceClient, channels.awards),
    policies: grpcClient(policyV1.PolicyServiceClient, channels.awards),
    decisions: grpcClient(decisionsV1.DecisionServiceClient, channels.awards),
    ...partnersClients(channels.partners),
    ...moneyClients(channels.disbursement),
    operations: perService((name) => grpcClient(operationsV1.OperationsServiceClient, channels[name])),
    health: perService((name) => healthClient(channels[name])),
  };
}

/** Sources, units, persons and keys, the feed and endpoints. */
function partnersClients(channel: Channel) {
  return {
    sources: grpcClient(sourcesV1.SourceServiceClient, channel),
    handingsOver: grpcClient(sourcesV1.HandingOverServiceClient, channel),
    persons: grpcClient(personsV1.PersonServiceClient, channel),
    keys: grpcClient(personsV1.KeyServiceClient, channel),
    waiting: grpcClient(waitingV1.WaitingServiceClient, channel),
    units: grpcClient(unitsV1.UnitServiceClient, channel),
    mappings: grpcClient(mappingsV1.MappingServiceClient, channel),
    imports: grpcClient(importsV1.ImportServiceClient, channel),
    deals: grpcClient(dealsV1.DealServiceClient, channel),
    history: grpcClient(actsV1.HistoryServiceClient, channel),
    access: grpcClient(accessV1.AccessServiceClient, channel),
    feed: grpcClient(feedV1.FeedServiceClient, channel),
    endpoints: grpcClient(endpointsV1.EndpointServiceClient, channel),
  };
}

/** One service keeps orders, runs, budgets and recoveries, and has a gRPC service for each. */
function moneyClients(channel: Channel) {
  return {
    disbursement: grpcClient(disbursementV1.DisbursementServiceClient, channel),
    foretelling: grpcClient(foretellingV1.ForetellingServiceClient, channel),
    runs: grpcClient(runsV1.RunServiceClient, channel),
    budgets: grpcClient(budgetsV1.BudgetServiceClient, channel),
    work: grpcClient(workV1.WorkServiceClient, channel),
    recoveries: grpcClient(recoveriesV1.RecoveryServiceClient, channel),
    settings: grpcClient(settingsV1.SettingsServiceClient, channel),
    ordering: grpcClient(orderingV1.OrderingServiceClient, channel),
    reconciliation: grpcClient(reconciliationV1.ReconciliationServiceClient, channel),
  };
}

export function registerOf({ registers }: Services, type: FactTypeName): Register {
  return registers[FACT_TYPES[type].owner];
}

function perService<T>(make: (name: api.ServiceName) => T): Record<api.ServiceName, T> {
  return Object.fromEntries(api.SERVICE_NAMES.map((name) => [name, make(name)])) as Record<
    api.ServiceName,
    T
  >;
}
