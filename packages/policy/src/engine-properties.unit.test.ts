import { readFileSync } from 'node:fs';
import type { ContractData, Fact } from '@duixian/facts';
import { examples } from '@duixian/testing/long-forms';
import { assert } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { fillAccounts } from './account.ts';
import { AccountSums } from './account-sums.ts';
import { AllFactsContext } from './all-facts-context.ts';
import { assess, findings } from './assess.ts';
import { decisionCheck } from './check-decision.ts';
import { dependsOn } from './depends-on.ts';
import type { EligibilityContext } from './eligibility-context.ts';
import type { PackDocument, Readings } from './pack-document.ts';
import { PassingFacts } from './passing-facts.ts';
import { policyOf } from './policy-of-packs.ts';
import { claimsOf } from './recompute.ts';
import { resultDigest } from './result-document.ts';
import { accountLine, claimLine } from './set-hash.ts';
import { readCases } from './worked-cases/case-file.ts';
import { factOfLine, readNotedFact } from './worked-cases/fact-notation.ts';

const POLICY = 'zhengzhou-2017-61';
const pack: PackDocument = parse(
  readFileSync(new URL(`../packs/${POLICY}/policy.yaml`, import.meta.url), 'utf8'),
);
const { parties } = readCases(POLICY);
/** Conditions whose sentence says everything, at least where the fact does not name the party that they check. */
const EXHAUSTIVE = new Set([
  'contractKnown',
  'kindIs',
  'inCity',
  'holdsRecognition',
  'firstOfItsKind',
  'beneficiaryHasUscc',
]);
const defaultPolicy = policyOf(pack, {}, '');

// Random facts are written in the notation of the worked cases, with few parties and days, so that they often relate.
const day = fc.constantFrom(
  '2016-03-01',
  '2017-03-17',
  '2017-05-12',
  '2018-12-31',
  '2019-01-01',
  '2019-06-01',
);
const own = fc.constantFrom('Bridge', 'Bridge West', 'Bridge Gate', 'University', 'Optics', 'Silk Road');
const anybody = fc.oneof({ weight: 4, arbitrary: own }, fc.constantFrom('Berlin', 'Hong Kong', 'Tokyo'));
const number = fc.integer({ min: 1, max: 6 });
const yuan = fc.constantFrom('0.00', '0.50', '12,345.67', '500,000.00', '40,000,000.00');
const maybe = (...clauses: string[]) =>
  fc.constantFrom('', '', '', ...clauses.map((clause) => `; ${clause}`));
const year = fc.constantFrom('2018', '2019');

type Line = readonly [key: string, text: string];
const line = (key: fc.Arbitrary<string>, text: fc.Arbitrary<string>): fc.Arbitrary<Line> =>
  fc.tuple(key, text);
const joined = (...parts: (string | fc.Arbitrary<unknown>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((values) => values.join(''));

const anyLine: fc.Arbitrary<Line> = fc.oneof(
  line(
    joined('party ', own),
    joined(fc.constantFrom('branch of Bridge', 'branch of Bridge West', 'kind other')),
  ),
  line(
    joined('recognition A', number, ' ', day),
    joined(
      own,
      '; ',
      fc.constantFrom('service-institution', 'international', 'demonstration', 'demonstration provincial'),
      maybe('revoked 2019-06-01', 'voided'),
    ),
  ),
  line(joined('sanction S', number, ' ', day), joined(own, maybe('until 2019-06-02', 'voided'))),
  line(
    joined('contract C', number, ' ', day),
    joined(
      ...[
        anybody,
        ' → ',
        anybody,
        '; ',
        yuan,
        fc.constantFrom('', '; through Bridge', '; through Silk Road'),
      ],
      ...[maybe('technology 0.50'), maybe('signed 2015-12-31'), '; development', maybe('related', 'voided')],
    ).filter((text) => !/; 0.00.*technology/.test(text)),
  ),
  line(joined('receipt K', number, ' ', day), joined('of C', number, '; ', yuan, maybe('returned'))),
  line(joined('usage U', number), joined(own, ' → ', anybody, '; ', yuan, maybe('draft'))),
  line(
    joined('invoice V', number, ' ', day),
    joined(anybody, ' → ', anybody, '; ', yuan, maybe('for U1, U2', 'for U2'), maybe('issued', 'related')),
  ),
  line(
    joined('decision D', number, ' 2020-01-01'),
    joined(
      fc.constantFrom(
        '20%; under sharing-user',
        '20%; under sharing-owner',
        '20%; under commissioned-research',
      ),
      fc.oneof(joined('; for ', year), joined('; for ', own, ' ', year), joined('; for receipt K', number)),
    ),
  ),
  line(
    joined('decision D', number, ' 2019-05-05'),
    joined('under ip-service; 50,000.00; for ', own, ' 2019', maybe('withdrawn')),
  ),
);

const facts: fc.Arbitrary<Fact[]> = fc
  .array(anyLine, { minLength: 15, maxLength: 60, size: 'max' })
  .map((lines) => {
    const newest = new Map<string, Fact>();
    for (const [key, text] of lines) {
      const read = readNotedFact(
        factOfLine(key, text, parties, POLICY),
        decisionCheck(() => defaultPolicy),
      );
      // Intake refuses a party that was drawn as its own branch.
      if ('fact' in read) newest.set(`${read.fact.type} ${read.fact.subject}`, read.fact);
    }
    return [...newest.values()];
  });

const readings: fc.Arbitrary<Readings> = fc.record(
  Object.fromEntries(
    Object.entries(pack.readings).map(([id, { values }]) => [id, fc.constantFrom(...values)]),
  ),
);

describe('For random facts and readings', () => {
  it('a claim leans on nothing that leansOn does not announce', () => {
    fc.assert(
      fc.property(facts, readings, (known, chosen) => {
        const policy = policyOf(pack, chosen, '');
        const context = new AllFactsContext(known);
        for (const fact of known) {
          const contract =
            fact.type === 'duixian.receipt.v1' ? context.contract(fact.data.registrationNo) : undefined;
          const guarded = announcedOnly(context, dependsOn(policy, fact, contract));
          expect(assess(policy, fact, guarded)).toEqual(assess(policy, fact, context));
          findings(policy, fact, guarded);
        }
      }),
      { numRuns: examples(300) },
    );
  });

  it('the order in which they stand changes nothing', () => {
    const orders = facts.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray(known, { minLength: known.length })),
    );
    fc.assert(
      fc.property(orders, readings, ([known, shuffled], chosen) => {
        const policy = policyOf(pack, chosen, '');
        const digestOf = (each: Fact[]) => resultDigest(fillAccounts(policy, claimsOf(policy, each)));
        expect(digestOf(shuffled)).toBe(digestOf(known));
      }),
      { numRuns: examples(200) },
    );
  });

  it('no account exceeds its cap, and what is granted adds up to what is entitled', () => {
    fc.assert(
      fc.property(facts, readings, (known, chosen) => {
        const policy = policyOf(pack, chosen, '');
        for (const { capFen, claimedFen, entitledFen, claims } of fillAccounts(
          policy,
          claimsOf(policy, known),
        )) {
          const granted = claims.reduce((sum, { grantedFen = 0n }) => sum + grantedFen, 0n);
          expect(granted).toBe(entitledFen);
          expect(entitledFen).toBe(capFen !== null && capFen < claimedFen ? capFen : claimedFen);
        }
      }),
      { numRuns: examples(200) },
    );
  });

  it('contracts that pass by make the same claims and accounts as if all were kept', () => {
    fc.assert(
      fc.property(facts, readings, (known, chosen) => {
        const policy = policyOf(pack, chosen, '');
        const explained: string[] = [];
        const sums = new AccountSums(policy);
        const passing = new PassingFacts(policy, (claim) => {
          explained.push(claimLine(claim));
          sums.add(claim);
        });
        const isContract = ({ type }: Fact) => type === 'duixian.contract.v1';
        for (const fact of known) if (!isContract(fact)) passing.take(fact);
        for (const fact of known) if (isContract(fact)) passing.take(fact);
        expect(passing.end().circles()).toEqual(new AllFactsContext(known).circles());
        const claims = [...claimsOf(policy, known)];
        expect(explained.sort()).toEqual(claims.map(claimLine).sort());
        const accounts = fillAccounts(policy, claims).map(accountLine);
        expect([...sums.accounts()].map(accountLine).sort()).toEqual(accounts.sort());
      }),
      { numRuns: examples(200) },
    );
  });

  it('findings and assess agree on what is claimed, and whatever fails has a reason', () => {
    fc.assert(
      fc.property(facts, readings, (known, chosen) => {
        const policy = policyOf(pack, chosen, '');
        const context = new AllFactsContext(known);
        for (const fact of known) {
          const found = findings(policy, fact, context);
          expect(found.flatMap(({ claim }) => claim ?? [])).toEqual(assess(policy, fact, context));
          for (const { claim, failed } of found) expect(failed.length === 0).toBe(claim !== undefined);
          const ofKnown = found.filter(({ failed }) => !failed.some(({ name }) => name === 'contractKnown'));
          const unexplained = ofKnown.flatMap((one) => one.failed.filter((_, at) => !one.found[at]));
          expect(unexplained.map(({ name }) => name).filter((name) => !EXHAUSTIVE.has(name))).toEqual([]);
        }
      }),
      { numRuns: examples(100) },
    );
  });
});

/** A context that answers only what was announced, and fails for anything else. */
function announcedOnly(
  context: EligibilityContext,
  dependencies: ReturnType<typeof dependsOn>,
): EligibilityContext {
  const announced = <Answer>(isAnnounced: boolean, what: string, answer: () => Answer): Answer => {
    assert(isAnnounced, `${what} was asked for, but not announced`);
    return answer();
  };
  return {
    standingOf: (uscc) => announced(dependencies.usccs.includes(uscc), uscc, () => context.standingOf(uscc)),
    yearDecisions: (provision, of) =>
      announced(
        dependencies.yearDecisions.some((each) => each.provision === provision && each.year === of),
        `decisions of ${provision} ${of}`,
        () => context.yearDecisions(provision, of),
      ),
    factDecisions: (record) =>
      announced(
        dependencies.factDecisions?.type === record.type &&
          dependencies.factDecisions.subject === record.subject,
        `decisions for ${record.subject}`,
        () => context.factDecisions(record),
      ),
    contract: (registrationNo): ContractData | undefined =>
      announced(dependencies.contract === registrationNo, `contract ${registrationNo}`, () =>
        context.contract(registrationNo),
      ),
    receivedFen: (registrationNo) =>
      announced(dependencies.receipts === registrationNo, `receipts of ${registrationNo}`, () =>
        context.receivedFen(registrationNo),
      ),
  };
}
