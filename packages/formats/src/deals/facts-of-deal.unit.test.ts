import { readItem } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Deal } from './deal.ts';
import { type DealHistory, withRevision } from './deal-history.ts';
import { type DealFact, factsOfDeal } from './facts-of-deal.ts';

const SELLER = {
  uscc: '91410300EXAMPLE24H',
  name: '洛阳示例光电股份有限公司',
  kind: 'enterprise',
  divisionCode: '410300',
} as const;
const BUYER = {
  uscc: '91410100EXAMPLE21X',
  name: '郑州示例精密机械有限公司',
  kind: 'enterprise',
  divisionCode: '410100',
} as const;
const BROKER = {
  uscc: '91410100EXAMPLE032',
  name: '郑州示例技术转移有限公司',
  kind: 'enterprise',
  divisionCode: '410105',
} as const;
const NO = '2019410100000901';
const LATER_NO = '2019410100000950';

const LISTED: Deal = {
  ...{ dealId: 'EX-DEAL-0001', revision: 1, mode: 'listing-agreement' },
  listing: { no: 'EX-2019-0117', title: '钢结构数字化建造技术转让（示例）' },
  ...{ seller: SELLER, buyers: [], intermediary: null, intermediarySigned: false, category: 'transfer' },
  ...{ priceFen: null, technologyAmountFen: null, instalments: [] },
  ...{ struckOn: null, signedOn: null, registrationNo: null, registeredOn: null },
  ...{ relatedParties: false, fiscallyFunded: false, status: 'listed' },
};

const REGISTERED: Deal = {
  ...LISTED,
  ...{ revision: 2, status: 'registered', buyers: [BUYER], intermediary: BROKER, intermediarySigned: true },
  ...{ priceFen: 560_000_000n, technologyAmountFen: 500_000_000n },
  instalments: [
    { id: '1', dueOn: '2019-04-30', amountFen: 280_000_000n, receivedOn: '2019-04-28', status: 'received' },
    { id: '2', dueOn: '2019-10-31', amountFen: 280_000_000n, receivedOn: null, status: 'due' },
  ],
  ...{ struckOn: '2019-03-13', signedOn: '2019-03-18', registrationNo: NO, registeredOn: '2019-04-08' },
};

function factsAfter(...deals: readonly Deal[]) {
  return factsOfDeal(historyOf(deals));
}

function historyOf(deals: readonly Deal[]): DealHistory {
  const [first, ...others] = deals;
  return others.reduce(
    (history, deal) => withRevision(history, deal),
    withRevision(undefined, first as Deal),
  );
}

/** In few words. */
function inShort({ facts }: { readonly facts: readonly DealFact[] }) {
  return facts.map(
    ({ subject, data: { status, revision } }) => `${subject} ${String(status)} @${String(revision)}`,
  );
}

describe('a deal becomes facts', () => {
  it.each([
    ['listed', LISTED],
    ['failed', { ...LISTED, status: 'failed' }],
    ['struck', { ...REGISTERED, status: 'struck', registrationNo: null, registeredOn: null }],
    ['cancelled before it had a number', { ...REGISTERED, status: 'cancelled', registrationNo: null }],
    ['of joint buyers, not registered', { ...REGISTERED, registrationNo: null, buyers: [BUYER, BROKER] }],
  ] satisfies [string, Deal][])('none while it is %s', (_, deal) => {
    expect(factsAfter(deal)).toEqual({ facts: [], lacks: [] });
  });

  it('with its registration number: a contract, and a receipt for what came in', () => {
    const { facts, lacks } = factsAfter(LISTED, REGISTERED);
    expect(lacks).toEqual([]);
    expect(facts).toEqual([
      {
        ...{ type: 'duixian.contract.v1', subject: NO, replaces: undefined, isTakenBack: false },
        data: {
          ...{ revision: 2, category: 'transfer', title: LISTED.listing.title, status: 'registered' },
          ...{ signedOn: '2019-03-18', registeredOn: '2019-04-08' },
          ...{ seller: SELLER, buyer: BUYER, intermediary: BROKER },
          ...{ totalAmountFen: 560_000_000, technologyAmountFen: 500_000_000 },
          ...{ relatedParties: false, fiscallyFunded: false },
        },
      },
      {
        ...{ type: 'duixian.receipt.v1', subject: 'EX-DEAL-0001/1', replaces: undefined, isTakenBack: false },
        data: {
          ...{ revision: 2, registrationNo: NO, receivedOn: '2019-04-28' },
          ...{ amountFen: 280_000_000, status: 'received' },
        },
      },
    ]);
  });

  it('an intermediary that did not sign is in no contract', () => {
    const [contract] = factsAfter({ ...REGISTERED, intermediarySigned: false }).facts;
    expect(contract?.data['intermediary']).toBeNull();
  });

  it('without a verified amount it waits, and the price is never taken for it', () => {
    const deal = { ...REGISTERED, technologyAmountFen: null };
    expect(factsAfter(deal)).toEqual({ facts: [], lacks: ['technologyAmountFen'] });
  });

  it('a price that changes is the contract under a higher revision', () => {
    const facts = factsAfter(REGISTERED, { ...REGISTERED, revision: 3, priceFen: 600_000_000n });
    expect(inShort(facts)).toEqual([`${NO} registered @3`, 'EX-DEAL-0001/1 received @3']);
    expect(facts.facts[0]?.data['totalAmountFen']).toBe(600_000_000);
  });

  it('cancelled after registration: voided with its amounts, what came in returned', () => {
    const instalments = REGISTERED.instalments.map((one) => ({
      ...one,
      status: one.status === 'received' ? ('returned' as const) : ('cancelled' as const),
    }));
    const facts = factsAfter(REGISTERED, { ...REGISTERED, revision: 3, status: 'cancelled', instalments });
    expect(inShort(facts)).toEqual([`${NO} voided @3`, 'EX-DEAL-0001/1 returned @3']);
    expect(facts.facts[0]?.data['technologyAmountFen']).toBe(500_000_000);
  });

  it('cancelled by a state that lacks the amounts: voided by what was known', () => {
    const bare = { ...LISTED, revision: 3, registrationNo: NO, status: 'cancelled' as const };
    const facts = factsAfter(REGISTERED, bare);
    expect(inShort(facts)).toEqual([`${NO} voided @3`, 'EX-DEAL-0001/1 returned @3']);
    expect(facts.lacks).toEqual([]);
  });

  it('registered anew: the old number is voided, the new one says which it replaces', () => {
    const facts = factsAfter(REGISTERED, { ...REGISTERED, revision: 3, registrationNo: LATER_NO });
    expect(inShort(facts)).toEqual([
      `${NO} voided @3`,
      `${LATER_NO} registered @3`,
      'EX-DEAL-0001/1 received @3',
    ]);
    expect(facts.facts.map(({ replaces }) => replaces)).toEqual([undefined, NO, undefined]);
    expect(facts.facts[2]?.data['registrationNo']).toBe(LATER_NO);
  });

  it('registered anew without a verified amount: all of it waits, and what stands stays', () => {
    const anew = { ...REGISTERED, revision: 3, registrationNo: LATER_NO, technologyAmountFen: null };
    expect(inShort(factsAfter(REGISTERED, anew))).toEqual([
      `${NO} registered @2`,
      'EX-DEAL-0001/1 received @2',
    ]);
    expect(factsAfter(REGISTERED, anew).lacks).toEqual(['technologyAmountFen']);
    expect(inShort(factsAfter(REGISTERED, anew, { ...anew, revision: 4, technologyAmountFen: 1n }))).toEqual([
      ...[`${NO} voided @4`, `${LATER_NO} registered @4`, 'EX-DEAL-0001/1 received @4'],
    ]);
  });

  it('a number that is taken back is voided, also where a state between lacked something', () => {
    const between = { ...REGISTERED, revision: 3, technologyAmountFen: null };
    const without = { ...REGISTERED, revision: 4, registrationNo: null, registeredOn: null };
    expect(inShort(factsAfter(REGISTERED, between, without))).toEqual([
      `${NO} voided @4`,
      'EX-DEAL-0001/1 returned @4',
    ]);
  });

  it('money that is not shown any more is returned', () => {
    const facts = factsAfter(REGISTERED, { ...REGISTERED, revision: 3, instalments: [] });
    expect(inShort(facts)).toEqual([`${NO} registered @3`, 'EX-DEAL-0001/1 returned @3']);
  });
});

describe('whatever revisions arrive', () => {
  const day = fc.constantFrom('2019-04-08', '2019-05-01', '2019-12-31');
  const instalment = fc.record({
    id: fc.constantFrom('1', '2', '3'),
    amountFen: fc.bigInt({ min: 0n, max: 9_999_999n }),
    receivedOn: day,
    dueOn: fc.constant(null),
    status: fc.constantFrom('due', 'received', 'returned', 'cancelled'),
  });
  const state = fc.record({
    registrationNo: fc.constantFrom(null, NO, LATER_NO),
    technologyAmountFen: fc.constantFrom(null, 1n, 500_000_000n),
    status: fc.constantFrom('listed', 'struck', 'registered', 'completed', 'cancelled', 'failed'),
    instalments: fc.uniqueArray(instalment, { selector: ({ id }) => id, maxLength: 3 }),
    registeredOn: fc.constantFrom('2019-04-08', null),
  });
  const revisions = fc
    .array(state, { minLength: 1, maxLength: 6 })
    .map((states) => states.map((one, index): Deal => ({ ...REGISTERED, ...one, revision: index + 1 })));
  const shuffled = revisions.chain((deals) =>
    fc.record({
      deals: fc.constant(deals),
      order: fc.shuffledSubarray([...deals, ...deals], { minLength: deals.length * 2 }),
    }),
  );

  it('the facts are the same in every order, and however often', () => {
    fc.assert(
      fc.property(shuffled, ({ deals, order }) => {
        expect(factsOfDeal(historyOf(order))).toEqual(factsOfDeal(historyOf(deals)));
      }),
    );
  });

  it('the door takes each of them, and no thing is in two', () => {
    fc.assert(
      fc.property(revisions, (deals) => {
        const { facts } = factsAfter(...deals);
        for (const { type, subject, data } of facts) {
          const event = {
            specversion: '1.0',
            id: 'x',
            source: 'urn:x:y',
            type,
            subject,
            time: '2020-01-01T00:00:00Z',
            data,
          };
          expect(readItem(event, 1_000)).toMatchObject({ fact: { subject } });
        }
        expect(new Set(facts.map(({ subject }) => subject)).size).toBe(facts.length);
      }),
    );
  });

  it('what was recorded at any revision and is not shown at the last one stands no more', () => {
    fc.assert(
      fc.property(revisions, (deals) => {
        const live = new Map<string, unknown>();
        for (let count = 1; count <= deals.length; count += 1)
          for (const { subject, data } of factsAfter(...deals.slice(0, count)).facts)
            live.set(subject, data['status']);
        const last = deals.at(-1) as Deal;
        if (factsAfter(...deals).lacks.length > 0) return;
        for (const number of [NO, LATER_NO])
          if (live.get(number) === 'registered') expect(last.registrationNo).toBe(number);
      }),
    );
  });

  it('a register that gets the facts of each arrival holds the same in effect, and refuses only what is taken back', () => {
    fc.assert(
      fc.property(shuffled, ({ deals, order }) => {
        expect(inEffect(heldAfter(order))).toEqual(inEffect(heldAfter(deals)));
      }),
    );
  });
});

type Kept = { readonly revision: number; readonly text: string };

/** What a register holds after the facts of each arrival. */
function heldAfter(order: readonly Deal[]): Map<string, Kept> {
  const held = new Map<string, Kept>();
  order.forEach((_, index) => {
    for (const { subject, data, isTakenBack } of factsAfter(...order.slice(0, index + 1)).facts) {
      const arriving = { revision: Number(data['revision']), text: JSON.stringify(data) };
      const before = held.get(subject);
      const isConflict = before?.revision === arriving.revision && before.text !== arriving.text;
      expect(isConflict && !isTakenBack).toBe(false);
      if (!before || before.revision < arriving.revision) held.set(subject, arriving);
    }
  });
  return held;
}

/** Contracts and receipts that stand, whole. */
function inEffect(held: ReadonlyMap<string, Kept>): string[] {
  return [...held.values()]
    .map(({ text }) => text)
    .filter((text) => !/"status":"(voided|returned)"/.test(text))
    .sort();
}
