import { FACT_TYPES, type FactTypeName, type Owner } from '@duixian/facts';
import {
  accessV1,
  actsV1,
  awardsV1,
  budgetsV1,
  disbursementV1,
  meteringV1,
  operationsV1,
  orderingV1,
  personsV1,
  reconciliationV1,
  recoveriesV1,
  registerV1,
  runsV1,
  sourcesV1,
} from '@duixian/proto';
import { grpcClient, type PromiseClient, type TlsFiles } from '@duixian/runtime';
import { WayIn } from './events/shared-calls.ts';
import { type HealthClient, healthClient } from './health-client.ts';

/** In the order in which a fact travels, before it who may record it: nothing flows from a later one to an earlier one. */
export const SERVICE_NAMES = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
type Register = PromiseClient<registerV1.RegisterServiceClient>;
type Operations = PromiseClient<operationsV1.OperationsServiceClient>;

/** The services behind the gateway, each reached over gRPC. */
export type Services = {
  readonly registers: Readonly<Record<Owner, Register>>;
  /** The way in of each register. */
  readonly intake: Readonly<Record<Owner, WayIn>>;
  readonly metering: PromiseClient<meteringV1.MeteringServiceClient>;
  readonly awards: PromiseClient<awardsV1.AwardsServiceClient>;
  readonly disbursement: PromiseClient<disbursementV1.DisbursementServiceClient>;
  readonly runs: PromiseClient<runsV1.RunServiceClient>;
  readonly budgets: PromiseClient<budgetsV1.BudgetServiceClient>;
  readonly recoveries: PromiseClient<recoveriesV1.RecoveryServiceClient>;
  readonly ordering: PromiseClient<orderingV1.OrderingServiceClient>;
  readonly reconciliation: PromiseClient<reconciliationV1.ReconciliationServiceClient>;
  readonly sources: PromiseClient<sourcesV1.SourceServiceClient>;
  readonly handingsOver: PromiseClient<sourcesV1.HandingOverServiceClient>;
  readonly persons: PromiseClient<personsV1.PersonServiceClient>;
  readonly keys: PromiseClient<personsV1.KeyServiceClient>;
  readonly history: PromiseClient<actsV1.HistoryServiceClient>;
  readonly access: PromiseClient<accessV1.AccessServiceClient>;
  readonly operations: Readonly<Record<ServiceName, Operations>>;
  readonly health: Readonly<Record<ServiceName, HealthClient>>;
  close(): void;
};

/** Connects when first asked, so that a service that is away takes nothing else with it. */
export function connectServices(addresses: Readonly<Record<ServiceName, string>>, tls?: TlsFiles): Services {
  const identified = (server: ServiceName) => tls && { ...tls, server };
  const register = (name: Owner) =>
    grpcClient(registerV1.RegisterServiceClient, addresses[name], identified(name));
  const registers = {
    institutions: register('institutions'),
    contracts: register('contracts'),
    metering: register('metering'),
    awards: register('awards'),
  };
  const services = {
    registers,
    intake: {
      institutions: new WayIn(registers.institutions.record),
      contracts: new WayIn(registers.contracts.record),
      metering: new WayIn(registers.metering.record),
      awards: new WayIn(registers.awards.record),
    },
    metering: grpcClient(meteringV1.MeteringServiceClient, addresses.metering, identified('metering')),
    awards: grpcClient(awardsV1.AwardsServiceClient, addresses.awards, identified('awards')),
    ...partnersClients(addresses.partners, identified('partners')),
    ...moneyClients(addresses.disbursement, identified('disbursement')),
    operations: perService((name) =>
      grpcClient(operationsV1.OperationsServiceClient, addresses[name], identified(name)),
    ),
    health: perService((name) => healthClient(addresses[name], identified(name))),
  };
  const clients: { close(): void }[] = [
    ...Object.values(services.registers),
    services.metering,
    services.awards,
    services.disbursement,
    services.runs,
    services.budgets,
    services.recoveries,
    services.reconciliation,
    services.ordering,
    services.sources,
    services.handingsOver,
    services.persons,
    services.keys,
    services.history,
    services.access,
    ...Object.values(services.operations),
    ...Object.values(services.health),
  ];
  const close = () => {
    for (const client of clients) client.close();
  };
  return { ...services, close };
}

/** Who may record what, and who may do what. */
function partnersClients(address: string, tls?: TlsFiles & { readonly server: string }) {
  return {
    sources: grpcClient(sourcesV1.SourceServiceClient, address, tls),
    handingsOver: grpcClient(sourcesV1.HandingOverServiceClient, address, tls),
    persons: grpcClient(personsV1.PersonServiceClient, address, tls),
    keys: grpcClient(personsV1.KeyServiceClient, address, tls),
    history: grpcClient(actsV1.HistoryServiceClient, address, tls),
    access: grpcClient(accessV1.AccessServiceClient, address, tls),
  };
}

/** Orders, runs, budgets and recoveries are kept by one service, which answers for each by itself. */
function moneyClients(address: string, tls?: TlsFiles & { readonly server: string }) {
  return {
    disbursement: grpcClient(disbursementV1.DisbursementServiceClient, address, tls),
    runs: grpcClient(runsV1.RunServiceClient, address, tls),
    budgets: grpcClient(budgetsV1.BudgetServiceClient, address, tls),
    recoveries: grpcClient(recoveriesV1.RecoveryServiceClient, address, tls),
    ordering: grpcClient(orderingV1.OrderingServiceClient, address, tls),
    reconciliation: grpcClient(reconciliationV1.ReconciliationServiceClient, address, tls),
  };
}

export function registerOf({ registers }: Services, type: FactTypeName): Register {
  return registers[FACT_TYPES[type].owner];
}

function perService<T>(make: (name: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(SERVICE_NAMES.map((name) => [name, make(name)])) as Record<ServiceName, T>;
}
