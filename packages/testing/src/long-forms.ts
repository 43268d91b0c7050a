/**
 * Suites that have two forms: `npm test` runs the short one, `./duixian bench NAME` the long one, with the same code and
 * larger numbers. A test that only the long form runs asks `isLong` at its place.
 */
const FORMS = {
  simulation: {
    about:
      "histories of the services' own code by seed, each sabotage found, and the same history clean without it",
    files: ['test/simulation'],
    short: { histories: 2, mostHistories: 60, twice: 1, sabotages: 2 },
    long: { histories: 42, mostHistories: 200, twice: 3, sabotages: 21 },
  },
  races: {
    about:
      'two processes of every service at once; a recognition that reaches many contracts, killed half-way',
    files: ['test/races'],
    short: { facts: 120, affected: 400 },
    long: { facts: 1_500, affected: 10_000 },
  },
  interface: {
    about:
      'the HTTP interface against its document: every request that schemathesis makes, with a key of each scope',
    files: ['test/schemathesis'],
    short: { examples: 1, oneOfOperations: 12, callers: 2 },
    long: { examples: 2, oneOfOperations: 1, callers: 10 },
  },
  contract: {
    about:
      'MongoDB in memory against a real one: every filter and change, and every two writes of two transactions in every order',
    files: ['packages/testing/src/database-contract.int.test.ts'],
    short: { oneOfPairs: 5, oneOfChanges: 3 },
    long: { oneOfPairs: 1, oneOfChanges: 1 },
  },
  hostile: {
    about:
      'what somebody hostile sends, beside a neighbour who is answered, and no more than three times later',
    files: ['test/hostile'],
    short: {
      leastPasses: 1,
      mostPasses: 1,
      ordinarySeconds: 0,
      stallSeconds: 3,
      readers: 40,
      largeFacts: 40,
      oneOfBodies: 5,
      branches: 1_001,
      invoicesOfOneRecord: 1_000,
      wideInvoices: 1,
    },
    long: {
      leastPasses: 2,
      mostPasses: 5,
      ordinarySeconds: 20,
      stallSeconds: 10,
      readers: 100,
      largeFacts: 100,
      oneOfBodies: 1,
      branches: 8_001,
      invoicesOfOneRecord: 10_000,
      wideInvoices: 5,
    },
  },
  cluster: {
    about: 'three members of MongoDB and of NATS, of which some are killed, frozen or without power',
    files: ['test/cluster'],
    short: { leastFrozenSeconds: 0 },
    long: { leastFrozenSeconds: 20 },
  },
  awards: {
    about:
      'random facts that awards receives in any order, doubled, in batches of any size, by one process or two; what plans and previews foresee',
    files: [
      'services/awards/src/awards.int.test.ts',
      'services/awards/src/policy-plan.unit.test.ts',
      'services/awards/src/decision-preview.unit.test.ts',
    ],
    short: { seeds: 2, shared: 2, planned: 1, previewed: 1 },
    long: { seeds: 12, shared: 8, planned: 3, previewed: 3 },
  },
  properties: {
    about: 'properties of pure functions, with ever more examples',
    files: [
      'packages/facts/src/door.unit.test.ts',
      'packages/policy/src/engine-properties.unit.test.ts',
      'services/disbursement/src/entitlements/domain/divided-states.unit.test.ts',
      'packages/formats/src/register/read-day.unit.test.ts',
      'packages/formats/src/register/read-money.unit.test.ts',
      'packages/conformance/src/file',
      'packages/conformance/src/webhook/conform-webhook.unit.test.ts',
      'services/metering/src/metered-fees.int.test.ts',
      'services/disbursement/src/ledger/domain/ledger-session.unit.test.ts',
    ],
    short: { ofHundred: 20 },
    long: { ofHundred: 100 },
  },
  kills: {
    about: 'a service that is killed at several instants of a command',
    files: [
      'services/awards/src/decisions.int.test.ts',
      'services/awards/src/policy-apply.int.test.ts',
      'services/partners/src/killed.int.test.ts',
      'services/partners/src/killed-release.int.test.ts',
    ],
    short: { instants: 1 },
    long: { instants: 4 },
  },
  documents: {
    about: 'documents of as many lines as a year may have, in little memory',
    files: ['packages/documents'],
    short: { lines: 10_000 },
    long: { lines: 100_000 },
  },
  exports: {
    about: 'what a register holds, to many readers of whom most are slow',
    files: ['packages/register/src/register-service.int.test.ts'],
    short: { facts: 120 },
    long: { facts: 400 },
  },
  members: {
    about: 'as many entities as one may have below it join one, and leave it again',
    files: ['services/awards/src/large-entities.int.test.ts'],
    short: { entities: 1_200 },
    long: { entities: 5_000 },
  },
  storms: {
    about: 'whole systems whose processes are killed, cut off, or out of disk',
    files: ['test/crash'],
    short: {
      ...{ facts: 300, kills: 5, lines: 150, killsOfEach: 1 },
      ...{ factsWhileCutOff: 200, cuts: 2, cutSeconds: 4 },
    },
    long: {
      ...{ facts: 2_000, kills: 20, lines: 1_500, killsOfEach: 2 },
      ...{ factsWhileCutOff: 1_500, cuts: 6, cutSeconds: 10 },
    },
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

/** How many examples of a property are tried now, of those that its long form tries. */
export function examples(ofLongForm: number): number {
  return Math.ceil((ofLongForm * numbersOf('properties').ofHundred) / 100);
}
