import { ENGINES, type Policy, policyOfPacks } from '@duixian/policy';
import { type Database, type DatabaseClock, MustWait, type Session, transact } from '@duixian/runtime';
import { canonicalJson, defined } from '@duixian/values';
import { referenceKey } from '../domain/reference-key.ts';
import type { PolicyState } from '../domain/reference-state.ts';
import type { Collections } from '../store/collections.ts';
import { inForceByActs, recordPolicyAct } from '../store/policy-acts.ts';
import {
  type KnownPolicy,
  type PolicyActDocument,
  type PolicyDocument,
  policyFrom,
} from '../store/stored-policy.ts';

/**
 * The pack of Zhengzhou in releases that did not store packs, before it named its city. It pays the same as
 * the pack of this release, so a system that was computed with it continues without recomputing anything.
 */
const BEFORE_PACKS_WERE_STORED = 'c461bdc4ba3aad5291e3c351ff43ea2f1b79f0237fa074f08bbf4807a4678388';
const ITS_PACK_TODAY = '758a228c77aa723952d25c5984d82b524972838e56aec69b3c8eb0f739f49df0';

export type Start = 'the first' | 'the same' | 'another';

/**
 * What claims are made by: always the policy stored as in force, never what is in a file. A transaction
 * compares it with what it reads, so a process that does not know yet that another policy was put in force
 * computes nothing with the former one.
 */
export class PolicyInForce {
  readonly #collections: Collections;
  readonly #engines: typeof ENGINES;
  #known: KnownPolicy;

  private constructor(collections: Collections, engines: typeof ENGINES, known: KnownPolicy) {
    this.#collections = collections;
    this.#engines = engines;
    this.#known = known;
  }

  /**
   * `found` is what the start found: an empty system takes it; for any other system it is an offer and
   * changes nothing.
   */
  static async open(
    found: KnownPolicy,
    collections: Collections,
    database: Database,
    clock: DatabaseClock,
    { needsAgreement = false, engines = ENGINES } = {},
  ): Promise<{ inForce: PolicyInForce; start: Start }> {
    const start = await transact(database, (session) =>
      meet({ found, needsAgreement }, collections, clock, session),
    );
    const inForce = new PolicyInForce(collections, engines, found);
    await inForce.read();
    return { inForce, start };
  }

  /** As last read. */
  get now(): Policy {
    return this.#known.policy;
  }

  get known(): KnownPolicy {
    return this.#known;
  }

  /** With the engine that it was stored with, if this release has it. */
  policyOf(stored: PolicyDocument): KnownPolicy {
    return policyFrom(stored, this.#engines);
  }

  /** As stored now. */
  async read(session?: Session): Promise<Policy> {
    const { digest } = await stateOf(this.#collections, session);
    if (digest !== this.#known.digest) {
      const options = session ? { session } : {};
      const stored = await this.#collections.policies.findOne({ _id: digest ?? '' }, options);
      this.#known = this.policyOf(defined(stored, 'what is in force is stored'));
    }
    return this.#known.policy;
  }
}

export async function stateOf({ referenceData }: Collections, session?: Session): Promise<PolicyState> {
  const held = await referenceData.findOne({ _id: referenceKey.policy }, session ? { session } : {});
  if (held?.state.kind !== 'policy') throw new MustWait('no policy is in force; start awards again');
  return held.state;
}

async function meet(
  { found, needsAgreement }: { readonly found: KnownPolicy; readonly needsAgreement: boolean },
  collections: Collections,
  clock: DatabaseClock,
  session: Session,
): Promise<Start> {
  const { referenceData } = collections;
  const held = await referenceData.findOne({ _id: referenceKey.policy }, { session });
  const before =
    held?.state.kind === 'policy' ? held.state : await stateByActs(collections, needsAgreement, session);
  const isFirst = before === undefined && needsAgreement;
  const state: PolicyState = {
    ...stateAfter(before, found),
    ...(isFirst && { awaitsAgreement: true as const }),
  };
  if (held && before && canonicalJson(before) === canonicalJson(state)) return startOf(before, found);
  const version = held?.version ?? 1n;
  const after = { _id: referenceKey.policy, version, guard: (held?.guard ?? 0n) + 1n, state };
  await referenceData.replaceOne({ _id: referenceKey.policy }, after, { session, upsert: true });
  if (state.digest === found.digest || state.offered === found.digest)
    await keep(found, collections, clock, session);
  const recorded = (event: PolicyActDocument['event']) => {
    const act = {
      event,
      digest: found.digest,
      at: clock.now(),
      by: '',
      key: '',
      because: 'found at a start',
    };
    return recordPolicyAct(collections, act, session, before === undefined);
  };
  if (before?.digest === undefined) await recorded('taken');
  else if (state.offered === found.digest) await recorded('offered');
  return startOf(before, found);
}

/** The state is lost if somebody drops everything computed from facts; what is in force is not. */
async function stateByActs(
  collections: Collections,
  needsAgreement: boolean,
  session: Session,
): Promise<PolicyState | undefined> {
  const inForce = await inForceByActs(collections, session);
  if (!inForce) return undefined;
  const { digest, wasAgreed } = inForce;
  const stored = await collections.policies.findOne({ _id: digest }, { session });
  const { packs, readings: given } = defined(stored, 'what was put in force is stored');
  const { packDigest, readings } = policyOfPacks(packs, given);
  const awaitsAgreement = needsAgreement && !wasAgreed;
  return {
    kind: 'policy',
    packDigest,
    readings,
    digest,
    offered: '',
    ...(awaitsAgreement && { awaitsAgreement }),
  };
}

function startOf(before: PolicyState | undefined, { digest }: KnownPolicy): Start {
  if (!before) return 'the first';
  return before.digest === undefined || before.digest === digest ? 'the same' : 'another';
}

function stateAfter(before: PolicyState | undefined, found: KnownPolicy): PolicyState {
  const { digest, policy } = found;
  if (before?.digest !== undefined) return { ...before, offered: before.digest === digest ? '' : digest };
  if (before) mustBeWhatWasComputedWith(before, policy);
  const { packDigest, readings } = policy;
  return { kind: 'policy', packDigest, readings, digest, offered: '' };
}

/** Earlier releases stored only its digest: without the policy itself, the system cannot continue. */
function mustBeWhatWasComputedWith(before: PolicyState, { packDigest, readings, id }: Policy): void {
  const today = before.packDigest === BEFORE_PACKS_WERE_STORED ? ITS_PACK_TODAY : before.packDigest;
  if (today === packDigest && canonicalJson(before.readings) === canonicalJson(readings)) return;
  throw new Error(
    `claims were computed with the pack ${before.packDigest.slice(0, 12)} and the readings ${canonicalJson(before.readings)}, but this release has ${id} ${packDigest.slice(0, 12)} and ${canonicalJson(readings)}: start this release once with what was in force, then offer the new one`,
  );
}

async function keep(
  { digest, content }: KnownPolicy,
  { policies }: Collections,
  clock: DatabaseClock,
  session: Session,
): Promise<void> {
  if (await policies.findOne({ _id: digest }, { session })) return;
  await policies.insertOne({ _id: digest, ...content, foundAt: clock.now() }, { session });
}
