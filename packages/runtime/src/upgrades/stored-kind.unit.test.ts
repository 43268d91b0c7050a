import { describe, expect, it } from '@jest/globals';
import { type StoredKind, upcasted, type Versioned } from './stored-kind.ts';

const KIND: StoredKind = {
  collection: 'orders',
  version: 3,
  upcast: (document) => ({ run: '', ...document }),
};

describe('a stored document', () => {
  it('of this version is given as it is', () => {
    const document = { schemaVersion: 3, fen: 1n };
    expect(upcasted(KIND, document)).toBe(document);
  });

  it('of the version before is brought to this one, and stays as it was itself', () => {
    const document = Object.freeze({ schemaVersion: 2, fen: 1n });
    expect(upcasted(KIND, document)).toEqual({ schemaVersion: 3, fen: 1n, run: '' });
  });

  it.each<[Versioned, number]>([
    [{ schemaVersion: 4 }, 4],
    [{ schemaVersion: 1 }, 1],
    [{}, 1],
  ])('%j is not made anything of', (document, version) => {
    expect(() => upcasted(KIND, document)).toThrow(
      `a document of orders has version ${version}; this release reads versions 2 and 3`,
    );
  });

  it('without a version has version 1', () => {
    const document = { fen: 1n } as Versioned;
    expect(upcasted({ collection: 'runs', version: 1 }, document)).toBe(document);
  });
});
