import { loadGroupNames } from '@duixian/policy';
import { Commands, type Secret } from '@duixian/runtime';
import type { Channels, LastPublished, ServiceParts, ServiceRuntime, Shared } from '@duixian/service';
import { budgetService } from './budgets/budget-service.ts';
import { disbursementService } from './disbursement-rpcs.ts';
import { awardsAt } from './documents/awards.ts';
import { type OfficeSettings, officeOf } from './documents/office.ts';
import { DueScan } from './entitlements/due-scan.ts';
import { entitlementsChanged } from './entitlements/entitlements-changed.ts';
import { foretellingService } from './entitlements/foretelling-service.ts';
import { countWaitingOrders } from './metrics.ts';
import { suspendWhereOlder } from './ordering/detect-stale-restore.ts';
import { KeepPublished } from './ordering/keep-published.ts';
import { orderingService } from './ordering/ordering-service.ts';
import { StatusIntake } from './orders/status-intake.ts';
import type { Programme } from './programmes/domain/programme.ts';
import { reconciliationService } from './reconciliation/reconciliation-service.ts';
import { openReconciliations } from './reconciliation/stored-reconciliations.ts';
import { RecoveryCommands } from './recoveries/recovery-commands.ts';
import { recoveryService } from './recoveries/recovery-service.ts';
import { RunCommands } from './runs/run-commands.ts';
import { RunJobs } from './runs/run-jobs.ts';
import { batchRunService } from './runs/run-service.ts';
import { knownSettings } from './settings/payment-settings.ts';
import { SettingsCommands } from './settings/settings-commands.ts';
import { SettingsInForce } from './settings/settings-in-force.ts';
import { settingsService } from './settings/settings-service.ts';
import { Pusher } from './treasury/pusher.ts';
import { TreasuryClient } from './treasury/treasury-client.ts';
import { openCollections } from './unit-of-work/collections.ts';
import { Decider } from './unit-of-work/decider.ts';
import { DISBURSEMENT_KINDS } from './unit-of-work/kinds.ts';
import { republishOrders } from './unit-of-work/republish.ts';
import { awaitAgreementWhereEmpty } from './unit-of-work/stored-ordering.ts';
import { startTotals } from './unit-of-work/stored-programme-totals.ts';
import { workService } from './work/work-service.ts';

const DAY_MS = 86_400_000;

type Settings = Pick<Shared, 'ENVIRONMENT'> &
  OfficeSettings & {
    readonly AWARDS_ADDRESS: string;
    readonly PACKS_DIR: string;
    readonly TREASURY_URL: string;
    readonly TREASURY_SECRET_FILE: Secret;
    readonly PROGRAMMES_FILE: readonly Programme[];
    readonly NEEDS_PAYEE: boolean;
    readonly SETTLE_FOR_MS: number;
    readonly DEMAND_AFTER_DAYS: number;
  };

export async function startDisbursement(
  runtime: ServiceRuntime<Settings> & Channels,
  lastPublished: LastPublished,
): Promise<ServiceParts> {
  const { configuration: settings, database, log, meter, asksForProofs = false } = runtime;
  const collections = await openCollections(database);
  const isInService = settings.ENVIRONMENT !== 'development';
  await suspendWhereOlder(collections, lastPublished, log, { asksForProofs, mustHold: isInService });
  if (isInService && (await awaitAgreementWhereEmpty(collections)))
    log.warn(
      'nothing is ordered before two persons agree to the policy and the settings of payments that this empty system takes',
    );
  const found = knownSettings({
    programmes: settings.PROGRAMMES_FILE,
    needsPayee: settings.NEEDS_PAYEE,
    settleForMs: settings.SETTLE_FOR_MS,
    demandAfterDays: settings.DEMAND_AFTER_DAYS,
  });
  const inForce = await SettingsInForce.open(found, collections, database, log);
  await startTotals(collections, inForce.now.programmes);
  const reconciliations = openReconciliations(database);
  const terms = inForce.termsWith(loadGroupNames(settings.PACKS_DIR));
  const decider = new Decider(runtime, collections, terms, () => inForce.read());
  const intake = new StatusIntake(decider);
  const treasury = new TreasuryClient(settings.TREASURY_URL, settings.TREASURY_SECRET_FILE);
  const pusher = new Pusher(collections, treasury, decider, intake, log);
  decider.onIssued((orders) => pusher.offer(orders));
  const keepPublished = new KeepPublished(
    collections,
    lastPublished,
    (messages) => runtime.relay.republish(messages),
    log,
  );
  const dueScan = new DueScan(collections, decider, log);
  countWaitingOrders(meter, collections, dueScan);
  const jobs = new RunJobs(collections, decider, log);
  jobs.onIssued(() => pusher.lookSoon());
  const runs = new RunCommands(collections, decider, jobs);
  const recoveries = new RecoveryCommands(
    collections,
    decider,
    async () => (await inForce.read()).demandAfterDays * DAY_MS,
  );
  const commands = new Commands(database);
  const sources = { office: officeOf(settings), awards: awardsAt(settings.AWARDS_ADDRESS, runtime) };
  return {
    grpc: [
      disbursementService(collections, decider, intake, commands),
      batchRunService(collections, runs, decider.settings, commands, sources),
      budgetService(collections, decider, commands),
      recoveryService(collections, recoveries, commands, sources),
      reconciliationService(collections, reconciliations, decider, commands),
      orderingService(collections, reconciliations, commands),
      foretellingService(database, decider),
      settingsService(collections, new SettingsCommands(database, collections, inForce), commands),
      workService(collections, decider.settings),
    ],
    consumers: [entitlementsChanged(decider)],
    background: [inForce, pusher, dueScan, jobs, keepPublished],
    notReady: () => pusher.notReady(),
    kinds: DISBURSEMENT_KINDS,
    republish: (publish) => republishOrders(collections, publish),
  };
}
