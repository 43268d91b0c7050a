import type { z } from 'zod';

/** The register services; each owns the types of facts that it records. */
export type Owner = 'institutions' | 'contracts' | 'metering' | 'awards';

/**
 * A type of fact, described in one place: which service owns it, the form of its data, and which subject identifies the
 * record. `subjectMustBe` returns what the subject should have been, or undefined where it is right.
 */
export type FactType<Name extends string, Schema extends z.ZodType> = {
  readonly type: Name;
  readonly owner: Owner;
  /** English and Chinese, for documents. */
  readonly title: string;
  readonly schema: Schema;
  /** One record as its source sends it, for documents. */
  readonly example: { readonly subject: string; readonly data: z.input<Schema> };
  subjectMustBe(subject: string, data: Record<string, unknown>): string | undefined;
};

export function factType<const Name extends string, Schema extends z.ZodType>(
  definition: FactType<Name, Schema>,
): FactType<Name, Schema> {
  return definition;
}

/** For the types whose subject is an id that the source chooses freely. */
export function anySubject(): undefined {
  return undefined;
}
