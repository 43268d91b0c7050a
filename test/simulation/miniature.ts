import type { Mutation } from './surroundings/mutate.ts';

const RUN_JOBS = 'services/disbursement/src/runs/run-jobs.ts';
const LIMITS = 'packages/values/src/limits.ts';

/**
 * The same code with small numbers, so that a dozen facts are enough to fill a batch, to need another chunk,
 * and to be divided into several messages.
 */
export const MINIATURE: readonly Mutation[] = [
  {
    file: RUN_JOBS,
    from: '{ draft: 500, publish: 500, approve: 500, issue: 250, cancel: 250 }',
    to: small(2),
  },
  {
    file: 'services/disbursement/src/entitlements/due-scan.ts',
    from: 'MAX_BATCH = 200',
    to: 'MAX_BATCH = 2',
  },
  { file: 'services/disbursement/src/treasury/pusher.ts', from: 'MAX_BATCH = 250', to: 'MAX_BATCH = 3' },
  {
    file: 'services/disbursement/src/entitlements/entitlements-changed.ts',
    from: 'batchSize: 500',
    to: 'batchSize: 4',
  },
  { file: 'services/awards/src/consumers/facts-received.ts', from: 'batchSize: 500', to: 'batchSize: 5' },
  { file: 'services/awards/src/projection/invalidations.ts', from: 'CHUNK = 500', to: 'CHUNK = 3' },
  {
    file: 'services/awards/src/projection/entity-states.ts',
    from: 'Math.floor(LIMITS.entitlementMessageBytes.most / 2 / PER_MEMBER_BYTES)',
    to: '1',
  },
  {
    file: 'services/awards/src/projection/entity-states.ts',
    from: 'ENVELOPE_BYTES = 4_096',
    to: 'ENVELOPE_BYTES = 0',
  },
  {
    file: LIMITS,
    from: 'entitlementMessageBytes: limit(\n    512 * KIB',
    to: 'entitlementMessageBytes: limit(\n    200',
  },
  { file: LIMITS, from: 'accountsInPart: limit(2_000', to: 'accountsInPart: limit(1' },
  // A request that names a version triggers a look at once; what each process does every second would be most
  // of a history.
  {
    file: 'packages/register/src/known-sources.ts',
    from: 'EVERY_MS = 4_000',
    to: 'EVERY_MS = 60_000',
  },
  { file: 'packages/messaging/src/nats/publisher.ts', from: 'ATOMIC_FROM = 100', to: 'ATOMIC_FROM = 3' },
];

function small(chunk: number): string {
  return `{ draft: ${chunk}, publish: ${chunk}, approve: ${chunk}, issue: ${chunk}, cancel: ${chunk} }`;
}
