import type { Status } from '../core/rule.ts';

/** A right partner with one thing wrong, and what the kit has to find in it. */
export type Mutant<Patch, RuleId extends string> = {
  readonly about: string;
  readonly patch: Patch;
  /** Of the mutant's own rule; FAILED where nothing is said. */
  readonly status?: Status;
  /** Rules that this mutant breaks besides. Every other rule has the status that the right partner has. */
  readonly others?: Partial<Readonly<Record<RuleId, Status>>>;
};

export type Mutants<Patch, RuleId extends string> = Readonly<
  Record<RuleId, readonly [Mutant<Patch, RuleId>, ...Mutant<Patch, RuleId>[]]>
>;
