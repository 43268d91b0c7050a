/**
 * Suites that have two forms: `npm test` runs the short one, `./duixian bench NAME` the long one, with the same code and
 * larger numbers. A test that only the long form runs asks `isLong` at its place.
 */
const FORMS = {
  simulation: {
    about:
      "histories of the services' own code by seed, each sabotage found, and the same history clean without it",
    files: ['test/simulation'],
    short: { histories: 12, mostHistories: 60, twice: 1 },
    long: { histories: 42, mostHistories: 200, twice: 3 },
  },
  races: {
    about:
      'two processes of every service at once; a recognition that reaches many contracts, killed half-way',
    files: ['test/races'],
    short: { facts: 600, affected: 3_000 },
    long: { facts: 1_500, affected: 10_000 },
  },
  interface: {
    about:
      'the HTTP interface against its document: every request that schemathesis makes, with a key of each scope',
    files: ['test/schemathesis'],
    short: { examples: 1, oneOfOperations: 8 },
    long: { examples: 2, oneOfOperations: 1 },
  },
  contract: {
    about: 'MongoDB in memory against a real one: every two writes of two transactions in every order',
    files: ['packages/testing/src/database-contract.int.test.ts'],
    short: { oneOfPairs: 5 },
    long: { oneOfPairs: 1 },
  },
  hostile: {
    about: 'what somebody hostile sends, beside a neighbour who is answered as before',
    files: ['test/hostile'],
    short: {
      leastPasses: 1,
      ordinarySeconds: 10,
      stallSeconds: 4,
      branches: 2_001,
      invoicesOfOneRecord: 4_000,
    },
    long: {
      leastPasses: 2,
      ordinarySeconds: 20,
      stallSeconds: 10,
      branches: 8_001,
      invoicesOfOneRecord: 10_000,
    },
  },
  cluster: {
    about: 'three members of MongoDB and of NATS, of which some are killed, frozen or without power',
    files: ['test/cluster'],
    short: { leastFrozenSeconds: 0 },
    long: { leastFrozenSeconds: 20 },
  },
  storms: {
    about: 'whole systems whose processes are killed, cut off, or out of disk',
    files: ['test/crash'],
    short: { facts: 800, kills: 12, lines: 400, killsOfEach: 1, factsWhileCutOff: 600, cutSeconds: 5 },
    long: { facts: 2_000, kills: 20, lines: 1_500, killsOfEach: 2, factsWhileCutOff: 1_500, cutSeconds: 10 },
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

export function isLong(name: FormName): boolean {
  return process.env[LONG_FORM_VARIABLE] === name;
}

/** The numbers with which a suite runs now. */
export function numbersOf<Name extends FormName>(
  name: Name,
): Readonly<Record<keyof (typeof FORMS)[Name]['long'], number>> {
  const { short, long } = FORMS[name];
  return (isLong(name) ? long : short) as Record<keyof (typeof FORMS)[Name]['long'], number>;
}
