import type { Mutation } from './surroundings/mutate.ts';

type Sabotage = readonly Mutation[];

const AWARDS = 'services/awards/src/projection/awards.ts';
const RELAY = 'packages/messaging/src/relay.ts';
const LOOK_BACK = 'packages/register/src/look-back.ts';
const KNOWN_SOURCES = 'packages/register/src/known-sources.ts';
const IN_FORCE = 'services/awards/src/projection/policy-in-force.ts';
const STALE_RESTORE = 'services/disbursement/src/ordering/detect-stale-restore.ts';

const LARGE_MESSAGES = only(
  'services/awards/src/projection/entity-states.ts',
  'bytes + size <= LIMITS.entitlementMessageBytes.most - ENVELOPE_BYTES',
  'bytes + size > 0',
);

/** What is removed from the services' code, or from the servers', to see whether the simulation notices. */
export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  /** Facts that depend on something that changed are not recomputed. */
  agreement: only(
    AWARDS,
    'const failed = await this.#agree([...moved, ...receipts]);',
    'void moved; void receipts; const failed = new Map<string, string>();',
  ),
  facts: lostUpdatesOf('facts', 'contexts', 'accounts', 'reaches'),
  ledgers: lostUpdatesOf('ledgers'),
  /**
   * Each write of a budget comes with an entry of its own number, which alone would make two writes conflict.
   */
  budgets: lostUpdatesOf('budgets', 'entries'),
  orders: lostUpdatesOf('orders'),
  runs: lostUpdatesOf('runs'),
  /** What was marked counts as stored. */
  'storage marks': only(
    RELAY,
    'const isStored = await this.#nats.marks.isStored(lot.mark);',
    'const isStored = true;',
  ),
  /** A mark proves whatever was acknowledged before it, however long ago. */
  'late marks': only(RELAY, 'MARKED_WITHIN_MS = 5_000', 'MARKED_WITHIN_MS = Number.POSITIVE_INFINITY'),
  /** Messages of any size: all entities of a transaction in one. */
  'bytes of messages': LARGE_MESSAGES,
  /** Only the state of the newest published message is compared, and an officer may have moved it back. */
  'suspension by states': both(
    only(STALE_RESTORE, 'if (published.revision === 0n) return', 'return'),
    only(STALE_RESTORE, 'if (held.updatedAt >= new Date(published.updatedAt)) return undefined;', ''),
  ),
  /** A ledger that joins another keeps the date on which it was to be settled. */
  'dates of branches': only(
    'services/disbursement/src/orders/domain/settle.ts',
    'for (const ledger of ledgers) {\n    if (ledger.dueAt === null) continue;',
    'for (const ledger of [root]) {\n    if (ledger.dueAt === null) continue;',
  ),
  /** Dismissing an objection reserves the amount of its line before it checks whether the budget has it. */
  refusals: only(
    'services/disbursement/src/runs/domain/objections.ts',
    `if (commit(session, run, programme, sumOf(after.amounts)) > 0n) return { refusal: 'no-budget' };
  if (!upheld) holdLine(session, group, after, 'object');`,
    `if (!upheld) holdLine(session, group, after, 'object');
  if (commit(session, run, programme, sumOf(after.amounts)) > 0n) return { refusal: 'no-budget' };`,
  ),
  /** After a restore, versions that others have seen are assigned again. */
  'versions after a restore': only(
    LOOK_BACK,
    'if (above.length > 0) await goOnAbove(',
    'if (above.length < 0) await goOnAbove(',
  ),
  /** After a restore nobody reports what is missing. */
  'missing after a restore': only(LOOK_BACK, 'if (lost.length > 0) await', 'if (lost.length < 0) await'),
  /** A register judges by what it holds, however old that is. */
  'sources not heard of': only(
    KNOWN_SOURCES,
    'if (this.#notHeld(sources, versions) === undefined) return;',
    'if (this.#notHeld(sources, versions) !== 0) return;',
  ),
  /** A consumer that was away for longer than NATS retains messages does not report it. */
  'retention gaps': only(
    'packages/messaging/src/retention-gaps.ts',
    'const hasGap = before !== null &&',
    'const hasGap = before === undefined &&',
  ),
  'withdrawn sources': only('packages/facts/src/judge-source.ts', 'if (terms.isWithdrawn)', 'if (!terms)'),
  /** What was confirmed later takes effect before what was confirmed earlier is received. */
  'handings over in any order': only(
    'packages/facts/src/handings-over.ts',
    'if (version > this.#through + 1n) {',
    'if (version < 0n) {',
  ),
  /** What is ordered at once is not compared with what was shown to the person who confirms. */
  'growth since the preview': only(
    'services/awards/src/decisions/previews.ts',
    'if (fen <= asked.mayGrowFen) return;',
    'if (fen >= 0n) return;',
  ),
  /** A decision is recorded, and its confirmation a moment later. */
  'confirmed in two transactions': only(
    'services/awards/src/decisions/decision-commands.ts',
    'published = await this.#record(fact, session);',
    'published = await transact(this.#runtime.database, (own) => this.#record(fact, own));',
  ),
  /** Only the process that puts a policy in force knows it; the other one continues with the former one. */
  'policy of one process': both(
    only(
      'services/awards/src/projection/projection.ts',
      "if (state?.kind === 'policy' && state.digest === digest) return;",
      "if (state?.kind === 'policy') return;",
    ),
    only(
      'services/awards/src/awards-service.ts',
      'invalidated: () => awards.invalidated(),',
      'invalidated: () => void inForce.read(undefined, true).then(() => awards.invalidated(), () => {}),',
    ),
    ...[
      ['async read(session?: Session)', 'async read(session?: Session, isOwn = false)'],
      ['await inForce.read();', 'await inForce.read(undefined, true);'],
      ['if (digest !== this.#known.digest) {', 'if (isOwn && digest !== this.#known.digest) {'],
    ].map(([from = '', to = '']) => only(IN_FORCE, from, to)),
  ),
  /** A message that the client does not send: its timer stays armed, and nobody handles its failure. */
  'crash loop': both(
    LARGE_MESSAGES,
    only(
      'packages/messaging/src/nats/publisher.ts',
      '    } catch (error) {\n      reject(failureOfSending(error));\n    }\n    return promise.finally',
      '    } finally {}\n    return promise.finally',
    ),
  ),
};

function only(file: string, from: string, to: string): Sabotage {
  return [{ file, from, to }];
}

function both(...sabotages: readonly Sabotage[]): Sabotage {
  return sabotages.flat();
}

/** A server on which a transaction overwrites what another committed since its snapshot. */
function lostUpdatesOf(...collections: readonly string[]): Sabotage {
  return only(
    'packages/testing/src/memory-mongo/collection.ts',
    'if (transaction && newest && newest.since > at) throw writeConflict();\n}',
    `const unguarded = ${JSON.stringify(collections)};
  if (transaction && newest && newest.since > at && !unguarded.includes(entry.collection.name.split('.')[1] ?? ''))
    throw writeConflict();
}`,
  );
}
