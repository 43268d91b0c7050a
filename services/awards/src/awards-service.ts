import type { OutboxBatch } from '@duixian/messaging';
import { decisionCheck, ENGINES, findPacks } from '@duixian/policy';
import { REGISTER_KINDS, Register, registerService } from '@duixian/register';
import { Commands, DatabaseClock } from '@duixian/runtime';
import type { ServiceParts, ServiceRuntime, Shared } from '@duixian/service';
import { factsReceived } from './consumers/facts-received.ts';
import { DecisionCommands } from './decisions/decision-commands.ts';
import { DecisionRecords } from './decisions/decision-records.ts';
import { Previews } from './decisions/previews.ts';
import { aboutOf, gathersAt } from './domain/about.ts';
import { awardsService } from './grpc/awards-service.ts';
import { decisionService } from './grpc/decision-service.ts';
import { policyService } from './grpc/policy-service.ts';
import { Plans } from './policy/plans.ts';
import { PolicyCommands } from './policy/policy-commands.ts';
import { Awards } from './projection/awards.ts';
import { EntitlementEvents } from './projection/entitlement-events.ts';
import { Invalidations } from './projection/invalidations.ts';
import { PolicyInForce } from './projection/policy-in-force.ts';
import { Projection } from './projection/projection.ts';
import { republishEntitlements } from './projection/republish.ts';
import { AWARDS_KINDS, openCollections, openEpoch } from './store/collections.ts';
import { DECISION_KINDS, openDecisions } from './store/decisions.ts';
import { openPolicySteps, POLICY_STEPS_KINDS } from './store/policy-steps.ts';
import { knownPolicy } from './store/stored-policy.ts';

type Settings = Pick<Shared, 'ENVIRONMENT'> & {
  readonly POLICY: string;
  readonly PACKS_DIR: string;
  readonly READINGS: Readonly<Record<string, string>>;
};

/** `engines`: those of this release, the newest last. */
export async function startAwards(
  runtime: ServiceRuntime<Settings>,
  engines = ENGINES,
): Promise<ServiceParts> {
  const { configuration, database, log, meter, outbox } = runtime;
  const { POLICY, PACKS_DIR, READINGS, ENVIRONMENT } = configuration;
  const found = knownPolicy(findPacks(POLICY, PACKS_DIR), READINGS, engines);
  const collections = await openCollections(database);
  const register = await Register.open(
    { owner: 'awards', types: ['duixian.decision.v1'], aboutOf, gathersAt },
    runtime,
  );
  const clock = await DatabaseClock.open(database);
  const epoch = await openEpoch(collections, clock);
  const needsAgreement = ENVIRONMENT !== 'development';
  const { inForce, start } = await PolicyInForce.open(found, collections, database, clock, {
    needsAgreement,
    engines,
  });
  const { id: policy, readings } = inForce.now;
  log.info({ policy, readings, digest: inForce.known.digest, found: found.digest }, START_WORDS[start]);
  const events = new EntitlementEvents(outbox, collections);
  if (needsAgreement) await events.publishWhereAgreed(database);
  const awards = new Awards(runtime, collections, new Projection(inForce, collections, epoch, events));
  const invalidations = new Invalidations(collections, awards, events, runtime, epoch);
  const decisions = await openDecisions(database);
  const previews = new Previews(decisions, clock);
  const commands = new DecisionCommands(runtime, register, new DecisionRecords(decisions), previews, inForce);
  const steps = await openPolicySteps(database);
  const plans = new Plans(inForce, collections, steps, clock);
  const after = {
    invalidated: () => awards.invalidated(),
    publish: (batch: OutboxBatch) => runtime.relay.publish(batch),
  };
  const policies = new PolicyCommands(database, collections, steps, plans, events, after);
  const keyed = new Commands(database);
  return {
    grpc: [
      registerService(
        register,
        meter,
        decisionCheck(() => inForce.now),
      ),
      awardsService(inForce, collections),
      decisionService(commands, previews, inForce, collections, keyed),
      policyService(policies, collections, keyed),
    ],
    consumers: [factsReceived(awards), register.sources.consumer],
    background: [invalidations, ...register.background],
    kinds: [...REGISTER_KINDS, ...AWARDS_KINDS, ...DECISION_KINDS, ...POLICY_STEPS_KINDS],
    pendingJobs: () => invalidations.countPending(),
    republish: async (publish) =>
      (await register.republish(publish)) + (await republishEntitlements(collections, publish)),
  };
}

const START_WORDS = {
  'the first': 'an empty system takes the policy that it finds',
  'the same': 'the policy that it finds is in force',
  another: 'it goes on with the policy in force; what it finds is another one: an offer that changes nothing',
} as const;
