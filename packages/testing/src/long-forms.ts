/**
 * Suites that have two forms: `npm test` runs the short one, `./duixian bench NAME` the long one, with the same code and
 * larger numbers.
 */
const FORMS = {
  races: {
    about:
      'two processes of every service at once; a recognition that reaches many contracts, killed half-way',
    files: ['test/races'],
    short: { facts: 600, affected: 3_000 },
    long: { facts: 1_500, affected: 10_000 },
  },
  contract: {
    about: 'MongoDB in memory against a real one: every two writes of two transactions in every order',
    files: ['packages/testing/src/database-contract.int.test.ts'],
    short: { oneOfPairs: 5 },
    long: { oneOfPairs: 1 },
  },
} as const satisfies Record<string, Form>;

type Numbers = Readonly<Record<string, number>>;

export type Form = {
  readonly about: string;
  /** As jest takes them. */
  readonly files: readonly string[];
  readonly short: Numbers;
  readonly long: Numbers;
};

export type FormName = keyof typeof FORMS;

export const LONG_FORMS: Readonly<Record<FormName, Form>> = FORMS;

/** Holds the name of the suite whose long form runs. */
export const LONG_FORM_VARIABLE = 'DUIXIAN_LONG_FORM';

/** The numbers with which a suite runs now. */
export function numbersOf<Name extends FormName>(
  name: Name,
): Readonly<Record<keyof (typeof FORMS)[Name]['long'], number>> {
  const { short, long } = FORMS[name];
  return (process.env[LONG_FORM_VARIABLE] === name ? long : short) as Record<
    keyof (typeof FORMS)[Name]['long'],
    number
  >;
}
