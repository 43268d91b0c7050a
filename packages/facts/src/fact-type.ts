import type { z } from 'zod';

/** The register services; each owns the types whose facts it takes in. */
export type Owner = 'institutions' | 'contracts' | 'metering' | 'awards';

/**
 * A type of fact, described in one place: who owns it, what its data must be, and which subject names the thing.
 * `subjectMustBe` answers what the subject should have been, or undefined where it is right.
 */
export type FactType<Name extends string, Schema extends z.ZodType> = {
  readonly type: Name;
  readonly owner: Owner;
  /** English and Chinese, for documents. */
  readonly title: string;
  readonly schema: Schema;
  subjectMustBe(subject: string, data: Record<string, unknown>): string | undefined;
};

export function factType<const Name extends string, Schema extends z.ZodType>(
  definition: FactType<Name, Schema>,
): FactType<Name, Schema> {
  return definition;
}

/** For the types whose subject is an id that the source chose freely. */
export function anySubject(): undefined {
  return undefined;
}
