import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endToEndIdOf, isEndToEndId } from './end-to-end-id.ts';

it('is DX and the first 24 characters of the base32 of the SHA-256 of the id', () => {
  // printf %s 91410100170051134L-2019-demonstration-provincial-1 | sha256sum | xxd -r -p | base32 | cut -c1-24
  expect(endToEndIdOf('91410100170051134L-2019-demonstration-provincial-1')).toBe(
    'DXVRKL3LKQLGZCYPSR56CEYRM7',
  );
});

it('is such a reference for any id, of at most 35 characters, and says the same again', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const reference = endToEndIdOf(id);
      expect(isEndToEndId(reference)).toBe(true);
      expect(reference).toMatch(/^[A-Z0-9]{1,35}$/);
      const bits = BigInt(`0x${createHash('sha256').update(id).digest('hex')}`)
        .toString(2)
        .padStart(256, '0');
      const signs = [...reference.slice(2)].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign));
      expect(signs.map((sign) => sign.toString(2).padStart(5, '0')).join('')).toBe(bits.slice(0, 120));
    }),
  );
});

it.each(['91410100170051134L-2019-sharing-1', 'R1-91410100170051134L', 'DX', 'dxaaaaaaaaaaaaaaaaaaaaaaaa'])(
  '%s is none',
  (id) => expect(isEndToEndId(id)).toBe(false),
);
