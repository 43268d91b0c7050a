import { isOfficersSource, isSourceUri, SOURCE_URI } from '@duixian/facts';
import { isUscc, LIMITS, usccMistake, visible } from '@duixian/values';

/** Roles that take part in what two persons decide, or act alone on what moves money. */
const ACTING = ['officer', 'prepare', 'approve', 'treasury'] as const;
const PLAIN: readonly string[] = ['read', ...ACTING];
const SOURCE = 'source:';
const ENTITY = 'read:entity:';
/** `nrii:<uscc>:<source>`: pushes records of this unit as this source, by an address that has the key in it. */
const NRII = /^nrii:([^:]*):(.*)$/;
export const ANY_SOURCE = 'source:*';

/** What is wrong with a list of scopes, each with its place; empty if nothing is. */
export function scopeMistakes(scopes: readonly string[]): string[] {
  const { most } = LIMITS.scopesOfPerson;
  if (scopes.length > most) return [`scopes: at most ${most}; these are ${scopes.length}`];
  return scopes.flatMap((scope, index) => {
    const mistake =
      scopeMistake(scope) ??
      (scopes.indexOf(scope) < index ? 'named once; this one occurs twice' : undefined);
    return mistake === undefined ? [] : [`scopes.${index}: it must be ${mistake}`];
  });
}

function scopeMistake(scope: string): string | undefined {
  if (PLAIN.includes(scope) || scope === ANY_SOURCE) return undefined;
  if (scope.startsWith(ENTITY)) {
    const uscc = scope.slice(ENTITY.length);
    return isUscc(uscc) ? undefined : `${ENTITY}<uscc> with a right code: ${usccMistake(uscc)}`;
  }
  if (scope.startsWith(SOURCE)) {
    const uri = scope.slice(SOURCE.length);
    if (isOfficersSource(uri)) return `a source that somebody records as; ${uri} is reserved`;
    return isSourceUri(uri) ? undefined : `${SOURCE} and ${SOURCE_URI}`;
  }
  const [, unit, pushed] = NRII.exec(scope) ?? [];
  if (unit !== undefined && pushed !== undefined) {
    if (!isUscc(unit)) return `nrii:<uscc>:<source> with a right code: ${usccMistake(unit)}`;
    return isSourceUri(pushed) && !isOfficersSource(pushed)
      ? undefined
      : `nrii:<uscc>:<source> and ${SOURCE_URI}`;
  }
  const known = `${SOURCE}<uri>, nrii:<uscc>:<source>, read, ${ENTITY}<uscc>, officer, prepare, approve or treasury`;
  return `${known}, not "${visible(scope.slice(0, LIMITS.idCodePoints.most))}"`;
}

/** The sources that scopes name, except `source:*`. */
export function sourcesIn(scopes: readonly string[]): string[] {
  return scopes.flatMap((scope) => {
    const pushed = NRII.exec(scope)?.[2];
    if (pushed !== undefined) return [pushed];
    return scope.startsWith(SOURCE) && scope !== ANY_SOURCE ? [scope.slice(SOURCE.length)] : [];
  });
}

/** Whether they take part in what two persons decide, or act alone on what moves money. */
export function isActing(scopes: readonly string[]): boolean {
  return scopes.some((scope) => (ACTING as readonly string[]).includes(scope));
}

/**
 * Whether only its holder may know a key with these scopes (null: all of its person, also future ones):
 * anyone who knows it can act as that person where persons are compared, or record facts as that person's
 * source.
 */
export function isForItsHolder(scopes: readonly string[] | null): boolean {
  return (
    scopes === null ||
    isActing(scopes) ||
    scopes.some((scope) => scope.startsWith(SOURCE) || NRII.test(scope))
  );
}

/** Those of `wanted` that `held` does not have. */
export function scopesLacking(wanted: readonly string[], held: readonly string[]): string[] {
  return wanted.filter((scope) => !held.includes(scope));
}
