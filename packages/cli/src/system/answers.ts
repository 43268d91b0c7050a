import { z } from 'zod';

/** What the gateway answers, as far as the command reads it. Amounts are JSON integers there and bigint fen here. */
const fen = z.int().transform((value) => BigInt(value));
const optionalFen = fen.nullish().transform((value) => value ?? null);

const account = z.object({
  entity: z.string(),
  year: z.int(),
  group: z.string(),
  capFen: optionalFen,
  claimedFen: optionalFen,
  entitledFen: optionalFen,
  undecided: z.int(),
  beyondExact: z.boolean().optional(),
  entityName: z.string().optional(),
});

const claim = z.object({
  entity: z.string(),
  year: z.int(),
  group: z.string(),
  date: z.string(),
  provision: z.string(),
  fact: z.object({ type: z.string(), subject: z.string() }),
  beneficiary: z.string(),
  status: z.enum(['decided', 'undecided']),
  baseFen: optionalFen,
  rate: z.string().nullish(),
  amountFen: optionalFen,
  grantedFen: optionalFen,
  lowestFen: optionalFen,
  highestFen: optionalFen,
  decision: z.string().optional(),
});

export const accountsPage = z.object({ accounts: z.array(account), next: z.string().nullish() });

const noClaim = z.object({
  provision: z.string(),
  article: z.int(),
  fact: z.object({ type: z.string(), subject: z.string() }),
  factRevision: z.int(),
  failed: z.array(
    z.object({
      condition: z.string(),
      en: z.string(),
      zh: z.string(),
      foundEn: z.string().optional(),
      foundZh: z.string().optional(),
    }),
  ),
  date: z.string().optional(),
  beneficiary: z.string().nullish(),
  group: z.string().optional(),
  titleEn: z.string().optional(),
  titleZh: z.string().optional(),
});

export const noClaimsPage = z.object({ noClaims: z.array(noClaim), next: z.string().nullish() });

export const explanation = z.object({
  account,
  claims: z.array(
    z.object({
      claim,
      factSource: z.string(),
      factRevision: z.int(),
      article: z.int(),
      articleText: z.string(),
      titleEn: z.string(),
      titleZh: z.string(),
      arithmetic: z.string(),
      /** Absent: from a gateway of before. */
      arithmeticZh: z.string().optional(),
      cutByCapFen: optionalFen,
    }),
  ),
  furtherClaims: z.int().default(0),
  noClaims: z.array(noClaim),
});

const order = z.object({
  id: z.string(),
  entity: z.string(),
  year: z.int(),
  group: z.string(),
  /** Null: beyond what JSON keeps exact. */
  amountFen: optionalFen,
  /** What it pays of each account. */
  lines: z.array(z.object({ year: z.int(), group: z.string(), fen })),
  state: z.string(),
});

export const ordersPage = z.object({ orders: z.array(order), next: z.string().nullish() });

const payable = z.object({
  entity: z.string(),
  uscc: z.string(),
  year: z.int(),
  group: z.string(),
  entitledFen: fen,
  holds: z.array(z.string()),
});

/** The first line of /v1/result. */
const policyLine = z.object({ policy: z.string(), readings: z.record(z.string(), z.string()) });

/** A line of /v1/result. */
export const resultLine = z.union([
  policyLine,
  z.object({ account }),
  z.object({ claim }),
  z.object({ payable }),
]);

export const setHashes = z.object({
  policy: z.string(),
  readings: z.record(z.string(), z.string()),
  accounts: z.string(),
  claims: z.string(),
  payables: z.string(),
});

export const digest = z.object({
  digest: z.string().nullable(),
  accounts: z.int().nullable(),
  claims: z.int().nullable(),
  pending: z.int(),
  beyondExact: z.array(z.string()).optional(),
});

/** `unbelieved`: messages that were refused, which are not pending. */
export const pending = z.object({
  pending: z.int(),
  unbelieved: z.int().default(0),
  /** Services that may have missed messages which NATS no longer retains. */
  gaps: z.array(z.object({ service: z.string(), since: z.string() })).default([]),
});

/** A thing as its register holds it, as far as a later revision of it needs to know. */
export const record = z.object({
  source: z.string(),
  current: z.object({ revision: z.int(), data: z.record(z.string(), z.unknown()) }),
});

const fault = z.object({ field: z.string(), reason: z.string(), message: z.string() });

export const eventResults = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      id: z.string().nullable(),
      outcome: z.enum(['recorded', 'duplicate', 'stale', 'refused']),
      faults: z.array(fault).default([]),
    }),
  ),
});

export const deadLettersPage = z.object({
  deadLetters: z.array(
    z.looseObject({
      service: z.string(),
      id: z.string(),
      subject: z.string(),
      about: z.string(),
      reason: z.string(),
      at: z.string(),
      discarded: z.object({ by: z.string(), reason: z.string(), at: z.string() }).nullish(),
    }),
  ),
  next: z.string().nullish(),
});

const payeeProposal = z.looseObject({
  number: z.int(),
  accountNo: z.string(),
  bankName: z.string(),
  by: z.string(),
  sharedWith: z.array(z.string()).default([]),
  sharedBecause: z.string().nullish(),
});

export const payee = z.looseObject({
  entity: z.string(),
  state: z.string(),
  standing: payeeProposal.nullable(),
  waiting: payeeProposal.nullable(),
});

export const payeesPage = z.object({ payees: z.array(payee), next: z.string().nullish() });

export type Payee = z.output<typeof payee>;
export type Account = z.output<typeof account>;
export type Claim = z.output<typeof claim>;
export type Payable = z.output<typeof payable>;
export type NoClaim = z.output<typeof noClaim>;
export type Explanation = z.output<typeof explanation>;
export type Order = z.output<typeof order>;
export type EventResult = z.output<typeof eventResults>['results'][number];
export type DeadLetter = z.output<typeof deadLettersPage>['deadLetters'][number];

const received = z.object({
  register: z.string(),
  source: z.string(),
  facts: z.int(),
  newestRecordedAt: z.string().nullable(),
  newestTime: z.string().nullable(),
  missingFacts: z.int(),
  sendAgainFrom: z.string().nullable(),
});
export type Received = z.output<typeof received>;
export const receivedPage = z.object({ received: z.array(received), next: z.string().nullish() });

const missingFact = z.object({
  id: z.string(),
  source: z.string(),
  revision: z.int(),
  time: z.string(),
  dismissed: z.object({ by: z.string(), reason: z.string(), at: z.string() }).nullable(),
});
export type MissingFact = z.output<typeof missingFact>;
export const missingFactsPage = z.object({ missingFacts: z.array(missingFact), next: z.string().nullish() });

const markedRecord = z.looseObject({
  type: z.string(),
  subject: z.string(),
  source: z.string(),
  current: z.looseObject({ revision: z.int() }),
  marks: z.array(z.string()),
});
export type MarkedRecord = z.output<typeof markedRecord>;
export const markedRecordsPage = z.object({
  records: z.array(markedRecord),
  next: z.string().nullish(),
});
