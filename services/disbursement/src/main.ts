import { runService } from '@duixian/runtime';
import { configuration } from './configuration.ts';
import { entitlementsChanged } from './consumers/entitlements-changed.ts';
import { Decider } from './decisions/decider.ts';
import { DueScan } from './decisions/due-scan.ts';
import { republishOrders } from './decisions/republish.ts';
import { suspendWhereOlder } from './decisions/said-before.ts';
import { StatusIntake } from './decisions/status-intake.ts';
import { disbursementService } from './grpc/disbursement-service.ts';
import { orderingService } from './grpc/ordering-service.ts';
import { reconciliationService } from './grpc/reconciliation-service.ts';
import { countWaitingOrders } from './metrics.ts';
import { openCollections } from './store/collections.ts';
import { openReconciliations } from './store/reconciliations.ts';
import { Pusher } from './treasury/pusher.ts';
import { TreasuryClient } from './treasury/treasury-client.ts';

await runService({
  name: 'disbursement',
  configuration,
  async start(runtime, lastSaid) {
    const { configuration: settings, database, log, meter } = runtime;
    const collections = await openCollections(database);
    await suspendWhereOlder(collections, lastSaid, log);
    const reconciliations = await openReconciliations(database);
    const decider = new Decider(runtime, collections, {
      programme: settings.PROGRAMME,
      functionalCode: settings.FUNCTIONAL_CODE,
      straightThroughUpToFen: settings.STRAIGHT_THROUGH_UP_TO_FEN ?? null,
      settleForMs: settings.SETTLE_FOR_MS,
      needsPayee: settings.NEEDS_PAYEE,
    });
    const intake = new StatusIntake(decider);
    const treasury = new TreasuryClient(settings.TREASURY_URL, settings.TREASURY_SECRET_FILE);
    const pusher = new Pusher(collections, treasury, decider, intake, log);
    decider.onIssued((orders) => pusher.offer(orders));
    countWaitingOrders(meter, collections);
    return {
      grpc: [
        disbursementService(collections, decider, intake),
        reconciliationService(collections, reconciliations, decider),
        orderingService(collections, reconciliations),
      ],
      consumers: [entitlementsChanged(decider)],
      background: [pusher, new DueScan(collections, decider, log)],
      republish: (publish) => republishOrders(collections, publish),
    };
  },
});
