import { compareRecognitions, rootOf } from '@duixian/policy';
import { Random } from '@duixian/testing';
import { compareCodePoints, defined } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { type Move, reassignBranches } from './reassign-branches.ts';
import { ReferenceData } from './reference-data.ts';
import { referenceKey } from './reference-key.ts';
import { absentParty, type PartyState, type StoredReference } from './reference-state.ts';

type Parties = ReadonlyMap<string, PartyState>;

describe('after parents changed', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => [seed]))(
    'everybody is where a computation from nothing puts them (seed %i)',
    (seed) => {
      const random = new Random(seed);
      const usccs = Array.from(
        { length: 2 + random.below(14) },
        (_, index) => `U${String(index).padStart(2, '0')}`,
      );
      let parties: Parties = new Map(usccs.map((uscc) => [uscc, holding(uscc, random)]));
      for (let step = 0; step < 25; step++) {
        const moves = randomMoves(random, usccs);
        const after = moved(parties, moves);
        expect(summary(after)).toEqual(summary(fromNothing(after)));
        expectHeld(parties, after);
        parties = after;
      }
    },
  );

  it('only what moved is written: a branch that joins a parent of 50,000 costs as much as the first', () => {
    const branches = Array.from({ length: 50_000 }, (_, index) => `B${index}`);
    const parties = new Map<string, PartyState>(
      branches.map((uscc) => [uscc, { ...absentParty(uscc), parent: 'A', entity: 'A' }] as const),
    );
    const referenceData = referenceDataOf(
      new Map([...parties, ['A', { ...absentParty('A'), isRestating: true }]]),
      ['C'],
    );
    move(referenceData, [{ uscc: 'C', parent: 'A' }]);
    expect(
      referenceData
        .writes()
        .map(({ after }) => after._id)
        .sort(),
    ).toEqual(['party/A', 'party/C']);
    expect([...referenceData.invalidated]).toEqual(['party/C']);
    expect([...referenceData.retold]).toEqual(['C']);
  });

  it('a USCC without accounts that joins is not held, unless others were its own', () => {
    const parties = new Map([
      ['B', { ...absentParty('B'), parent: 'A', entity: 'A' }],
      ['A', absentParty('A')],
    ]);
    const referenceData = referenceDataOf(parties, ['C', 'D']);
    const moves = [
      { uscc: 'A', parent: 'D' },
      { uscc: 'C', parent: 'D' },
    ];
    for (const { uscc, parent } of moves)
      referenceData.change(referenceKey.party(uscc), { ...referenceData.party(uscc), parent }, false);
    reassignBranches(referenceData, moves, new Set(['A', 'C', 'D']));
    expect([...referenceData.retold].sort()).toEqual(['A', 'D']);
    expect(referenceData.party('C')).toMatchObject({ entity: 'D', isRestating: false, entityVersion: 0n });
  });

  it('a chain of 50,000 moves as a whole, each link looked at once', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => `L${index}`);
    const parties = new Map(
      chain.map(
        (uscc, index) =>
          [uscc, { ...absentParty(uscc), parent: chain[index - 1] ?? null, entity: 'L0' }] as const,
      ),
    );
    const referenceData = referenceDataOf(parties, ['TOP']);
    move(referenceData, [{ uscc: 'L0', parent: 'TOP' }]);
    expect(chain.every((uscc) => referenceData.party(uscc).entity === 'TOP')).toBe(true);
  });
});

function randomMoves(random: Random, usccs: readonly string[]): Move[] {
  const count = 1 + random.below(4);
  const moves = new Map<string, Move>();
  for (let index = 0; index < count; index++) {
    const uscc = defined(usccs[random.below(usccs.length)], 'one of them');
    const parent = random.isTrue(0.25) ? null : defined(usccs[random.below(usccs.length)], 'one of them');
    if (parent !== uscc) moves.set(uscc, { uscc, parent });
  }
  return [...moves.values()];
}

function holding(uscc: string, random: Random): PartyState {
  const id = (kind: string) => `${kind}-${uscc}`;
  const recognition = {
    ...{ id: id('R'), uscc, kind: 'demonstration', level: 'municipal', status: 'recognized' },
    ...{ recognizedOn: `2018-01-0${1 + random.below(9)}`, revokedOn: null },
  } as PartyState['recognitions'][number];
  const sanction = { id: id('S'), uscc, from: '2018-01-01', until: null };
  return {
    ...absentParty(uscc),
    recognitions: random.isTrue(0.5) ? [recognition] : [],
    sanctions: random.isTrue(0.5) ? [sanction] : [],
  };
}

function referenceDataOf(parties: Parties, absent: readonly string[] = []): ReferenceData {
  const stored = [...parties].map(([uscc, state]): [string, StoredReference] => {
    const _id = referenceKey.party(uscc);
    return [_id, { _id, version: 1n, guard: 1n, state }];
  });
  const missing = absent.map((uscc) => [referenceKey.party(uscc), undefined] as const);
  return new ReferenceData(new Map([...stored, ...missing]), new Map(), 0n);
}

function move(referenceData: ReferenceData, moves: readonly Move[]): void {
  for (const { uscc, parent } of moves)
    referenceData.change(referenceKey.party(uscc), { ...referenceData.party(uscc), parent }, false);
  reassignBranches(referenceData, moves);
}

function moved(parties: Parties, moves: readonly Move[]): Map<string, PartyState> {
  const referenceData = referenceDataOf(parties);
  const actual = moves.filter(({ uscc, parent }) => referenceData.party(uscc).parent !== parent);
  move(referenceData, actual);
  for (const [uscc, before] of parties) {
    const after = referenceData.party(uscc);
    // A fact that names a USCC depends on it, and on what its entity holds.
    const isOther = before.entity !== after.entity || held(before) !== held(after);
    expect(referenceData.invalidated.has(referenceKey.party(uscc))).toBe(isOther);
  }
  return new Map([...parties.keys()].map((uscc) => [uscc, referenceData.party(uscc)]));
}

/** All at once, from the parents alone: quadratic, and simple. */
function fromNothing(parties: Parties): Parties {
  const usccs = [...parties.keys()];
  const roots = new Map(usccs.map((uscc) => [uscc, rootOf(uscc, (each) => parties.get(each)?.parent)]));
  const entityOf = (uscc: string) => defined(roots.get(uscc), 'everybody has a root').entity;
  const all = [...parties.values()];
  return new Map(
    [...parties].map(([uscc, party]) => {
      const own = ({ uscc: holder }: { uscc: string }) =>
        entityOf(uscc) === uscc && entityOf(holder) === uscc;
      return [
        uscc,
        {
          ...party,
          entity: entityOf(uscc),
          circle: entityOf(uscc) === uscc ? (roots.get(uscc)?.circle ?? []) : [],
          recognitions: all.flatMap(({ recognitions }) => recognitions.filter(own)).sort(compareRecognitions),
          sanctions: all.flatMap(({ sanctions }) => sanctions.filter(own)),
        },
      ];
    }),
  );
}

/** An entity that gained or lost a USCC is held, and none is released. */
function expectHeld(before: Parties, after: Parties): void {
  const touched = new Set(
    [...after].flatMap(([uscc, { entity }]) => {
      const former = before.get(uscc)?.entity ?? uscc;
      return former === entity ? [] : [former, entity];
    }),
  );
  for (const [uscc, party] of after)
    expect([uscc, party.isRestating]).toEqual([uscc, touched.has(uscc) || before.get(uscc)?.isRestating]);
}

function held({ recognitions, sanctions }: PartyState): string {
  return ids([...recognitions, ...sanctions]);
}

function ids(records: readonly { id: string }[]): string {
  return records
    .map(({ id }) => id)
    .sort(compareCodePoints)
    .join();
}

function summary(parties: Parties): string[] {
  return [...parties].map(
    ([uscc, { entity, circle, recognitions, sanctions }]) =>
      `${uscc} of ${entity}, circle ${circle.join()}, ${recognitions.map(({ id }) => id).join()}, ${ids(sanctions)}`,
  );
}
