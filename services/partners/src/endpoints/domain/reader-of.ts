const READS_ALL = ['read', 'officer', 'prepare', 'approve'];
const ENTITY = 'read:entity:';

/** What an endpoint may receive: what its scopes let its person see, as far as the person still has them. */
export function readerOf(
  { person, scopes }: { readonly person: string; readonly scopes: readonly string[] },
  scopesOfPerson: readonly string[],
) {
  const held = scopes.filter((scope) => scopesOfPerson.includes(scope));
  return {
    person,
    all: held.some((scope) => READS_ALL.includes(scope)),
    treasury: held.includes('treasury'),
    usccs: held.filter((scope) => scope.startsWith(ENTITY)).map((scope) => scope.slice(ENTITY.length)),
  };
}
