import { ENGINES, newestOf, type PackText, type Policy, policyOfPacks, type Readings } from '@duixian/policy';
import { MustWait } from '@duixian/runtime';
import { canonicalJson, sha256Hex } from '@duixian/values';

/** All that is needed to compute by a policy, whatever a file contains meanwhile. */
export type PolicyContent = {
  /** The packs whole, as they were written: the editions of the policy. */
  readonly packs: readonly PackText[];
  readonly readings: Readings;
  readonly engineVersion: number;
};

/** Stored under its digest; never changed. */
export type PolicyDocument = PolicyContent & { readonly _id: string; readonly foundAt: Date };

/** What happened to the policy, counted from 1; never changed. */
export type PolicyActDocument = {
  readonly _id: number;
  /** `taken`: by an empty system. `offered`: found at a start while another one is in force. */
  readonly event: 'taken' | 'offered' | 'proposed' | 'rejected' | 'applied';
  /** Of a policy, or of the plan that two persons are working on. */
  readonly digest: string;
  /** `applied`: the policy that was put in force. */
  readonly policy?: string;
  readonly at: Date;
  /** Id of a person; empty if a start did it. */
  readonly by: string;
  readonly key: string;
  readonly because: string;
};

/** A policy with its content. */
export type KnownPolicy = {
  readonly digest: string;
  readonly content: PolicyContent;
  readonly policy: Policy;
};

/** As a start finds it: with the newest engine of this release. */
export function knownPolicy(packs: readonly PackText[], given: Readings, engines = ENGINES): KnownPolicy {
  const policy = policyOfPacks(packs, given, newestOf(engines));
  const content = { packs, readings: policy.readings, engineVersion: policy.engine.version };
  return { digest: digestOf(content), content, policy };
}

/** With the engine that it was stored with. */
export function policyFrom({ _id, foundAt: _, ...content }: PolicyDocument, engines = ENGINES): KnownPolicy {
  const { packs, readings, engineVersion } = content;
  const engine = engines.find(({ version }) => version === engineVersion);
  if (!engine)
    throw new MustWait(
      `engine ${engineVersion} is in force, and this release has ${engines.map(({ version }) => version).join(', ')}: run the release that has it`,
    );
  return { digest: _id, content, policy: policyOfPacks(packs, readings, engine) };
}

function digestOf({ packs, readings, engineVersion }: PolicyContent): string {
  const sums = packs.map(({ name, text }) => ({ name, sha256: sha256Hex(text) }));
  return sha256Hex(canonicalJson({ packs: sums, readings, engineVersion }));
}
