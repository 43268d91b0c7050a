import { describe, expect, it } from '@jest/globals';
import { isHopeless, secretsAfterRotation, secretsInForce } from './endpoint.ts';

const NOW = new Date('2026-03-02T01:00:00Z');
const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS);

it.each([
  ['five days of nothing but failure and ten attempts', ago(120), 10, true],
  ['nine attempts', ago(120), 9, false],
  ['a shorter time', ago(119), 99, false],
  ['a success since', null, 0, false],
] as const)('an endpoint with %s: hopeless is %p', (_, failingSince, failures, expected) => {
  expect(isHopeless({ failingSince, failures }, NOW)).toBe(expected);
});

describe('secrets', () => {
  const [one, two, three] = [1, 2, 3].map((byte) => Uint8Array.of(byte)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];

  it('of a rotation both sign for a day, in which there is no second one', () => {
    const first = [{ sealed: one, until: null }];
    const rotated = secretsAfterRotation(first, two, NOW) ?? [];
    expect(rotated.map(({ sealed }) => sealed)).toEqual([two, one]);
    const soon = new Date(NOW.getTime() + 24 * HOUR_MS - 1);
    expect(secretsAfterRotation(rotated, three, soon)).toBeUndefined();
    const later = new Date(NOW.getTime() + 24 * HOUR_MS);
    expect(secretsInForce(rotated, later).map(({ sealed }) => sealed)).toEqual([two]);
    expect(secretsAfterRotation(rotated, three, later)?.map(({ sealed }) => sealed)).toEqual([three, two]);
  });
});
