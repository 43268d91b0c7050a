import type { Fact } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { claimsOf, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { City, HeldDatabase, type Item, Random, randomFacts } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  asMessage,
  atRest,
  digestOf,
  expectedDigest,
  factOf,
  history,
  type Message,
  open,
  POLICY,
  type Readings,
  type Running,
  receive,
} from './awards-for-tests.ts';
import { openCollections } from './store/collections.ts';

const { seeds: SEEDS, shared: SHARED } = numbersOf('awards');
const numbered = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);
const log = createLogger('awards-test', 'silent');
let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'awards-test', log);
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

describe('facts in any order, doubled, in batches of any size', () => {
  it.each(numbered(1, SEEDS))('give the digest of replay (seed %i)', async (seed) => {
    await withAwards(`order_${seed}`, {}, async (database, awards) => {
      const { facts, messages } = history(randomFacts(seed, 300), new Random(seed));
      for (const batch of batches(new Random(seed), messages)) await receive(awards, batch);
      await atRest(awards);
      expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    });
  });

  it.each(numbered(101, SHARED))('give it too when two processes share them (seed %i)', async (seed) => {
    await withAwards(`race_${seed}`, {}, async (database, awards) => {
      const other = await open(nats, database, {});
      const { facts, messages } = history(randomFacts(seed, 300), new Random(seed));
      const all = batches(new Random(seed), messages);
      await Promise.all(
        [awards, other].map(async (one, index) => {
          for (const batch of all.filter((_, place) => place % 2 === index)) await receive(one, batch);
        }),
      );
      await atRest(awards);
      await other.stop();
      expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
    });
  });
});

it('goes on with a far reach where another process left it', async () => {
  const [intermediary, ...rest] = randomFacts(1, 200).flatMap((fact) =>
    fact.type === 'duixian.contract.v1' && fact.data.buyer.uscc && fact.data.intermediary ? [fact] : [],
  );
  const template = intermediary ?? rest[0];
  if (!template) throw new Error('there is a contract with an intermediary');
  const uscc = template.data.intermediary?.uscc ?? '';
  const contracts = Array.from({ length: 1_200 }, (_, index): Fact => {
    const subject = `20184101${String(index).padStart(8, '0')}`;
    const data = { ...template.data, registeredOn: '2018-06-15', status: 'registered' as const };
    return { ...template, subject, data: { ...data, relatedParties: false, fiscallyFunded: false } };
  });
  const recognition: Fact = {
    type: 'duixian.recognition.v1',
    subject: 'far',
    source: 'urn:test',
    id: 'far',
    time: '2020-01-02T03:04:05Z',
    data: {
      revision: 1,
      uscc,
      kind: 'service-institution',
      level: 'municipal',
      documentNo: 'EXAMPLE',
      recognizedOn: '2018-01-01',
      status: 'recognized',
      revokedOn: null,
    },
  };
  const facts = [...contracts, recognition];
  await withAwards('far', {}, async (_, awards) =>
    receive(
      awards,
      contracts.map((fact) => asMessage(fact)),
    ),
  );
  // Stopped at once: what is left of the invalidation stays stored.
  await withAwards('far', {}, async (_, awards) => receive(awards, [asMessage(recognition)]));
  await withAwards('far', {}, async (database, awards) => {
    await atRest(awards);
    expect(await digestOf(database, {})).toBe(expectedDigest(facts, {}));
  });
});

const CITY = new City({ entities: 2, institutions: 1 });
const RECOGNITION = standing('duixian.recognition.v1');
const RESEARCH_RATE = standing('duixian.decision.v1');
const DEVELOPMENT = factOf(CITY.contract(0), { category: 'development' });
const [BUYER, SELLER] = [CITY.party(0).subject, CITY.party(1).subject];

/** What one process computes, what it depends on, and what another process changes of that meanwhile. */
const MEETINGS: readonly [string, known: readonly Fact[], computed: Fact, changed: Fact][] = [
  ['a recognition', [], factOf(CITY.contract(0)), RECOGNITION],
  [
    'a recognition that is voided',
    [RECOGNITION],
    factOf(CITY.contract(0)),
    amended(RECOGNITION, { status: 'voided' }),
  ],
  ['a contract', [RESEARCH_RATE], factOf(CITY.receipt(0)), DEVELOPMENT],
  ['a receipt', [RESEARCH_RATE], DEVELOPMENT, factOf(CITY.receipt(0))],
  ['a decision for the year', [DEVELOPMENT], factOf(CITY.receipt(0)), RESEARCH_RATE],
  [
    'a decision for the fact',
    [DEVELOPMENT],
    factOf(CITY.receipt(0)),
    amended(RESEARCH_RATE, { scope: { fact: { type: 'duixian.receipt.v1', subject: 'E-0' } } }),
  ],
  [
    'a decision for the entity',
    [DEVELOPMENT],
    factOf(CITY.receipt(0)),
    amended(RESEARCH_RATE, { scope: { entity: SELLER, year: 2018 } }),
  ],
  ['a sanction', [], factOf(CITY.contract(0)), sanctionOf(BUYER)],
  ['a parent', [], factOf(CITY.contract(0)), factOf(CITY.party(0), { parentUscc: SELLER })],
];

describe('two processes that meet', () => {
  it.each(MEETINGS)('%s changes while a fact that leans on it is computed', async (_, known, one, other) => {
    await withPair({ blind: false }, async ({ database, held, heldAwards, awards }) => {
      await receive(
        awards,
        known.map((fact) => asMessage(fact)),
      );
      await held.meet(
        () => receive(heldAwards, [asMessage(one)]),
        async () => {
          await receive(awards, [asMessage(other)]);
          // Its search for facts that depend on the change is over, and found nothing.
          await atRest(awards);
        },
      );
      await agree(database, awards, [...known, one, other]);
    });
  });

  it.each(MEETINGS)(
    '%s changes, and the process ends before it looks again',
    async (_, known, one, other) => {
      await withPair({ blind: false }, async ({ database, held, heldAwards, awards }) => {
        await receive(
          awards,
          known.map((fact) => asMessage(fact)),
        );
        const meeting = held.meet(
          () => receive(heldAwards, [asMessage(one)]),
          async () => {
            await receive(awards, [asMessage(other)]);
            await atRest(awards);
            held.breakNextRead();
          },
        );
        await expect(meeting).rejects.toThrow('the connection to the database is lost');
        // Nothing was acknowledged, so it is delivered again, to the other process.
        await receive(awards, [asMessage(one)]);
        await agree(database, awards, [...known, one, other]);
      });
    },
  );

  it('one changes again what another has just recomputed', async () => {
    await withPair({ blind: false }, async ({ database, held, heldAwards, awards, stopInvalidations }) => {
      await stopInvalidations();
      const [contract, recognition] = [factOf(CITY.contract(0)), RECOGNITION];
      const voided = amended(recognition, { status: 'voided' });
      await receive(awards, [asMessage(contract)]);
      await receive(awards, [asMessage(recognition)]);
      await held.meet(
        async () => {
          for (const background of heldAwards.background ?? []) await background.start();
          await atRest(heldAwards);
        },
        () => receive(awards, [asMessage(voided)]),
        'reaches',
      );
      await agree(database, awards, [contract, voided]);
    });
  });

  describe.each([
    ['and MongoDB sees it', { blind: false }],
    ['and only versions show it', { blind: true }],
  ])('on one document %s', (_, { blind }) => {
    it('an account', async () => {
      await meetOn({ blind }, [CITY.contract(4)], CITY.contract(0), CITY.contract(2));
    });

    it('a fact in two versions', async () => {
      const amount = { technologyAmountFen: 1_000 };
      const [first, second, third] = [
        factOf(CITY.contract(0), { status: 'voided' }),
        factOf(CITY.contract(0), { revision: 2 }),
        factOf(CITY.contract(0), { ...amount, revision: 3, ...swapped(CITY.contract(0)) }),
      ];
      await withPair({ blind }, async ({ database, held, heldAwards, awards }) => {
        await receive(awards, [asMessage(first)]);
        await held.meet(
          () => receive(heldAwards, [asMessage(second)]),
          () => receive(awards, [asMessage(third)]),
        );
        await agree(database, awards, [third]);
      });
    });

    it('what an entity holds', async () => {
      await withPair({ blind }, async ({ database, held, heldAwards, awards }) => {
        const [recognition, contract] = [RECOGNITION, factOf(CITY.contract(0))];
        const institution = String((recognition.data as { uscc: string }).uscc);
        const [known, sanction] = [sanctionOf(BUYER), sanctionOf(institution)];
        await receive(awards, [asMessage(contract), asMessage(factOf(CITY.party(0)))]);
        await receive(awards, [
          asMessage({
            ...known,
            subject: 'earlier',
            data: { ...known.data, uscc: institution, status: 'voided' },
          } as Fact),
        ]);
        await held.meet(
          () => receive(heldAwards, [asMessage(sanction)]),
          () => receive(awards, [asMessage(recognition)]),
        );
        await agree(database, awards, [contract, recognition, sanction]);
      });
    });
  });
});

type Pair = {
  readonly database: Database;
  /** A proxy in front of the database of one of the two. */
  readonly held: HeldDatabase<Database>;
  readonly heldAwards: Running;
  readonly awards: Running;
  /** Stops those of the process that is not held; those of the other never run by themselves. */
  stopInvalidations(): Promise<void>;
};

let pairs = 0;

async function withPair({ blind }: { blind: boolean }, work: (pair: Pair) => Promise<void>): Promise<void> {
  pairs += 1;
  await withAwards(`pair_${pairs}`, {}, async (database, awards) => {
    const held = new HeldDatabase(database, { blind });
    const heldAwards = await open(nats, held.connection, {}, { background: false });
    const stopInvalidations = async () => {
      for (const background of awards.background ?? []) await background.stop();
    };
    try {
      await work({ database, held, heldAwards, awards, stopInvalidations });
    } finally {
      await heldAwards.stop();
    }
  });
}

async function meetOn(how: { blind: boolean }, known: Item[], one: Item, other: Item): Promise<void> {
  await withPair(how, async ({ database, held, heldAwards, awards }) => {
    await receive(
      awards,
      known.map((item) => asMessage(factOf(item))),
    );
    await held.meet(
      () => receive(heldAwards, [asMessage(factOf(one))]),
      () => receive(awards, [asMessage(factOf(other))]),
    );
    await agree(
      database,
      awards,
      [...known, one, other].map((item) => factOf(item)),
    );
  });
}

/**
 * Accounts and claims equal those of a replay over the newest of these facts. One more process works off what a process
 * left that has ended: it looks when it starts, the others seconds later.
 */
async function agree(database: Database, awards: Running, facts: readonly Fact[]): Promise<void> {
  const successor = await open(nats, database, {});
  await atRest(awards);
  await successor.stop();
  const newest = [...new Map(facts.map((fact) => [`${fact.type} ${fact.subject}`, fact])).values()];
  const policy = loadPolicy(POLICY);
  const expected = fillAccounts(policy, claimsOf(policy, newest));
  const { accounts } = await openCollections(database);
  const live = await accounts
    .find({ claims: { $gt: 0 } })
    .sort({ _id: 1 })
    .toArray();
  const claimed = (account: { entity: string; year: number; group: string; claimedFen: bigint }) =>
    `${account.entity} ${account.year} ${account.group}: ${account.claimedFen}`;
  expect(live.map(claimed)).toEqual(expected.map(claimed));
  expect(await digestOf(database, {})).toBe(resultDigest(expected));
}

/** The first fact of its type that holds from the beginning. */
function standing(type: string): Fact {
  for (const item of CITY.standing()) if (item.type === type) return factOf(item);
  throw new Error(`a city has ${type}`);
}

function amended(fact: Fact, change: object): Fact {
  return { ...fact, data: { ...fact.data, ...change, revision: fact.data.revision + 1 } } as Fact;
}

/** Swaps buyer and seller, each with a kind that may earn. */
function swapped(item: Item): object {
  const { buyer, seller } = item['data'] as { buyer: object; seller: object };
  return { buyer: { ...seller, kind: 'enterprise' }, seller: buyer };
}

function sanctionOf(uscc: string): Fact {
  const data = { revision: 1, uscc, from: '2018-01-01', until: null, documentNo: 'EXAMPLE', reason: '示例' };
  return {
    ...factOf(CITY.party(0)),
    type: 'duixian.sanction.v1',
    subject: `sanction-${uscc}`,
    data: { ...data, status: 'active' },
  } as Fact;
}

async function withAwards(
  name: string,
  readings: Readings,
  work: (database: Database, awards: Running) => Promise<void>,
): Promise<void> {
  const database = await connectDatabase(servers.mongo.url, `awards_${name}`);
  const awards = await open(nats, database, readings);
  try {
    await work(database, awards);
  } finally {
    await awards.stop();
    await database.client.close();
  }
}

/** In their order, up to forty at a time. */
function batches(random: Random, messages: readonly Message[]): Message[][] {
  const cut: Message[][] = [];
  for (let at = 0; at < messages.length; ) {
    const size = 1 + random.below(40);
    cut.push(messages.slice(at, at + size));
    at += size;
  }
  return cut;
}
