import { expect, it } from '@jest/globals';
import { judgeSource, reservedSource } from './judge-source.ts';
import { FACT_TYPE_NAMES, type FactTypeName } from './names.ts';
import { OFFICERS_SOURCE, SOURCE_KINDS, type SourceKind, TYPES_OF_KIND } from './sources.ts';

const SOURCE = 'urn:duixian:exchange:henan';
const short = (type: string) => type.split('.')[1] ?? '';

/** The table of docs/authority.md: which kind may record a type at most. */
it.each<readonly [SourceKind, string]>([
  ['bureau', 'party recognition sanction decision'],
  ['exchange', 'contract receipt'],
  ['platform', 'instrument usage invoice'],
])('a source of kind %s may record %s, whatever it is named for', (kind, types) => {
  const terms = { kind, types: FACT_TYPE_NAMES, isWithdrawn: false };
  const may = FACT_TYPE_NAMES.filter((type) => judgeSource(SOURCE, type, terms) === undefined);
  expect(may.map(short).sort()).toEqual(types.split(' ').sort());
});

it('every type may be recorded by one kind of source and no other', () => {
  const all = SOURCE_KINDS.flatMap((kind) => TYPES_OF_KIND[kind]);
  expect(all.toSorted()).toEqual([...FACT_TYPE_NAMES].sort());
});

it('a source of a bureau that is not named for decisions records none, and is told what it may record', () => {
  const types: FactTypeName[] = ['duixian.party.v1', 'duixian.sanction.v1'];
  const terms = { kind: 'bureau', types, isWithdrawn: false } as const;
  expect(judgeSource('urn:bureau', 'duixian.party.v1', terms)).toBeUndefined();
  expect(judgeSource('urn:bureau', 'duixian.decision.v1', terms)).toEqual({
    field: 'source',
    reason: 'not-authorised',
    message:
      'urn:bureau, a source of kind bureau, may record duixian.party.v1, duixian.sanction.v1, and not duixian.decision.v1',
  });
});

it('what officers decide is sent by nobody, though it were a confirmed source of a bureau', () => {
  const terms = { kind: 'bureau', types: FACT_TYPE_NAMES, isWithdrawn: false } as const;
  for (const source of [OFFICERS_SOURCE, OFFICERS_SOURCE.toUpperCase()]) {
    const fault = judgeSource(source, 'duixian.decision.v1', terms);
    expect([fault?.reason, fault?.field]).toEqual(['not-authorised', 'source']);
    expect(fault?.message).toMatch(/is reserved for decisions of two officers.*propose the decision/);
    expect(reservedSource(source)).toEqual(fault);
  }
  expect(reservedSource('urn:duixian:bureau:decisions:2')).toBeUndefined();
});

it.each([
  ['that nobody confirmed', undefined, 'is not a confirmed source, so it may record nothing'],
  [
    'that was withdrawn',
    { kind: 'exchange', types: ['duixian.contract.v1'], isWithdrawn: true },
    'was withdrawn as a source, so it may record nothing',
  ],
  [
    'whose types this release does not know',
    { kind: 'exchange', types: ['duixian.later.v1'], isWithdrawn: false },
    'a source of kind exchange, may record nothing, and not duixian.contract.v1',
  ],
] as const)('a source %s records nothing', (_, terms, words) => {
  const fault = judgeSource(SOURCE, 'duixian.contract.v1', terms);
  expect([fault?.reason, fault?.field]).toEqual(['not-authorised', 'source']);
  expect(fault?.message).toContain(SOURCE);
  expect(fault?.message).toContain(words);
});
