import { createHash } from 'node:crypto';
import { type Access, Keyring } from './keyring.ts';

type Person = { readonly scopes: readonly string[]; readonly isMachine?: boolean };

/** What services/partners would answer: for each name a person and a key, whose text is made of the name. */
export function accessOf(
  persons: Readonly<Record<string, readonly string[] | Person>>,
  textOf: (name: string) => string,
  sources: Readonly<Record<string, bigint>> = {},
): Access {
  const grants = Object.entries(persons).map(([name, given]) => {
    const { scopes, isMachine = false } = 'scopes' in given ? given : { scopes: given };
    return {
      ...{ key: name, keyName: name, person: name, scopes: [...scopes], expiresAt: '', addresses: [] },
      kind: isMachine ? ('PERSON_KIND_MACHINE' as const) : ('PERSON_KIND_PERSON' as const),
      sha256: createHash('sha256').update(textOf(name)).digest(),
    };
  });
  return {
    version: 1n,
    grants,
    ended: [],
    sources: Object.entries(sources).map(([uri, version]) => ({ uri, version })),
  };
}

/** A keyring that stays valid for the whole test. */
export function keyringOf(...of: Parameters<typeof accessOf>): Keyring {
  const keyring = new Keyring('test');
  keyring.keep(accessOf(...of), Date.now());
  return keyring;
}
